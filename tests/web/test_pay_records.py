"""Pay on a person's record: HR keeps it through a form; who may see it reads and compares it."""

import re
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from tests import factories as make
from tests.client import Queries, check_page
from tests.web.changing import day, version
from tests.web.conftest import Trust
from trust_inclusion.db import db
from trust_inclusion.domain.access import Role
from trust_inclusion.models.people import Person
from trust_inclusion.models.posts import Appointment, AppointmentPay

NEW = date(2026, 9, 1)


def held(trust: Trust, name: str = "Olive Own") -> tuple[int, int, int]:
    """Ids of a person, their first appointment and its first row of pay."""
    with trust.app.app_context():
        found = db.session.scalars(
            select(Appointment)
            .join(Person, Person.id == Appointment.person_id)
            .where(Person.name == name)
            .order_by(Appointment.id)
        ).first()
        assert found
        ids = found.person_id, found.id, found.pay[0].id
        db.session.remove()
    return ids


def base(trust: Trust, name: str = "Olive Own") -> str:
    person_id, appointment_id, _ = held(trust, name)
    return f"/people/{person_id}/pay/{appointment_id}"


def rows(trust: Trust, name: str = "Olive Own") -> list[AppointmentPay]:
    with trust.app.app_context():
        found = db.session.scalars(
            select(AppointmentPay)
            .join(Appointment, Appointment.id == AppointmentPay.appointment_id)
            .join(Person, Person.id == Appointment.person_id)
            .where(Person.name == name)
            .order_by(AppointmentPay.starts_on)
        ).all()
        db.session.expunge_all()
        db.session.remove()
    return list(found)


def typed(when: Any = NEW, **more: Any) -> dict[str, Any]:
    """Pay as its form sends it."""
    return {
        **day("starts_on", when), "area": "Rest of England", "scale": "Upper", "scale_named": "",
        "point": "U2", "top_point": "", "fraction": "60%", "tlr": "TLR2b", "tlr_pence": "£4,000",
        "second_tlr": "", "second_tlr_pence": "", "by_responsibility": "no", "manages_staff": "",
        "sen_allowance_pence": "2,900.50", "sen_for_award": "", "notes": "As agreed",
        "version": "0", **more,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("chosen", "name", "said"),
    [
        ("other", " ", "Name the scale."),
        ("", "Our own spine", "Choose “Another, named below” for this name"),
    ],
)
def test_half_a_scale_of_ones_own_is_not_lost(
    trust: Trust, chosen: str, name: str, said: str
) -> None:
    hr = trust.client("hr")
    answer = hr.post(base(trust) + "/add", typed(scale=chosen, scale_named=name), 422)
    assert said in answer.text
    assert name.strip() in answer.text
    assert len(rows(trust)) == 1
    hr.post(base(trust) + "/add", typed(scale="other", scale_named="Our own spine"))
    assert rows(trust)[-1].scale == "Our own spine"


def test_hr_adds_pay_from_a_day_and_the_record_shows_it(trust: Trust) -> None:
    hr = trust.client("hr")
    form = hr.get(base(trust) + "/add")
    assert "Pay from a day on: SENCO 0, Ash" in form
    assert 'value="M3"' in form  # What was paid before is where it begins.
    answer = hr.post(base(trust) + "/add", typed())
    page = hr.get(answer.location)
    assert "The pay is saved." in page
    assert "Upper, U2, Rest of England, since 1 September 2026" in page
    assert "£50,956 a year" in page
    assert "0.6: £30,573.60 a year" in page
    assert "TLR2</dt><dd>£4,000 a year, paid £2,400 for the part-time week" in page
    assert "SEN allowance</dt><dd>£2,900.50 a year, paid £1,740.30" in page
    assert "since 1 September 2026 it follows the share of the responsibility" in page
    assert "wslaw.co.uk" in page
    assert "Earlier pay" in page
    assert "As agreed" in page
    (_, new) = rows(trust)
    assert (new.fraction, new.tlr_pence, new.by_responsibility, new.manages_staff) == (
        6_000, 400_000, False, None,
    )  # fmt: skip


def test_in_place_with_htmx_too(trust: Trust) -> None:
    hr = trust.client("hr")
    part = hr.fragment(base(trust) + "/add")
    assert "<html" not in part
    assert 'id="pay"' in part
    sent, asked = {**typed(), **hr.token()}, {"HX-Request": "true"}
    answer = hr.open(base(trust) + "/add", method="POST", data=sent, headers=asked)
    assert (answer.status_code, answer.headers["HX-Retarget"]) == (200, "#record")
    assert "The pay is saved." in answer.text
    check_page(answer.text, whole=False)
    again = hr.open(base(trust) + "/add", method="POST", data=sent, headers=asked)
    assert again.status_code == 422
    assert "Pay from 1 September 2026 is recorded already" in again.text


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"tlr_pence": "-4000"}, "An allowance cannot be less than nothing"),
        ({"tlr_pence": "lots"}, "is not an amount in pounds"),
        ({"sen_allowance_pence": "100001"}, "from £0 to £100,000"),
        ({"fraction": "1.2"}, "is not a part of full time such as 0.6 or 60%"),
        ({"fraction": "0"}, "is not a part of full time"),
        ({"area": "Mars"}, "Not a valid choice"),
        ({"starts_on": ["1", "9", "2020"]}, "The appointment begins on 1 September 2023"),
        ({"starts_on": ["31", "2", "2026"]}, "31"),
        ({"starts_on": ["", "", ""]}, "Enter the first day"),
        ({"point": "x" * 21}, "Point must be 20 characters or fewer; it is 21."),
        ({"notes": "x" * 2_001}, "Notes must be 2,000 characters or fewer"),
        ({"tlr": "", "tlr_pence": "", "second_tlr": "TLR3"}, "Enter the first TLR before a second"),
    ],
)
def test_what_cannot_be_is_said_beside_its_field_and_nothing_is_saved(
    trust: Trust, change: dict[str, Any], said: str
) -> None:
    answer = trust.client("hr").post(base(trust) + "/add", typed(**change), 422)
    assert said in answer.text
    assert "As agreed" in answer.text or "notes" in change
    assert len(rows(trust)) == 1


def test_whatever_is_sent_is_no_error_of_ours(trust: Trust) -> None:
    hr = trust.client("hr")
    url = base(trust) + "/add"
    for sent in (
        {}, {"starts_on": "soon"}, {"starts_on": ["1", "9", "2026", "4"]}, {"point": "\x00"},
        typed(point="L" * 10_000), typed(version="-1"), typed(version=str(2**40)),
        {**typed(), "point": ["A", "B"]}, typed(scale="other"), typed(tlr_pence="9" * 400),
        typed(fraction="\x00"), typed(starts_on=["9" * 300, "1", "1"]),
    ):  # fmt: skip
        assert hr.open(url, method="POST", data={**sent, **hr.token()}).status_code in (303, 422)


def test_a_correction_a_stale_one_and_a_removal(trust: Trust) -> None:
    hr, other = trust.client("hr"), trust.client("hr")
    person_id, appointment_id, pay_id = held(trust)
    url = f"/people/{person_id}/pay/{appointment_id}/{pay_id}"
    form = hr.get(url)
    assert "England (as recorded: not a pay area)" in form
    seen = version(form)
    hr.post(url, typed(make.SINCE, point="U1", version=seen))
    assert [row.point for row in rows(trust)] == ["U1"]
    late = other.post(url, typed(make.SINCE, point="U3", version=seen), 422)
    assert "Somebody else changed this pay while you were typing" in late.text
    assert "The record now says: U1." in late.text
    assert 'value="U3"' in late.text
    other.post(url, typed(make.SINCE, point="U3", version=version(late.text)))
    assert [row.point for row in rows(trust)] == ["U3"]
    hr.post(url + "/remove", {"version": seen}, 409)
    answer = hr.post(url + "/remove", {"version": str(rows(trust)[0].version)})
    assert "is off the record" in hr.get(answer.location)
    assert rows(trust) == []
    hr.get(url, 404)
    hr.post(url, typed(make.SINCE, version="3"), 404)
    assert "No pay is recorded" in hr.get(f"/people/{person_id}")


def test_a_point_the_year_lacks_is_kept_with_the_warning(trust: Trust) -> None:
    hr = trust.client("hr")
    answer = hr.post(base(trust) + "/add", typed(scale="Leadership", point="L17"))
    page = hr.get(answer.location)
    assert "The pay tables of this year lack this point." in page
    assert "No pay table has L17 (Leadership, Rest of England)" in page


def test_different_pay_at_two_posts_is_saved_with_a_remark(trust: Trust) -> None:
    with trust.app.app_context(), make.saved():
        person = db.session.get_one(Person, trust.people["Olive Own"])
        second = make.senco(make.academy("Elm"), person=person, pay_point="M1")
        second_id = second.id
    hr = trust.client("hr")
    url = f"/people/{trust.people['Olive Own']}/pay/{second_id}/add"
    page = hr.get(hr.post(url, typed()).location)
    assert "paid differently at two posts at once" in page
    assert "Paid differently at 2 posts at once" in page
    # A head of one of the two sees one, and no difference.
    head = trust.client("headteacher").get(f"/people/{trust.people['Olive Own']}")
    assert "Paid differently" not in head
    assert "Elm" in head
    assert "U2" not in head


def test_nobody_keeps_their_own_pay(trust: Trust) -> None:
    with trust.app.app_context(), make.saved():
        person = db.session.get_one(Person, trust.people["Olive Own"])
        account = make.account(Role.HR, person=person)
        make.grant(account, Role.SENCO)
        trust.accounts["own hr"] = type(trust.accounts["hr"])(account.id, account.email)
    own = trust.client("own hr")
    own.get(base(trust) + "/add", 403)
    own.post(base(trust) + "/add", typed(), 403)
    page = own.get(f"/people/{trust.people['Olive Own']}")
    assert "Add pay from a day" not in page
    assert 'id="pay"' in page
    own.get(base(trust, "Carl Colleague") + "/add")


@pytest.mark.parametrize(
    ("who", "sees"),
    [
        ("director", True), ("executive", True), ("hr", True), ("headteacher", True),
        ("director of a hub", True), ("head and trustee", True), ("senco", True),
        ("trustee", False),
    ],
)  # fmt: skip
def test_the_section_is_there_for_who_may_see_it_and_absent_for_others(
    trust: Trust, who: str, sees: bool
) -> None:
    page = trust.client(who).get(f"/people/{trust.people['Olive Own']}")
    assert ('id="pay"' in page, "M3" in page, ">Pay</h2>" in page) == (sees,) * 3
    assert ("Add pay from a day" in page) == (who == "hr")


def test_leadership_pay_is_compared_line_by_line(trust: Trust) -> None:
    hr = trust.client("hr")
    hr.post(base(trust) + "/add", typed())
    page = trust.client("senco").get(f"/people/{trust.people['Olive Own']}")
    assert 'action="' + base(trust) + '/leadership"' in page
    assert '<option value="Leadership:L1">L1</option>' in page
    for who in ("senco", "headteacher", "director", "executive", "hr"):
        answer = trust.client(who).get(base(trust) + "/leadership?to=Leadership:L1")
        # At six tenths: £32,151.60 less £30,573.60, less £2,400 and £1,740.30.
        assert "L1 would pay £2,562.30 a year less" in answer
        assert "the salary alone is £1,578 more" in answer
        for line in (
            "Salary on leadership pay",
            "Salary now",
            "TLR given up",
            "SEN allowance given up",
        ):
            assert line in answer
    empty = hr.get(base(trust) + "/leadership")
    assert "Choose a point" in empty
    for odd in ("to=M6", "to=:::", "to=%00", "to=" + "L" * 5_000, "to=Leadership:L99"):
        hr.get(base(trust) + f"/leadership?{odd}")
    trust.client("trustee").get(base(trust) + "/leadership?to=Leadership:L1", 403)
    trust.client("senco and governor").get(base(trust) + "/leadership?to=Leadership:L1", 404)
    other = base(trust, "Nora Next")
    for who in ("headteacher", "senco"):
        trust.client(who).get(other + "/leadership?to=Leadership:L1", 404)


def test_a_record_costs_the_same_queries_whatever_is_on_it(trust: Trust) -> None:
    def cost() -> int:
        hr.get(address)
        with trust.app.app_context(), Queries() as queries:
            hr.get(address)
        return len(queries)

    address, hr = f"/people/{trust.people['Olive Own']}", trust.client("hr")
    few = cost()
    with trust.app.app_context(), make.saved():
        person = db.session.get_one(Person, trust.people["Olive Own"])
        for number in range(6):
            one = make.senco(make.academy(f"More {number}"), person=person, pay_point="M5")
            make.paid(one, "M6", since=NEW)
    before = cost()
    # Each academy adds what the law says of it; pay itself adds nothing.
    with trust.app.app_context(), make.saved():
        for one in db.session.scalars(
            select(Appointment).where(Appointment.person_id == trust.people["Olive Own"])
        ):
            make.paid(one, "U1", "Upper", since=date(2026, 10, 1))
    assert cost() == before
    assert before <= few + 2


def test_nothing_is_written_by_looking(trust: Trust) -> None:
    hr = trust.client("hr")
    with trust.app.app_context(), Queries() as queries:
        for path in (base(trust) + "/add", f"/people/{trust.people['Olive Own']}", "/pay/",
                     base(trust) + "/leadership?to=Leadership:L1", "/pay/posts.csv"):  # fmt: skip
            hr.get(path)
    assert not [one for one in queries.statements if re.match(r"INSERT|UPDATE|DELETE", one)]


def test_what_a_new_year_does_follows_pay_at_once(trust: Trust) -> None:
    """Which posts stand there and their sums are kept until something changes, and no longer."""
    hr, page = trust.client("hr"), "/pay/tables/roll-forward?year=2026/27"

    def told() -> str:
        found = re.search(r'class="app-answer">([^<]*)', hr.get(page))
        assert found
        return found[1]

    before = told()
    assert before == told()
    hr.post(base(trust) + "/add", typed(make.TODAY))
    assert told() != before
