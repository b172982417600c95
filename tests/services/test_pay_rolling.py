"""What a year's table does to each post: who is in it for whom, the sums, and what is not known."""

from datetime import date
from typing import Any, NamedTuple

import pytest

from tests import factories as make
from tests.client import Queries
from tests.factories import TODAY
from trust_inclusion.domain.access import Actor, Refused, Role
from trust_inclusion.domain.allowances import Allowance
from trust_inclusion.domain.posts import PostKind
from trust_inclusion.models.academies import Academy
from trust_inclusion.models.people import Person
from trust_inclusion.services import pay_tables
from trust_inclusion.services.exports import pay_tables as pay_files
from trust_inclusion.services.pay import rolling, tables
from trust_inclusion.services.pay.rolling import Rolled, Totals

YEAR = "2026/27"
DIRECTOR = make.actor(Role.DIRECTOR)


class Made(NamedTuple):
    ash: Academy
    ann: Person
    bo: Person


@pytest.fixture
def made(session: Any) -> Made:
    """Ann at Ash (M6 at 0.6), Bo at Birch (L8, which no table has) with an assistant (U1), a lead
    without pay; who left, and who is to begin with the next year."""
    with make.saved():
        ash, birch = make.academy("Ash", hub=make.hub("North")), make.academy("Birch")
        left = make.academy("Cedar", left_on=date(2026, 10, 1))
        ann, bo = make.person("Ann Able"), make.person("Bo Bright")
        make.paid(make.senco(ash, person=ann), fraction=6_000)
        make.paid(make.senco(birch, person=bo), "L8", "Leadership", fraction=10_000)
        post = make.post(birch, kind=PostKind.ASSISTANT, title="Assistant")
        make.paid(make.appointment(post, make.person("Hal Help"), designated=False), "U1", "Upper")
        lead = make.post(None, kind=PostKind.TRUST_WIDE, title="Hub lead")
        make.appointment(lead, make.person("Tess Trust"), designated=False)
        make.paid(make.senco(left, "Lena Left"), "M1")
        make.paid(make.senco(ash, "New Nora", title="Later", since=date(2027, 3, 1)), "M1")
    return Made(ash, ann, bo)


def rolled(actor: Actor = DIRECTOR, year: str = YEAR, today: date = TODAY) -> list[Rolled]:
    return rolling.rolled(actor, pay_tables.table(), year, today)


def figures(rows: list[Rolled]) -> list[tuple[str, int | None, int | None]]:
    """Who, with pounds before and after."""

    def pounds(pence: int | None) -> int | None:
        return None if pence is None else pence // 100

    return [(one.post.row.person, pounds(one.before), pounds(one.after)) for one in rows]


ANN, HAL = ("Ann Able", 45_352, 46_940), ("Hal Help", 47_472, 49_134)
BO, TESS = ("Bo Bright", None, None), ("Tess Trust", None, None)


def test_everybody_in_post_with_the_salary_before_and_after(made: Made) -> None:
    rows = rolled()
    assert sorted(figures(rows)) == [ANN, BO, HAL, TESS]
    ann = next(one for one in rows if one.post.row.person == "Ann Able")
    assert (ann.rise, ann.fraction) == (158_800, 6_000)
    assert (ann.part_before, ann.part_after, ann.part_rise) == (2_721_120, 2_816_400, 95_280)
    by_name = {one.post.row.person: one for one in rows}
    assert by_name["Bo Bright"].moved.unchanged == (
        "No pay table has L8 (Leadership, Rest of England)."
    )
    assert not by_name["Tess Trust"].recorded
    assert by_name["Tess Trust"].moved.unchanged == "The pay point is not recorded."


def test_the_sums_are_of_what_is_known(made: Made) -> None:
    assert rolling.totals(rolled()) == Totals(
        posts=4, rising=2, falling=0, unchanged=0, unknown=2, counted=2,
        before=9_282_400, after=9_607_400, parts=1, part_before=2_721_120, part_after=2_816_400,
    )  # fmt: skip
    make.own_point("L8", 60_000, year="2025/26")
    make.own_point("M6", 45_000)
    sums = rolling.totals(rolled())
    assert (sums.rising, sums.falling, sums.unchanged, sums.unknown) == (1, 1, 1, 1)
    assert (sums.rise, sums.part_rise) == (166_200 - 35_200, -21_120)


def test_a_point_that_the_year_lacks_leaves_the_salary(made: Made) -> None:
    make.own_point("L8", 60_000, year="2025/26")
    bo = next(one for one in rolled() if one.post.row.person == "Bo Bright")
    assert (bo.before, bo.after, bo.rise) == (6_000_000, 6_000_000, 0)
    assert bo.moved.unchanged == (
        "The table of 2026/27 lacks L8 (Leadership, Rest of England): the salary of 2025/26 stands."
    )


def test_a_point_without_an_earlier_table_has_no_rise(made: Made) -> None:
    make.own_point("L8", 63_000)
    bo = next(one for one in rolled() if one.post.row.person == "Bo Bright")
    assert (bo.before, bo.after, bo.rise, bo.part_rise) == (None, 6_300_000, None, None)


def test_each_reader_sees_as_far_as_their_grant_for_pay(made: Made) -> None:
    def names(actor: Actor) -> list[str]:
        return sorted(one.post.row.person for one in rolled(actor))

    everybody = ["Ann Able", "Bo Bright", "Hal Help", "Tess Trust"]
    for role, with_pay in ((Role.HR, False), (Role.OPERATOR, False), (Role.TRUST_LEADER, True)):
        assert names(make.actor(role, with_pay=with_pay)) == everybody
    assert names(make.actor(Role.HEADTEACHER, academies=[made.ash])) == ["Ann Able"]
    assert made.ash.hub
    assert names(make.actor(Role.DIRECTOR, hubs=[made.ash.hub])) == ["Ann Able"]
    assert names(make.actor(Role.SENCO, person=made.bo)) == ["Bo Bright"]
    for role in (Role.TRUST_LEADER, Role.GOVERNOR, Role.ADMIN, Role.DEPUTY):
        named = [made.ash] if role is Role.GOVERNOR else []
        with pytest.raises(Refused):
            rolled(make.actor(role, academies=named))


def test_a_year_to_come_is_of_who_is_in_post_on_its_first_day(made: Made) -> None:
    make.own_point("M1", 35_100, year="2027/28")
    rows = figures(rolled(year="2027/28"))
    assert ("New Nora", 34_069, 35_100) in rows
    assert ("Ann Able", 46_940, 46_940) in rows


def test_a_year_that_is_over_is_of_who_was_in_post_on_its_last_day(made: Made) -> None:
    rows = figures(rolled(year="2025/26"))
    assert ("Lena Left", 31_650, 32_916) in rows
    assert "Lena Left" not in [name for name, *_ in figures(rolled())]


def test_it_costs_one_query_however_many_there_are(made: Made) -> None:
    table = pay_tables.table()
    with Queries() as few:
        rolling.rolled(DIRECTOR, table, YEAR, TODAY)
    with make.saved():
        for _ in range(12):
            make.paid(make.senco(make.academy()), fraction=5_000)
    with Queries() as many:
        assert len(rolling.rolled(DIRECTOR, table, YEAR, TODAY)) == 16
    assert (len(few), len(many)) == (1, 1)


def test_the_file_has_every_row_and_pounds(made: Made) -> None:
    table = pay_files.rolled(DIRECTOR, pay_tables.table(), YEAR, TODAY)
    rows = {row[4]: dict(zip(table.columns, row, strict=True)) for row in table.rows}
    ann = rows["Ann Able"]
    assert [str(ann[name]) for name in table.columns[8:]] == [
        "45352", "2025/26", "46940", "1588", "provisional", "0.6", "27211.20", "28164", "952.80",
        "",
    ]  # fmt: skip
    assert rows["Tess Trust"]["unchanged"] == "The pay point is not recorded."
    assert rows["Tess Trust"]["urn"] is None
    with pytest.raises(Refused):
        pay_files.rolled(make.actor(Role.TRUST_LEADER), pay_tables.table(), YEAR, TODAY)


def test_the_tables_of_a_year_and_area(session: Any) -> None:
    make.own_point("L8", 63_000)
    make.own_range(Allowance.SEN, 2_900, 5_700)

    def shown(year: str = "", area: str = "", today: date = TODAY) -> tables.Tables:
        return tables.shown(DIRECTOR, year, area, today=today, revision=None)

    found = shown()
    assert (found.year, found.area, found.own, found.provisional) == (
        YEAR,
        tables.USUAL_AREA,
        1,
        True,
    )
    assert [scale.name for scale in found.scales] == [
        "Unqualified", "Main", "Upper", "Leading practitioner", "Leadership",
    ]  # fmt: skip
    spine = found.scales[-1]
    assert [(row.point, own) for row, own in spine.rows] == [
        ("L1", False), ("L8", True), ("L43", False),
    ]  # fmt: skip
    assert spine.missing == ("L2 to L7", "L9 to L42")
    assert [(one.allowance, one.basis) for one in found.ranges][:2] == [
        (Allowance.SEN, "own"), (Allowance.TLR1, "provisional"),
    ]  # fmt: skip
    assert shown("2021-22", "inner london").area == "Inner London"
    assert not shown("2021-22").provisional
    for nonsense in ("2099/00", "soon", "=1", "\x00", "9" * 10_000):
        assert (shown(nonsense, nonsense).year, shown(nonsense, nonsense).area) == (
            YEAR, tables.USUAL_AREA,
        )  # fmt: skip
    assert shown(today=date(2024, 8, 31)).year == "2023/24"
    assert shown(today=date(2019, 1, 1)).year == "2021/22"
    assert shown(today=date(2031, 1, 1)).year == YEAR


def test_the_tables_are_for_whoever_sees_anybodys_pay(session: Any) -> None:
    for role in (Role.TRUST_LEADER, Role.ADMIN, Role.DEPUTY, Role.GOVERNOR):
        named = [make.academy()] if role is Role.GOVERNOR else []
        actor = make.actor(role, academies=named)
        with pytest.raises(Refused):
            tables.shown(actor, "", "", today=TODAY, revision=None)
    own = make.actor(Role.SENCO, person=make.person())
    assert tables.shown(own, "", "", today=TODAY, revision=None).points > 10


def test_what_is_kept_of_a_year_is_asked_once_a_revision(made: Made) -> None:
    table = pay_tables.table()
    first = rolling.whole(DIRECTOR, table, YEAR, TODAY, revision=-1)
    assert first.totals == rolling.totals(rolled())
    assert list(first.ids) == [one.post.id for one in rolled()]
    with make.saved():
        make.paid(make.senco(make.academy()), fraction=5_000)
    with Queries() as again:
        assert rolling.whole(DIRECTOR, table, YEAR, TODAY, revision=-1) is first
    assert len(again) == 0
    assert len(rolling.whole(DIRECTOR, table, YEAR, TODAY, revision=-2).ids) == len(first.ids) + 1
    # Somebody else's answer is never given.
    head = make.actor("headteacher", academies=[])
    assert not rolling.whole(head, table, YEAR, TODAY, revision=-1).ids
