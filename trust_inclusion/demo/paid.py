"""What of pay the demo trust knows beside point, TLR and SEN allowance (see posts.py).

Chosen so that every rule of pay finds somebody, every scale is held by somebody, some are
part-time, and one person is paid differently at two academies.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from trust_inclusion.db import db
from trust_inclusion.demo.making import Making
from trust_inclusion.demo.rows import AREA
from trust_inclusion.domain.pay import WHOLE
from trust_inclusion.models.academies import Academy
from trust_inclusion.models.posts import Appointment, AppointmentPay


@dataclass(frozen=True, slots=True)
class Beside:
    """Facts of the pay that somebody has now, by the columns of its row."""

    name: str
    facts: Mapping[str, Any] = field(default_factory=dict[str, Any])
    at: str | None = None
    """The academy's key, of somebody with posts at several."""


FACTS = (
    # Leadership pay with a SEN allowance; within a range that ends at L10.
    Beside("Helen Vasquez-Tarn", {"sen_allowance_pence": 320_000, "top_point": "L10"}),
    # Three years into L6 to L10, with room to rise.
    Beside("Delyth Ransome", {"top_point": "L10"}, "marlstone"),
    Beside("Marianne Oduya", {"top_point": "L24"}),
    # TLR1 and TLR2 together.
    Beside("Kwame Hollins", {"second_tlr": "TLR2", "second_tlr_pence": 370_000}),
    # TLR1 for a post without staff to manage.
    Beside("Isla Marchbank", {"tlr": "TLR1", "tlr_pence": 1_070_000, "manages_staff": False}),
    # Of which of the three TLRs nobody said.
    Beside("Rajveer Stanmoor", {"tlr": "TLR", "tlr_pence": 370_000}),
    # Below the least of its year.
    Beside("Sarah Obafemi-Lund", {"tlr": "TLR3", "tlr_pence": 50_000}),
    # Part-time with a TLR2: by the share of the week, not told how, and by the responsibility.
    Beside("Priya Wainscott", {"fraction": 6_000, "by_responsibility": False}, "harrowmere_junior"),
    Beside("Aoife Lindell", {"fraction": 8_000}),
    Beside("Seun Brightwater", {"fraction": 5_000, "by_responsibility": True}),
    Beside("Mei Sugden", {"fraction": 6_000}),
    # A SEN allowance for the award itself, on the top point besides.
    Beside("Margaret Ellingworth", {"sen_for_award": True}),
    Beside("Bethan Okonjo", {
        "sen_allowance_pence": 295_000,
        "notes": "Teaches the resourced provision two mornings a week.",
    }),
    Beside("Tariq Olwen", {"scale": "Leading practitioner", "point": "LP4", "fraction": None}),
)  # fmt: skip

UNQUALIFIED = Beside("Farida Ashdown", {"scale": "Unqualified", "point": "UQ5"})
"""As she was paid in her first year here, before she qualified."""

SECOND_POST = Beside(
    "Priya Wainscott",
    {"scale": "Upper", "point": "U1", "fraction": 4_000, "sen_allowance_pence": 290_000},
    "harrowmere_infant",
)
"""The same person at the other academy: without the TLR."""

AS_HEAD = (
    ("Headteacher group", "Group 1 MIN", timedelta(0)),
    ("Headteacher range", "MIN", timedelta(days=90)),
)
"""How the head who is SENCO was paid before the trust's own spine, from her first day on."""
HEAD = "Fiona Maddersley"


def add(making: Making) -> None:
    """Tell of everybody's pay what there is beside the point."""
    held = _held()
    everybody = [one for theirs in held.values() for one in theirs]
    for one in everybody:
        for row in one.pay:
            row.fraction = WHOLE
    for told in FACTS:
        row = _of(making, held, told).pay[-1]
        for name, value in told.facts.items():
            setattr(row, name, value)
    for name, value in UNQUALIFIED.facts.items():
        setattr(_of(making, held, UNQUALIFIED).pay[0], name, value)
    _add_second_post(making, held)
    _add_as_head(making, held[HEAD][0])
    making.add(())


def _held() -> dict[str, list[Appointment]]:
    """The appointments of everybody, by name."""
    found: dict[str, list[Appointment]] = {}
    for one in db.session.scalars(select(Appointment).order_by(Appointment.id)):
        found.setdefault(one.person.name, []).append(one)
    return found


def _of(making: Making, held: dict[str, list[Appointment]], told: Beside) -> Appointment:
    academy = making.academies[told.at] if told.at else None
    theirs = [
        one for one in held[told.name] if academy is None or one.post.academy_id == academy.id
    ]
    return next(one for one in theirs if one.pay or told is SECOND_POST)


def _add_second_post(making: Making, held: dict[str, list[Appointment]]) -> None:
    """HR entered it this autumn, with a line in the log as the product writes it."""
    appointment = _of(making, held, SECOND_POST)
    since = making.dates.september(0)
    row = AppointmentPay(starts_on=since, area=AREA, **SECOND_POST.facts)
    appointment.pay.append(row)
    making.add([row])
    columns = sorted(["starts_on", "area", *SECOND_POST.facts])
    making.happened(
        making.dates.instant(since, 95), "hr", "pay_recorded", "pay", row.id,
        academy=_academy(appointment),
        after={
            "appointment_id": appointment.id, "starts_on": since.isoformat(), "changed": columns,
        },
    )  # fmt: skip


def _add_as_head(making: Making, appointment: Appointment) -> None:
    first: date | None = appointment.started_on
    begun = min(row.starts_on for row in appointment.pay)
    for scale, point, later in AS_HEAD:
        if first is not None and first + later < begun:
            row = AppointmentPay(
                starts_on=first + later, area=AREA, scale=scale, point=point, fraction=WHOLE
            )
            appointment.pay.append(row)
            making.add([row])


def _academy(appointment: Appointment) -> Academy | None:
    return appointment.post.academy
