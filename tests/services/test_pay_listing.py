"""The list of posts with pay: who sees which, what is found, its order and its filters."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any, NamedTuple

import pytest
from sqlalchemy import select

from tests import factories as make
from tests.client import Queries
from tests.factories import NOW, TODAY
from trust_inclusion.db import db, transaction
from trust_inclusion.domain.access import Actor, Refused
from trust_inclusion.domain.pay_facts import Code, Severity
from trust_inclusion.domain.pay_tables import Place
from trust_inclusion.domain.posts import PostKind
from trust_inclusion.models.academies import Academy
from trust_inclusion.models.people import Person
from trust_inclusion.models.posts import Appointment
from trust_inclusion.services import exports, kept, pay_tables, settings
from trust_inclusion.services.pay import ladder, listing, people, reading, spread
from trust_inclusion.services.pay.listing import Wanted


class Made(NamedTuple):
    ash: Academy
    birch: Academy
    ann: Person
    bo: Person


@pytest.fixture
def made(session: Any) -> Made:
    """Ann at Ash (M6) and Birch (U1 with TLR2), Bo at Birch (L6 with a TLR), a lead without pay;
    what ended, what is to begin and what left."""
    with make.saved():
        settings.name_trust("Larch Trust")
        north = make.hub("North")
        ash, birch = make.academy("Ash", hub=north), make.academy("Birch", phase="4")
        left = make.academy("Cedar", left_on=make.SINCE)
        ann, bo = make.person("Ann Able"), make.person("Bo Bright")
        make.paid(make.senco(ash, person=ann))
        make.paid(make.senco(birch, person=ann), "U1", "Upper", tlr="TLR2", tlr_pounds=4_000)
        make.paid(make.senco(birch, person=bo, title="Lead"), "L6", "Leadership", tlr="TLR3")
        lead = make.post(None, kind=PostKind.TRUST_WIDE, title="Hub lead")
        make.appointment(lead, make.person("Tess Trust"), designated=False)
        make.paid(make.senco(left, "Lena Left"), "M1")
        make.paid(make.senco(ash, "Over Olive", title="Before", until=make.SINCE))
        make.paid(make.senco(ash, "New Nora", title="Later", since=date(2027, 1, 1)))
    return Made(ash, birch, ann, bo)


ALL = Wanted()


def shown(actor: Actor, wanted: Wanted = ALL) -> list[tuple[str, str]]:
    """Who stands in the list, with the point."""
    ids = listing.view(actor, wanted, TODAY, revision=None)
    return [(one.row.person, one.paid.point) for one in listing.page(actor, ids, TODAY)]


ANN_ASH, ANN_BIRCH = ("Ann Able", "M6"), ("Ann Able", "U1")
BO, TESS = ("Bo Bright", "L6"), ("Tess Trust", "")


def test_everybody_held_today_in_the_trust_is_there(made: Made) -> None:
    everybody = [ANN_ASH, ANN_BIRCH, BO, TESS]
    for actor in (
        make.actor("director"), make.actor("hr"), make.actor("operator"),
        make.actor("trust_leader", with_pay=True),
    ):  # fmt: skip
        assert shown(actor) == everybody


def test_a_post_is_listed_to_its_last_day(made: Made) -> None:
    for ended_on, there in ((TODAY, True), (TODAY - timedelta(days=1), False)):
        with make.saved():
            query = select(Appointment).where(Appointment.person_id == made.bo.id)
            db.session.scalars(query).one().ended_on = ended_on
        assert (BO in shown(make.actor("hr"))) is there


def test_each_reader_sees_as_far_as_their_grant(made: Made) -> None:
    assert shown(make.actor("headteacher", academies=[made.ash])) == [ANN_ASH]
    assert shown(make.actor("director", hubs=[made.ash.hub])) == [ANN_ASH]  # pyright: ignore[reportArgumentType]
    assert shown(make.actor("senco", person=made.bo)) == [BO]
    assert shown(make.actor("senco", person=made.ann)) == [ANN_ASH, ANN_BIRCH]
    for role in ("trust_leader", "governor", "admin", "deputy"):
        actor = make.actor(role, academies=[made.ash])
        assert shown(actor) == []
        assert not people.sees_any(actor)
        with pytest.raises(Refused):
            exports.paid(actor, Wanted(), TODAY)


def test_ids_of_others_are_not_read_however_they_are_asked(made: Made) -> None:
    ids = listing.view(make.actor("hr"), Wanted(), TODAY, revision=None)
    head = make.actor("headteacher", academies=[made.ash])
    assert [one.row.person for one in listing.page(head, ids, TODAY)] == ["Ann Able"]


def signs(actor: Actor, name: str, point: str) -> list[tuple[Code, Severity]]:
    found = listing.whole(actor, TODAY, revision=None)
    ids = listing.view(actor, Wanted(), TODAY, revision=None)
    (one,) = (
        one
        for one in listing.page(actor, ids, TODAY)
        if (one.row.person, one.paid.point) == (name, point)
    )
    return list(found.marks[one.id].signs)


def test_different_pay_counts_only_what_the_reader_may_see(made: Made) -> None:
    """The product's rulebook, section 3.4, and the table of access."""
    assert (Code.DIFFERENT_PAY, Severity.CHECK) in signs(make.actor("hr"), *ANN_ASH)
    head = make.actor("headteacher", academies=[made.ash])
    assert signs(head, *ANN_ASH) == [(Code.NO_ADDITIONAL_PAY, Severity.NOTE)]


def test_who_is_paid_alike_is_looked_at_by_what_differs(made: Made) -> None:
    """Each way of being paid is judged once: not for posts of another kind or with other staff."""
    with make.saved():
        for name, kind, manages in (
            ("Many", PostKind.SENCO, 4), ("None", PostKind.SENCO, 0),
            ("Unsaid", PostKind.ASSISTANT, None), ("Again", PostKind.SENCO, 4),
        ):  # fmt: skip
            post = make.post(make.academy(f"{name} Elm"), kind=kind, line_manages=manages)
            held = make.appointment(post, make.person(name))
            make.paid(held, tlr="TLR1", tlr_pounds=11_000)
        for name, kind in (("Plain", PostKind.SENCO), ("Helper", PostKind.ASSISTANT)):
            held = make.appointment(make.post(made.birch, kind=kind, title=name), make.person(name))
            make.paid(held, "M2")
    hr = make.actor("hr")
    told = {name: signs(hr, name, "M6") for name in ("Many", "None", "Unsaid", "Again")}
    assert told == {
        "Many": [],
        "None": [(Code.TLR1_WITHOUT_STAFF, Severity.CHECK)],
        "Unsaid": [(Code.TLR1_WITHOUT_STAFF, Severity.NOTE)],
        "Again": [],
    }
    assert signs(hr, "Plain", "M2") == [(Code.NO_ADDITIONAL_PAY, Severity.NOTE)]
    assert signs(hr, "Helper", "M2") == []


def test_pay_that_is_not_recorded_differs_from_nothing(made: Made) -> None:
    with make.saved():
        make.senco(make.academy("Elm"), person=made.bo)
    assert (Code.DIFFERENT_PAY, Severity.CHECK) not in signs(make.actor("hr"), *BO)
    assert signs(make.actor("hr"), "Bo Bright", "") == [(Code.POINT_NOT_STATED, Severity.NOTE)]


def test_that_additional_pay_is_missing_is_said_of_senco_posts_only(made: Made) -> None:
    with make.saved():
        post = make.post(made.ash, kind=PostKind.ASSISTANT, title="Assistant")
        make.paid(make.appointment(post, make.person("Hal Helper"), designated=False), "M2")
    assert signs(make.actor("hr"), "Hal Helper", "M2") == []


@pytest.mark.parametrize(
    ("stated", "manages", "found"),
    [
        (None, None, Severity.NOTE), (None, 0, Severity.CHECK), (None, 4, None),
        (False, 4, Severity.CHECK), (True, 0, None), (True, None, None),
    ],
)  # fmt: skip
def test_whether_staff_are_managed_is_as_the_pay_says_else_as_the_post(
    session: Any, stated: bool | None, manages: int | None, found: Severity | None
) -> None:
    with make.saved():
        post = make.post(make.academy("Ash"), line_manages=manages)
        held = make.appointment(post, make.person("Ann Able"))
        make.paid(held, "U1", "Upper", tlr="TLR1", tlr_pounds=11_000, manages_staff=stated)
    expected = [] if found is None else [(Code.TLR1_WITHOUT_STAFF, found)]
    assert signs(make.actor("hr"), "Ann Able", "U1") == expected


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (Wanted(words="bright"), [BO]),
        (Wanted(words="ABLE birch"), [ANN_BIRCH]),
        (Wanted(words="hub"), [TESS]),
        (Wanted(words="l6"), []),
        (Wanted(words="100%"), []),
        (Wanted(code="leadership_with_tlr"), [BO]),
        (Wanted(severity="check"), [ANN_ASH, ANN_BIRCH, BO]),
        (Wanted(severity="note"), [ANN_ASH, BO, TESS]),
        (Wanted(severity="any"), [ANN_ASH, ANN_BIRCH, BO, TESS]),
        (Wanted(code="no_additional_pay", severity="check"), []),
        (Wanted(phase="secondary"), [ANN_BIRCH, BO]),
        (Wanted(phase=people.TRUST_WIDE), [TESS]),
        (Wanted(scale="Upper"), [ANN_BIRCH]),
        (Wanted(hub_id=2**40), []),
        (Wanted(sort="academy", descending=True), [BO, ANN_BIRCH, ANN_ASH, TESS]),
        (Wanted(sort="pay"), [ANN_ASH, ANN_BIRCH, BO, TESS]),
        (Wanted(sort="pay", descending=True), [BO, ANN_BIRCH, ANN_ASH, TESS]),
        (Wanted(sort="salary", descending=True), [BO, ANN_BIRCH, ANN_ASH, TESS]),
        (Wanted(sort="tlr", descending=True), [ANN_BIRCH, BO, ANN_ASH, TESS]),
        (Wanted(sort="sen"), [ANN_ASH, ANN_BIRCH, BO, TESS]),
        (Wanted(sort="fraction"), [ANN_ASH, ANN_BIRCH, BO, TESS]),
        (Wanted(sort="person", descending=True), [TESS, BO, ANN_BIRCH, ANN_ASH]),
        (Wanted(sort="warnings", descending=True), [BO, ANN_ASH, ANN_BIRCH, TESS]),
        (Wanted(sort="post"), [TESS, BO, ANN_ASH, ANN_BIRCH]),
    ],
)
def test_filters_and_orders(made: Made, wanted: Wanted, found: list[tuple[str, str]]) -> None:
    assert shown(make.actor("hr"), wanted) == found


def test_the_ladder_counts_by_scale_point_and_phase(made: Made) -> None:
    with make.saved():
        # However a payroll writes the point.
        make.paid(make.senco(make.academy("Fir"), "Fay"), "m 06")
    rungs = ladder.rungs(listing.whole(make.actor("hr"), TODAY, revision=None).steps)
    assert [(one.scale, one.point, one.by_phase, one.total) for one in rungs] == [
        ("Main", "M6", {"primary": 2}, 2),
        ("Upper", "U1", {"secondary": 1}, 1),
        ("Leadership", "L6", {"secondary": 1}, 1),
    ]


def test_the_spread_is_of_three_like_posts_and_more(session: Any) -> None:
    with make.saved():
        for number, point in enumerate(("M1", "M5", "M6", "M2")):
            academy = make.academy(f"Academy {number}")
            make.paid(make.senco(academy, f"P{number}"), point, tlr="TLR2", tlr_pounds=4_000)
        make.paid(make.senco(make.academy("S", phase="4"), "Q"), "M1")
        make.senco(make.academy("T"), "Unknown")
    hr = make.actor("hr")
    few, many = sorted(listing.whole(hr, TODAY, revision=None).groups, key=lambda one: one.number)
    assert (few.number, few.shown, few.ids) == (1, False, ())
    assert (many.phase, many.kind, many.number) == ("primary", "senco", 4)
    known = pay_tables.held()
    worths = {
        one.id: spread.worth(one.paid, known.table.in_force(TODAY, one.paid.at))
        for one in listing.page(hr, many.ids, TODAY)
    }
    figures = spread.figures(many, worths)
    assert figures
    # M1, M2, M5 and M6 of 2026/27 in the rest of England, each with its TLR.
    assert (figures.least, figures.middle, figures.most) == (
        3_406_900 + 400_000, (3_604_200 + 4_352_900) // 2 + 400_000, 4_694_000 + 400_000,
    )  # fmt: skip
    assert spread.figures(few, worths) is None
    assert spread.figures(many, {}) is None


def test_what_is_kept_are_ids_codes_and_counts(made: Made) -> None:
    found = repr(listing.whole(make.actor("hr"), TODAY, revision=None))
    table = pay_tables.built_in()
    for point in ("M6", "U1", "L6"):
        for row in table.rows:
            if row.point == point:
                assert str(row.pence) not in found
    assert "400000" not in found
    assert "Ann" not in found


def test_a_list_of_any_length_costs_the_same_queries(made: Made) -> None:
    hr = make.actor("hr")

    def cost(revision: int) -> int:
        with Queries() as queries:
            ids = listing.view(hr, Wanted(words="a"), TODAY, revision=revision)
            listing.page(hr, ids[:50], TODAY)
        return len(queries)

    few = cost(1)
    with make.saved():
        for number in range(60):
            make.paid(make.senco(make.academy(f"More {number}"), f"Zed {number}"))
    assert cost(2) == few == 5
    assert cost(2) == 1
    assert kept.MOST > 2


def test_the_file_has_every_row_and_the_list_s_order(made: Made) -> None:
    table = exports.paid(make.actor("hr"), Wanted(sort="pay", descending=True), TODAY)
    rows = [dict(zip(table.columns, row, strict=True)) for row in table.rows]
    assert [row["person_name"] for row in rows] == [
        "Bo Bright",
        "Ann Able",
        "Ann Able",
        "Tess Trust",
    ]
    bo, ann, _, tess = rows
    assert (bo["pay_scale"], bo["pay_point"], bo["salary_year"]) == ("Leadership", "L6", "2025/26")
    assert bo["warnings"] == "leadership_with_tlr; year_lacks_point"
    assert (ann["tlr"], ann["tlr_gbp"], ann["full_time_salary_gbp"]) == ("TLR2", 4_000, 49_134)
    assert (ann["full_time_fraction"], ann["salary_gbp"]) == (None, None)
    assert (tess["urn"], tess["pay_point"], tess["warnings"]) == (None, None, "point_not_stated")


def test_a_part_timer_s_row_says_the_salary_that_is_paid(made: Made) -> None:
    with make.saved():
        make.paid(make.senco(make.academy("Elm"), "Part Pat"), "M6", fraction=6_000)
    table = exports.paid(make.actor("hr"), Wanted(words="pat"), TODAY)
    (row,) = (dict(zip(table.columns, one, strict=True)) for one in table.rows)
    assert (str(row["full_time_fraction"]), row["salary_gbp"]) == ("0.6", 28_164)


def test_a_person_s_pay_is_that_of_the_appointments_the_reader_may_see(made: Made) -> None:
    found = reading.of_person(make.actor("hr"), made.ann.id, TODAY)
    assert found
    assert [part.paid.point for part in found.parts] == ["U1", "M6"]
    assert [part.edits for part in found.parts] == [True, True]
    head = reading.of_person(make.actor("headteacher", academies=[made.ash]), made.ann.id, TODAY)
    assert head
    assert [part.held.academy for part in head.parts] == ["Ash"]
    assert not head.parts[0].edits
    assert [warning.code for warning in head.parts[0].warnings] == [Code.NO_ADDITIONAL_PAY]
    for actor in (
        make.actor("senco", person=made.bo), make.actor("trust_leader"),
        make.actor("governor", academies=[made.ash]), make.actor("deputy"), make.actor("admin"),
        make.actor("headteacher", academies=[make.academy("Far")]),
    ):  # fmt: skip
        assert reading.of_person(actor, made.ann.id, TODAY) is None
    own = reading.of_person(make.actor("senco", person=made.ann), made.ann.id, TODAY)
    assert own
    assert [part.edits for part in own.parts] == [False, False]
    assert reading.of_person(make.actor("hr"), 2**40, TODAY) is None


def test_pay_at_an_academy_that_has_left_is_for_the_whole_trust_and_the_person(made: Made) -> None:
    hub = made.ash.hub
    assert hub
    of_hub = make.actor("director", hubs=[hub])
    readers = (make.actor("hr"), make.actor("senco", person=made.ann), of_hub)

    def parts() -> list[int]:
        found = [reading.of_person(one, made.ann.id, TODAY) for one in readers]
        return [len(one.parts) if one else 0 for one in found]

    for left_on, seen in ((TODAY + timedelta(days=1), [2, 2, 1]), (TODAY, [2, 2, 0])):
        with make.saved():
            db.session.get_one(Academy, made.ash.id).left_on = left_on
        assert parts() == seen


def test_hr_does_not_edit_their_own(made: Made) -> None:
    found = reading.of_person(make.actor("hr", person=made.ann), made.ann.id, TODAY)
    assert found
    assert not any(part.edits for part in found.parts)


def test_who_keeps_pay_at_one_academy_and_sees_it_at_another_changes_it_at_the_one(
    made: Made,
) -> None:
    keeps, sees = make.actor("hr", academies=[made.ash]), make.actor("director")
    both = replace(keeps, holdings=keeps.holdings + sees.holdings, known={})
    found = reading.of_person(both, made.ann.id, TODAY)
    assert found
    told = {part.held.academy: part.edits for part in found.parts}
    assert told == {"Ash": True, "Birch": False}


def test_what_leadership_pay_would_be_worth(made: Made) -> None:
    """The Key, SENCOs: additional payments: a leader keeps neither TLR nor SEN allowance."""
    hr = make.actor("hr")
    at_birch = next(
        part for part in reading.of_person(hr, made.ann.id, TODAY).parts  # pyright: ignore[reportOptionalMemberAccess]
        if part.held.academy == "Birch"
    )  # fmt: skip
    assert ("Leadership", "L1") in at_birch.leads_to
    to = Place("", "Leadership", "L1")
    _, _, move = reading.compare(hr, made.ann.id, at_birch.held.id, to, TODAY)
    assert move
    assert move.net_pence == 5_358_600 - 4_913_400 - 400_000
    nothing = reading.compare(hr, made.ann.id, at_birch.held.id, Place("", "Leadership", ""), TODAY)
    assert nothing[2] is None
    other = make.actor("senco", person=made.bo)
    for actor, person_id, held_id in (
        (other, made.ann.id, at_birch.held.id), (hr, made.bo.id, at_birch.held.id),
        (hr, made.ann.id, 2**40),
    ):  # fmt: skip
        with pytest.raises(reading.NotThere):
            reading.compare(actor, person_id, held_id, to, TODAY)


def test_pay_of_a_year_to_come_is_said_where_its_table_is(made: Made) -> None:
    found = reading.of_person(make.actor("hr"), made.ann.id, date(2025, 11, 1))
    assert found
    part = next(part for part in found.parts if part.paid.point == "U1")
    assert part.next_year
    assert (part.next_year.rise_pence, found.next_year) == (4_913_400 - 4_747_200, "2026/27")
    later = reading.of_person(make.actor("hr"), made.ann.id, TODAY)
    assert later
    assert all(part.next_year is None for part in later.parts)


def test_earlier_and_later_pay_stand_apart(made: Made) -> None:
    with transaction():
        held = select(Appointment).where(Appointment.person_id == made.bo.id)
        appointment = db.session.scalars(held).one()
        make.paid(appointment, "L5", "Leadership", since=date(2022, 9, 1))
        make.paid(appointment, "L7", "Leadership", since=date(2027, 9, 1))
    found = reading.of_person(make.actor("hr"), made.bo.id, NOW.date())
    assert found
    (part,) = found.parts
    assert [row.point for row in part.earlier] == ["L5"]
    assert [row.point for row in part.later] == ["L7"]
    assert part.now
    assert part.now.point == "L6"
