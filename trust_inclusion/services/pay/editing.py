"""HR keeps the pay of an appointment: from a day on, corrected, or taken off where it was a slip.

Nobody keeps their own. The log says that pay was changed and of which columns, never a figure.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields, replace
from datetime import date, datetime, timedelta
from typing import TypeVar

from sqlalchemy import select

from trust_inclusion.db import db
from trust_inclusion.domain import access
from trust_inclusion.domain.access import TRUST, Action, Actor, Refused
from trust_inclusion.domain.allowances import amount_problem
from trust_inclusion.domain.pay import WHOLE
from trust_inclusion.domain.pay_facts import Code
from trust_inclusion.domain.pay_tables import area_of, named
from trust_inclusion.domain.words import long_date
from trust_inclusion.models.posts import Appointment, AppointmentPay
from trust_inclusion.services import audit, places, standing
from trust_inclusion.services.pay import reading

EARLIEST = date(2000, 9, 1)
FURTHEST = timedelta(days=5 * 365)
LONGEST_NOTES = 2_000
OWN = "Nobody keeps their own pay: another HR officer does."
DIFFERENT = "This person is paid differently at two posts at once. What differs stands under Pay."
LACKING = "The pay tables of this year lack this point. What stands in its place is under Pay."

Row = TypeVar("Row", Appointment, AppointmentPay)

Problems = list[tuple[str, str]]
"""(field, sentence)."""


class NotPossible(Exception):
    """What was typed cannot be. The messages are safe to show."""

    def __init__(self, problems: Problems) -> None:
        super().__init__("; ".join(sentence for _, sentence in problems))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class Entry:
    """Pay from a day on. Amounts in pence a year at full value, `fraction` of full time in
    ten-thousandths; None and blank are not stated."""

    starts_on: date
    area: str | None = None
    scale: str | None = None
    point: str | None = None
    tlr: str | None = None
    tlr_pence: int | None = None
    second_tlr: str | None = None
    second_tlr_pence: int | None = None
    sen_allowance_pence: int | None = None
    fraction: int | None = None
    top_point: str | None = None
    manages_staff: bool | None = None
    by_responsibility: bool | None = None
    sen_for_award: bool | None = None
    notes: str | None = None


@dataclass(frozen=True, slots=True)
class When:
    """The day and the instant of an act, and the version of the row that was seen."""

    today: date
    now: datetime
    version: int = 0


COLUMNS = tuple(field.name for field in fields(Entry))
_LONGEST = {"area": 40, "scale": 40, "point": 20, "tlr": 20, "second_tlr": 20, "top_point": 20,
            "notes": LONGEST_NOTES}  # fmt: skip
_AMOUNTS = ("tlr_pence", "second_tlr_pence", "sen_allowance_pence")


def to_edit(
    actor: Actor, person_id: int, appointment_id: int, pay_id: int | None = None, *, today: date
) -> tuple[Appointment, AppointmentPay | None]:
    """The appointment, and the row of its pay to correct. Raises NotThere or Refused."""
    appointment = _of(Appointment, appointment_id)
    if appointment is None or appointment.person_id != person_id:
        # Who keeps no pay at all is refused whatever there is.
        _require_anywhere(actor)
        raise places.NotThere("There is no such appointment.")
    _require(actor, appointment, today)
    if pay_id is None:
        return appointment, None
    row = _of(AppointmentPay, pay_id)
    if row is None or row.appointment_id != appointment.id:
        raise places.NotThere("There is no such pay: it may have been removed meanwhile.")
    return appointment, row


def add(
    actor: Actor, person_id: int, appointment_id: int, entry: Entry, when: When
) -> tuple[str, ...]:
    """Save pay from a day on; what is worth a remark. Raises NotPossible, NotThere, Refused."""
    appointment, _ = to_edit(actor, person_id, appointment_id, today=when.today)
    cleaned = _cleaned(appointment, None, entry, when.today)
    row = AppointmentPay(appointment_id=appointment.id, **asdict(cleaned))
    db.session.add(row)
    places.flush()
    stated = [name for name, value in asdict(cleaned).items() if value is not None]
    _log(actor, "pay_recorded", appointment, row, stated, when.now)
    return _remarks(actor, appointment, row, when.today)


def correct(
    actor: Actor, person_id: int, appointment_id: int, pay_id: int, entry: Entry, when: When
) -> tuple[str, ...]:
    """Save a row of pay anew. Raises Changed and as `add`."""
    appointment, row = to_edit(actor, person_id, appointment_id, pay_id, today=when.today)
    if row is None:
        raise places.NotThere("There is no such pay.")
    places.same_version(row.version, when.version)
    cleaned = _cleaned(appointment, row, entry, when.today)
    changed = [name for name in COLUMNS if getattr(row, name) != getattr(cleaned, name)]
    for name in changed:
        setattr(row, name, getattr(cleaned, name))
    places.flush()
    if changed:
        _log(actor, "pay_corrected", appointment, row, changed, when.now)
    return _remarks(actor, appointment, row, when.today)


def remove(actor: Actor, person_id: int, appointment_id: int, pay_id: int, when: When) -> None:
    """Take off a row that was a slip. Decisions keep the pay they used (see changes/freezing)."""
    appointment, row = to_edit(actor, person_id, appointment_id, pay_id, today=when.today)
    if row is None:
        raise places.NotThere("There is no such pay.")
    places.same_version(row.version, when.version)
    db.session.delete(row)
    places.flush()
    _log(actor, "pay_removed", appointment, row, [], when.now)


def _of(table: type[Row], row_id: int) -> Row | None:
    return db.session.get(table, row_id) if row_id <= places.LARGEST_NUMBER else None


def _require_anywhere(actor: Actor) -> None:
    if not access.reach(actor, Action.EDIT_PAY).any_academy:
        raise Refused("You do not have access to do this.")


def _require(actor: Actor, appointment: Appointment, today: date) -> None:
    academy = appointment.post.academy
    place = places.on(academy.id, academy.hub_id, academy.left_on, today) if academy else TRUST
    access.require(actor, Action.EDIT_PAY, place)
    if actor.person_id is not None and actor.person_id == appointment.person_id:
        raise Refused(OWN)


def _cleaned(
    appointment: Appointment, row: AppointmentPay | None, entry: Entry, today: date
) -> Entry:
    """The entry as it is stored: usual names, blanks as None. Raises NotPossible."""
    words = {
        name: " ".join((getattr(entry, name) or "").split()) or None
        for name in _LONGEST
        if name != "notes"
    }
    found = replace(
        entry,
        **words,
        notes=(entry.notes or "").strip() or None,
        sen_allowance_pence=entry.sen_allowance_pence or None,
        # Nothing of a TLR that nobody named is none; nothing of a named one is worth a look.
        tlr_pence=entry.tlr_pence if words["tlr"] else entry.tlr_pence or None,
        second_tlr_pence=(
            entry.second_tlr_pence if words["second_tlr"] else entry.second_tlr_pence or None
        ),
    )
    found = replace(found, scale=named(found.scale) if found.scale else None)
    problems = [*_day_problems(appointment, row, found, today), *_problems(found)]
    if not any(name == "area" for name, _ in problems) and found.area:
        found = replace(found, area=area_of(found.area))
    if problems:
        raise NotPossible(problems)
    return found


def _problems(entry: Entry) -> Problems:
    found: Problems = []
    if all(getattr(entry, name) is None for name in COLUMNS if name != "starts_on"):
        found.append(("point", "Enter the pay point, an allowance or the part of full time."))
    if entry.area:
        try:
            area_of(entry.area)
        except ValueError as error:
            found.append(("area", f"{error}"))
    for name, most in _LONGEST.items():
        if len(getattr(entry, name) or "") > most:
            found.append((name, f"This must be {most:,} characters or fewer."))
    found += [(name, said) for name in _AMOUNTS if (said := amount_problem(getattr(entry, name)))]
    if entry.fraction is not None and not 0 < entry.fraction <= WHOLE:
        found.append(("fraction", "Enter a part of full time such as 0.6 or 60%."))
    first = entry.tlr or entry.tlr_pence
    if (entry.second_tlr or entry.second_tlr_pence) and not first:
        found.append(("tlr", "Enter the first TLR before a second."))
    return found


def _day_problems(
    appointment: Appointment, row: AppointmentPay | None, entry: Entry, today: date
) -> Problems:
    day, first, last = entry.starts_on, appointment.started_on, appointment.ended_on
    said = ""
    if first and day < first:
        said = f"The appointment begins on {long_date(first)}: pay begins then or later."
    elif last and day > last:
        said = f"The appointment ends on {long_date(last)}: pay begins before."
    elif day < EARLIEST:
        said = f"Enter a day from {long_date(EARLIEST)} on."
    elif day > today + FURTHEST:
        said = "Enter a day within the coming five years."
    elif any(one.starts_on == day for one in _others(appointment, row)):
        said = f"Pay from {long_date(day)} is recorded already: change that, or choose another day."
    return [("starts_on", said)] if said else []


def _others(appointment: Appointment, row: AppointmentPay | None) -> Sequence[AppointmentPay]:
    rows = db.session.scalars(
        select(AppointmentPay).where(AppointmentPay.appointment_id == appointment.id)
    )
    return [one for one in rows if one is not row]


def _remarks(
    actor: Actor, appointment: Appointment, row: AppointmentPay, today: date
) -> tuple[str, ...]:
    """What is worth looking at of what was saved, for the day it holds from. No figures: they
    travel with the answer."""
    day = max(row.starts_on, today)
    found = reading.of_person(actor, appointment.person_id, day)
    parts = found.parts if found else ()
    codes = {
        warning.code
        for part in parts
        if part.held.id == appointment.id
        for warning in part.warnings
    }
    told = ((Code.DIFFERENT_PAY, DIFFERENT), (Code.YEAR_LACKS_POINT, LACKING))
    return tuple(sentence for code, sentence in told if code in codes)


def _log(
    actor: Actor,
    action: str,
    appointment: Appointment,
    row: AppointmentPay,
    columns: list[str],
    now: datetime,
) -> None:
    academy_id = appointment.post.academy_id
    audit.record(
        actor, action, "pay", row.id, now=now, academy_id=academy_id,
        after={
            "appointment_id": appointment.id,
            "starts_on": row.starts_on.isoformat(),
            "changed": sorted(columns),
        },
    )  # fmt: skip
    standing.rebuild([academy_id] if academy_id is not None else [])
