"""HR keeps what an appointment is paid: from a day on, corrected, taken off; never their own."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from tests import factories as make
from tests.factories import NOW, SINCE, TODAY
from trust_inclusion.db import db, transaction
from trust_inclusion.domain.access import Actor, Refused
from trust_inclusion.models.academies import Academy
from trust_inclusion.models.log import AuditEvent
from trust_inclusion.models.posts import Appointment, AppointmentPay
from trust_inclusion.models.standing import Standing
from trust_inclusion.services import settings
from trust_inclusion.services.pay import editing
from trust_inclusion.services.pay.editing import Entry, NotPossible, When
from trust_inclusion.services.places import Changed, NotThere

REST = "Rest of England"
WHEN = When(TODAY, NOW, 0)
NOW_PAID = Entry(
    date(2026, 9, 1), REST, "Upper", "U2", "TLR2b", 400_000, "TLR3", 90_000, 300_000, 6_000, "U3",
    manages_staff=True, by_responsibility=False, sen_for_award=True, notes="As agreed in May",
)  # fmt: skip


@pytest.fixture
def ann(session: Any) -> Appointment:
    """The SENCO of Ash since SINCE, with no pay recorded."""
    with make.saved():
        settings.name_trust("Larch Trust")
        return make.senco(make.academy("Ash"), "Ann Able")


def hr(**more: Any) -> Actor:
    return make.actor("hr", **more)


def added(ann: Appointment, entry: Entry = NOW_PAID, actor: Actor | None = None) -> tuple[str, ...]:
    with transaction():
        return editing.add(actor or hr(), ann.person_id, ann.id, entry, WHEN)


def corrected(ann: Appointment, entry: Entry, version: int = 1) -> tuple[str, ...]:
    row = db.session.scalars(select(AppointmentPay)).one()
    with transaction():
        return editing.correct(
            hr(), ann.person_id, ann.id, row.id, entry, replace(WHEN, version=version)
        )


def problems(ann: Appointment, entry: Entry) -> dict[str, str]:
    with pytest.raises(NotPossible) as refused:
        added(ann, entry)
    assert db.session.scalars(select(AppointmentPay)).all() == []
    return dict(refused.value.problems)


def test_everything_that_is_typed_is_kept(ann: Appointment) -> None:
    assert added(ann) == ()
    row = db.session.scalars(select(AppointmentPay)).one()
    assert Entry(**{name: getattr(row, name) for name in editing.COLUMNS}) == NOW_PAID
    assert db.session.scalars(select(Standing.pay_point)).all()[-1] == "U2"


def test_usual_names_are_stored_and_blanks_are_not_stated(ann: Appointment) -> None:
    added(
        ann,
        Entry(SINCE, "england excluding london", " mps ", " M6 ", "", None, sen_allowance_pence=0),
    )
    row = db.session.scalars(select(AppointmentPay)).one()
    assert (row.area, row.scale, row.point) == (REST, "Main", "M6")
    assert (row.tlr, row.sen_allowance_pence, row.notes) == (None, None, None)


@pytest.mark.parametrize(
    ("change", "field", "said"),
    [
        ({"starts_on": date(2023, 8, 31)}, "starts_on", "begins on 1 September 2023"),
        ({"starts_on": date(2040, 1, 1)}, "starts_on", "within the coming five years"),
        ({"area": "Yorkshire"}, "area", "is not a pay area"),
        ({"tlr_pence": -1}, "tlr_pence", "cannot be less than nothing"),
        ({"sen_allowance_pence": -1}, "sen_allowance_pence", "cannot be less than nothing"),
        ({"second_tlr_pence": 10_000_001}, "second_tlr_pence", "£0 to £100,000"),
        ({"fraction": 0}, "fraction", "a part of full time"),
        ({"fraction": 10_001}, "fraction", "a part of full time"),
        ({"tlr": None, "tlr_pence": None}, "tlr", "the first TLR before a second"),
        ({"point": "L" * 21}, "point", "20 characters or fewer"),
        ({"notes": "n" * 2_001}, "notes", "2,000 characters or fewer"),
    ],
)
def test_what_cannot_be_is_said_beside_its_field(
    ann: Appointment, change: dict[str, Any], field: str, said: str
) -> None:
    found = problems(ann, replace(NOW_PAID, **change))
    assert list(found) == [field]
    assert said in found[field]


def test_a_day_with_nothing_beside_it_is_nothing(ann: Appointment) -> None:
    assert list(problems(ann, Entry(TODAY, notes="  "))) == ["point"]


def test_pay_ends_with_the_appointment(ann: Appointment) -> None:
    with transaction():
        ann.ended_on = date(2026, 8, 31)
    assert "ends on 31 August 2026" in problems(ann, NOW_PAID)["starts_on"]


def test_the_same_day_twice_is_said_and_saves_nothing(ann: Appointment) -> None:
    added(ann)
    with pytest.raises(NotPossible, match="Pay from 1 September 2026 is recorded already"):
        added(ann)
    assert len(db.session.scalars(select(AppointmentPay)).all()) == 1
    corrected(ann, replace(NOW_PAID, point="U3"))  # Its own day is no other's.


def test_a_correction_is_of_the_row_that_was_seen(ann: Appointment) -> None:
    added(ann)
    corrected(ann, replace(NOW_PAID, point="U3"))
    with pytest.raises(Changed):
        corrected(ann, replace(NOW_PAID, point="U1"))
    corrected(ann, replace(NOW_PAID, point="U1"), version=2)
    assert db.session.scalars(select(AppointmentPay.point)).one() == "U1"


def test_a_slip_comes_off(ann: Appointment) -> None:
    added(ann)
    row = db.session.scalars(select(AppointmentPay)).one()
    with pytest.raises(Changed), transaction():
        editing.remove(hr(), ann.person_id, ann.id, row.id, replace(WHEN, version=7))
    with transaction():
        editing.remove(hr(), ann.person_id, ann.id, row.id, replace(WHEN, version=1))
    assert db.session.scalars(select(AppointmentPay)).all() == []
    assert set(db.session.scalars(select(Standing.pay_point))) == {None}


def test_the_log_says_that_pay_changed_and_never_a_figure(ann: Appointment) -> None:
    added(ann)
    corrected(ann, replace(NOW_PAID, point="U3", tlr_pence=412_345))
    row = db.session.scalars(select(AppointmentPay)).one()
    with transaction():
        editing.remove(hr(), ann.person_id, ann.id, row.id, replace(WHEN, version=2))
    events = db.session.scalars(select(AuditEvent).order_by(AuditEvent.id)).all()
    assert [event.action for event in events] == ["pay_recorded", "pay_corrected", "pay_removed"]
    assert events[1].after == {
        "appointment_id": ann.id,
        "starts_on": "2026-09-01",
        "changed": ["point", "tlr_pence"],
    }
    for event in events:
        assert event.before is None
        assert (event.subject, event.academy_id) == ("pay", ann.post.academy_id)


def test_saving_again_what_is_there_is_no_act(ann: Appointment) -> None:
    added(ann)
    corrected(ann, NOW_PAID)
    assert len(db.session.scalars(select(AuditEvent)).all()) == 1


def test_nobody_keeps_their_own(ann: Appointment) -> None:
    own = hr(person=ann.person)
    with pytest.raises(Refused, match="another HR officer"):
        added(ann, actor=own)
    added(ann)
    row = db.session.scalars(select(AppointmentPay)).one()
    for act in (
        lambda: editing.correct(own, ann.person_id, ann.id, row.id, NOW_PAID, WHEN),
        lambda: editing.remove(own, ann.person_id, ann.id, row.id, WHEN),
        lambda: editing.to_edit(own, ann.person_id, ann.id, today=TODAY),
    ):
        with pytest.raises(Refused):
            act()


@pytest.mark.parametrize(
    "role", ["director", "trust_leader", "headteacher", "senco", "governor", "admin", "deputy"]
)
def test_only_hr_keeps_pay(ann: Appointment, role: str) -> None:
    academies = [ann.post.academy] if ann.post.academy else []
    actor = make.actor(role, academies=academies if role in ("headteacher", "governor") else ())
    for pay_id in (None, 999_999):
        with pytest.raises(Refused):
            editing.to_edit(actor, ann.person_id, ann.id, pay_id, today=TODAY)
    with pytest.raises(Refused):
        editing.to_edit(actor, 999_999, 2**40, today=TODAY)


def test_hr_of_a_hub_keeps_pay_there_alone(ann: Appointment) -> None:
    with transaction():
        here = make.hub("North")
        there = make.hub("South")
        db.session.scalars(select(Academy)).one().hub = here
    editing.to_edit(hr(hubs=[here]), ann.person_id, ann.id, today=TODAY)
    with pytest.raises(Refused):
        editing.to_edit(hr(hubs=[there]), ann.person_id, ann.id, today=TODAY)


def test_hr_of_a_hub_keeps_no_pay_at_an_academy_that_has_left_it(ann: Appointment) -> None:
    with transaction():
        here = make.hub("North")
        academy = db.session.scalars(select(Academy)).one()
        academy.hub, academy.left_on = here, TODAY + timedelta(days=1)
    of_hub = hr(hubs=[here])
    added(ann, actor=of_hub)
    with transaction():
        academy.left_on = TODAY
    row = db.session.scalars(select(AppointmentPay)).one()
    for act in (
        lambda: editing.to_edit(of_hub, ann.person_id, ann.id, today=TODAY),
        lambda: added(ann, replace(NOW_PAID, starts_on=TODAY), actor=of_hub),
        lambda: editing.correct(of_hub, ann.person_id, ann.id, row.id, NOW_PAID, WHEN),
        lambda: editing.remove(of_hub, ann.person_id, ann.id, row.id, WHEN),
    ):
        with pytest.raises(Refused):
            act()
    editing.to_edit(hr(), ann.person_id, ann.id, today=TODAY)  # Of the whole trust.


def test_what_is_not_there_is_said(ann: Appointment) -> None:
    for person_id, appointment_id, pay_id in (
        (ann.person_id, 999_999, None), (ann.person_id + 1, ann.id, None),
        (ann.person_id, 2**40, None), (ann.person_id, ann.id, 999_999),
        (ann.person_id, ann.id, 2**40),
    ):  # fmt: skip
        with pytest.raises(NotThere):
            editing.to_edit(hr(), person_id, appointment_id, pay_id, today=TODAY)


def test_different_pay_at_once_is_saved_with_a_remark(ann: Appointment) -> None:
    with make.saved():
        other = make.senco(make.academy("Birch"), person=ann.person)
    added(ann)
    assert added(other, replace(NOW_PAID, point="U1")) == (editing.DIFFERENT,)
    assert not any(sign.isdigit() or sign == "£" for sign in editing.DIFFERENT)


def test_a_point_that_the_year_lacks_is_kept_with_a_remark(ann: Appointment) -> None:
    found = added(ann, Entry(SINCE, REST, "Leadership", "L17"))
    assert found == (editing.LACKING,)
    assert db.session.scalars(select(AppointmentPay.point)).one() == "L17"


def test_a_trust_wide_post_has_pay_too(session: Any) -> None:
    with make.saved():
        settings.name_trust("Larch Trust")
        post = make.post(None, kind=make.PostKind.TRUST_WIDE, title="Hub lead")
        held = make.appointment(post, make.person("Tess Trust"), designated=False)
    revision = settings.current().revision
    added(held)
    assert (settings.current().revision or 0) > (revision or 0)
