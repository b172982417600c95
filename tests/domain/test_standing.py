"""Where an academy stands on a day, and as a timeline: what turns it, tried at its boundary."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from tests.domain.academy_facts import (
    BEGUN,
    CENSUS,
    EVIDENCE,
    JOINED,
    RULES,
    TODAY,
    academy,
    holder,
    hours,
    senco,
)
from tests.domain.clock_facts import appointed, npq, passed
from trust_inclusion.domain import clocks
from trust_inclusion.domain.hours import FullWeek
from trust_inclusion.domain.policy import Benchmark, Mapping, Policy
from trust_inclusion.domain.posts import AllocationKind, Basis, PostKind
from trust_inclusion.domain.qualification import Facts
from trust_inclusion.domain.qualification import Rules as QualificationRules
from trust_inclusion.domain.qualification import answer_on as clock_answer
from trust_inclusion.domain.standing import (
    BEGINNING,
    FOREVER,
    AcademyFacts,
    Answer,
    PostFacts,
    Rules,
    answer_on,
    periods,
)

ONE = timedelta(days=1)
OVERDUE = appointed(BEGUN)
MET = appointed(BEGUN, courses=[npq(date(2024, 10, 1), **passed(date(2026, 7, 1)))])


def today(facts: AcademyFacts, rules: Rules = RULES) -> Answer:
    """The answer of TODAY."""
    return answer_on(facts, rules, TODAY)


def test_a_filled_post_is_held_against_the_formula() -> None:
    found = today(academy(senco(holder(), given=(hours(400),))))
    assert (found.sencos, found.vacant, found.acting, found.absent) == ("Ann", False, False, False)
    assert (found.allocated_minutes, found.formula_minutes) == (400, 480)
    assert (found.gap_minutes, found.one_day_gap_minutes, found.gap_status) == (-80, 10, "short")
    assert (found.budget_points, found.pupil_points, found.points) == (120, 200, 320)
    assert (found.exact_thousandths, found.mobility_minutes) == (8000, 0)


@pytest.mark.parametrize(
    ("minutes", "status"), [(0, "short"), (479, "short"), (480, "meets"), (481, "above")]
)
def test_a_minute_decides(minutes: int, status: str) -> None:
    assert today(academy(senco(holder(), given=(hours(minutes),)))).gap_status == status


@pytest.mark.parametrize(
    ("facts", "status"),
    [
        (academy(senco(holder()), evidence=()), "no_evidence"),
        (academy(senco(), evidence=()), "vacant"),
        (academy(evidence=()), "vacant"),
        (academy(senco(), type_code="44"), "not_applicable"),
        (academy(senco(holder()), type_code="44"), "not_applicable"),
        (academy(senco(holder(ended_on=TODAY - ONE))), "vacant"),
        (academy(senco(holder(ended_on=TODAY))), "meets"),
        (academy(senco(holder(started_on=TODAY + ONE))), "vacant"),
        (academy(senco(holder(started_on=None))), "meets"),
        (academy(senco(holder(designated=False))), "vacant"),
        (academy(PostFacts(PostKind.ASSISTANT, (holder(),), (hours(480),))), "vacant"),
    ],
)
def test_what_comes_first(facts: AcademyFacts, status: str) -> None:
    found = today(facts)
    assert found.gap_status == status
    assert found.vacant == (not found.sencos)


def test_hours_of_a_vacant_post_do_not_count() -> None:
    found = today(academy(senco(given=(hours(480),))))
    assert (found.allocated_minutes, found.gap_minutes) == (0, -480)


def test_of_two_posts_only_the_filled_one_counts() -> None:
    found = today(academy(senco(holder(), given=(hours(300),)), senco(given=(hours(480),))))
    assert (found.sencos, found.allocated_minutes) == ("Ann", 300)


def test_two_sencos_are_both_named_and_their_hours_summed() -> None:
    first = senco(holder("Ann"), given=(hours(300),))
    second = senco(holder("Bob", basis=Basis.ACTING), given=(hours(200),))
    found = today(academy(first, second))
    assert (found.sencos, found.allocated_minutes) == ("Ann; Bob", 500)
    assert found.acting


def test_two_in_one_post_share_its_hours() -> None:
    found = today(academy(senco(holder("Ann"), holder("Bob"), given=(hours(300),))))
    assert (found.sencos, found.allocated_minutes) == ("Ann; Bob", 300)


def test_one_person_in_two_posts_is_named_once() -> None:
    one = holder("Ann", person_id=7)
    other = replace(one, started_on=date(2025, 9, 1))
    found = today(academy(senco(one, given=(hours(300),)), senco(other, given=(hours(200),))))
    assert (found.sencos, found.allocated_minutes) == ("Ann", 500)


def test_two_people_of_one_name_are_two() -> None:
    found = today(academy(senco(holder("Ann", person_id=7), holder("Ann", person_id=8))))
    assert found.sencos == "Ann; Ann"


@pytest.mark.parametrize("basis", list(Basis))
def test_who_stands_in_is_acting(basis: Basis) -> None:
    assert today(academy(senco(holder(basis=basis)))).acting == (basis is not Basis.PERMANENT)


@pytest.mark.parametrize(
    ("absence", "absent"),
    [
        ((TODAY, None), True),
        ((BEGUN, TODAY), True),
        ((TODAY, TODAY), True),
        ((BEGUN, TODAY - ONE), False),
        ((TODAY + ONE, None), False),
    ],
)
def test_an_absence_keeps_the_post_filled(
    absence: tuple[date, date | None], *, absent: bool
) -> None:
    found = today(academy(senco(holder(absences=(absence,)))))
    assert (found.absent, found.vacant, found.gap_status) == (absent, False, "meets")


def test_designated_cover_stands_beside_the_absent() -> None:
    away = holder("Ann", absences=((TODAY, None),))
    found = today(academy(senco(away, holder("Bob", basis=Basis.COVER, started_on=TODAY))))
    assert (found.sencos, found.absent, found.acting) == ("Ann; Bob", True, True)
    assert found.allocated_minutes == 480


def test_a_range_is_held_by_its_lower_end() -> None:
    unsplit = replace(EVIDENCE, sen_support_with_specialist=None)
    found = today(academy(senco(holder(), given=(hours(360),)), evidence=(unsplit,)))
    # 120 + 60 + 60 = 240 points at least, 120 + 300 + 60 = 480 at most.
    assert (found.formula_minutes, found.formula_high_minutes) == (360, 720)
    assert (found.gap_minutes, found.gap_status, found.points) == (0, "meets", 240)


@pytest.mark.parametrize(
    ("minutes", "status"), [(389, "short"), (390, "meets"), (391, "above"), (600, "above")]
)
def test_a_trust_may_compare_with_one_working_day(minutes: int, status: str) -> None:
    rules = Rules((Policy("Ours", BEGUN, benchmark=Benchmark.ONE_DAY),), FullWeek())
    found = today(academy(senco(holder(), given=(hours(minutes),))), rules)
    assert found.gap_status == status
    assert found.gap_minutes == minutes - 480


def test_a_working_day_is_the_trusts_own() -> None:
    rules = Rules((), FullWeek(week_minutes=1800, day_minutes=360))
    assert today(academy(senco(holder())), rules).one_day_gap_minutes == 120


def clocked(*turns: tuple[date, Facts]) -> tuple[clocks.Period, ...]:
    """A clock that says what its facts give on each day from which they hold."""
    ends = [*(day for day, _ in turns[1:]), FOREVER]
    return tuple(
        clocks.Period(day, until, clock_answer(facts, QualificationRules(), TODAY))
        for (day, facts), until in zip(turns, ends, strict=True)
    )


def test_of_several_the_worst_status_shows() -> None:
    ann = holder("Ann", clock=clocked((BEGUN, MET)),
                 pay_points=((BEGUN, "M3"), (TODAY, "M4"), (TODAY + ONE, "M5")),
                 stages=(5, None, 2))  # fmt: skip
    bob = holder("Bob", clock=clocked((BEGUN, OVERDUE)), stages=(3, 1, None))
    found = today(academy(senco(ann, bob)))
    assert (found.qualification_status, found.qualification) == ("overdue", "Overdue")
    assert (found.deadline, found.lawful) == (date(2026, 9, 1), False)
    assert found.pay_point == "M4"
    assert (found.school_stage, found.trust_stage, found.qualification_stage) == (5, 1, 2)


def test_a_status_holds_until_the_day_on_which_the_clock_turns() -> None:
    facts = academy(senco(holder(clock=clocked((BEGUN, OVERDUE), (TODAY, MET)))))
    assert answer_on(facts, RULES, TODAY - ONE).qualification_status == "overdue"
    found = answer_on(facts, RULES, TODAY)
    assert (found.qualification_status, found.deadline, found.lawful) == ("met", None, True)
    assert [p.answer.qualification for p in periods(facts, RULES)][-2:] == ["Overdue", "Qualified"]


@pytest.mark.parametrize(("type_code", "status"), [("34", "no_senco"), ("44", "not_in_scope")])
def test_nobody_in_post_is_a_breach_only_under_the_duty(type_code: str, status: str) -> None:
    found = today(academy(senco(), type_code=type_code))
    assert (found.qualification, found.qualification_status) == ("", status)
    assert found.lawful is (False if status == "no_senco" else None)
    assert (found.pay_point, found.school_stage, found.deadline) == (None, None, None)


def test_whoever_is_not_known_to_be_eligible_is_neither_lawful_nor_not() -> None:
    unknown = replace(MET, teacher=replace(MET.teacher, qts=None))
    assert today(academy(senco(holder(clock=clocked((BEGUN, unknown)))))).lawful is None


def test_only_reviews_up_to_the_day_are_known_on_it() -> None:
    facts = academy(reviewed_on=(date(2026, 8, 31), date(2026, 9, 1), TODAY + ONE))
    assert today(facts).last_reviewed_on == date(2026, 9, 1)
    assert answer_on(facts, RULES, date(2026, 8, 31)).last_reviewed_on == date(2026, 8, 31)


def spans(facts: AcademyFacts, rules: Rules = RULES) -> list[tuple[date, date, str, int]]:
    """The timeline, short."""
    return [
        (p.valid_from, p.valid_to, p.answer.sencos, p.answer.allocated_minutes)
        for p in periods(facts, rules)
    ]


def test_a_timeline_lasts_from_joining_to_leaving() -> None:
    left = date(2026, 9, 1)
    facts = academy(left_on=left)
    found = periods(facts, RULES)
    assert (found[0].valid_from, found[-1].valid_to) == (JOINED, left)
    assert periods(replace(facts, left_on=None), RULES)[-1].valid_to == FOREVER
    assert periods(replace(facts, joined_on=None), RULES)[0].valid_from == BEGINNING
    assert periods(replace(facts, left_on=JOINED), RULES) == []
    assert periods(replace(facts, left_on=JOINED - ONE), RULES) == []
    assert len(periods(replace(facts, left_on=JOINED + ONE), RULES)) == 1


def test_a_temporary_allocation_ends_by_itself() -> None:
    given = (hours(480), hours(600, date(2028, 2, 1), date(2028, 2, 29), id=2,
                               kind=AllocationKind.TEMPORARY))  # fmt: skip
    assert spans(academy(senco(holder(), given=given), evidence=())) == [
        (JOINED, BEGUN, "", 0),
        (BEGUN, date(2028, 2, 1), "Ann", 480),
        (date(2028, 2, 1), date(2028, 3, 1), "Ann", 600),
        (date(2028, 3, 1), FOREVER, "Ann", 480),
    ]


def test_a_successor_follows_without_a_gap_on_the_first_of_september() -> None:
    leaving, coming = date(2026, 8, 31), date(2026, 9, 1)
    post = senco(holder("Ann", ended_on=leaving), holder("Bob", started_on=coming))
    assert spans(academy(post, evidence=()))[1:] == [
        (BEGUN, coming, "Ann", 480),
        (coming, FOREVER, "Bob", 480),
    ]


def test_a_policy_holds_from_its_day() -> None:
    stricter = Policy("Ours", date(2026, 4, 1), mapping=Mapping.B)
    found = periods(academy(senco(holder())), Rules((stricter,), FullWeek()))
    asked = [(p.valid_from, p.answer.formula_minutes) for p in found]
    assert asked[-3:] == [(BEGUN, None), (CENSUS, 480), (date(2026, 4, 1), 720)]


def test_neighbours_that_agree_are_one_period() -> None:
    again = hours(480, date(2025, 9, 1), id=2)
    post = senco(holder(ended_on=TODAY), holder(started_on=TODAY + ONE),
                 given=(hours(480), again))  # fmt: skip
    assert len(periods(academy(post, evidence=()), RULES)) == 2
