"""What the record says of each SENCO post on a day: each fact, several holders, nobody at all."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.academy_facts import (
    BEGUN,
    EVIDENCE,
    RULES,
    TODAY,
    academy,
    holder,
    hours,
    senco,
)
from tests.domain.clock_facts import appointed, npq, passed
from trust_inclusion.domain import charter_letters, clocks
from trust_inclusion.domain.charter import Answer, Reply, Side
from trust_inclusion.domain.charter_conditions import CONDITIONS
from trust_inclusion.domain.charter_posts import (
    facts_of,
    holdings_of,
    measured,
    of_academy,
    prompts_of,
    results_of,
    sencos,
)
from trust_inclusion.domain.charter_record import JobDescription
from trust_inclusion.domain.duties import EXCLUDED, Held, Holding
from trust_inclusion.domain.eligibility import Eligibility
from trust_inclusion.domain.posts import PostKind
from trust_inclusion.domain.qualification import Facts, Status
from trust_inclusion.domain.qualification import Rules as QualificationRules
from trust_inclusion.domain.qualification import answer_on as clock_answer
from trust_inclusion.domain.standing import (
    ONE_DAY,
    AcademyFacts,
    PayFacts,
    PostFacts,
    answer_on,
    periods,
)

MET = appointed(BEGUN, courses=[npq(date(2024, 10, 1), **passed(date(2026, 7, 1)))])
YEAR_AGO = date(2025, 11, 21)


def clocked(facts: Facts) -> dict[str, Any]:
    """A clock that says the same for all time."""
    answer = clock_answer(facts, QualificationRules(), TODAY)
    return {"clock": (clocks.Period(date.min, date.max, answer),)}


def replies(facts: AcademyFacts, day: date = TODAY) -> dict[str, Reply]:
    """What counts for each condition of the academy's only post."""
    (post,) = of_academy(facts, RULES, day)
    return {code: one.reply for code, one in post.items()}


def told(code: str, reply: Reply, on: date = TODAY, side: Side = Side.HEAD, n: int = 0) -> Answer:
    return Answer(code, side, reply, on, "", n)


def test_a_filled_post_tells_what_is_on_record() -> None:
    ann = holder(
        on_slt=True, is_head=False, senco_since=BEGUN, mentor=True, **clocked(MET),
        pays=(PayFacts(BEGUN, leadership_scale=False, tlr=True, sen_allowance=False),),
    )  # fmt: skip
    here = academy(senco(ann, given=(hours(400),)))
    found = facts_of(here, here.posts[0], RULES, TODAY)
    assert (found.duty, found.designated, found.trust_wide) == (True, True, False)
    assert (found.eligibility, found.qualification) == (Eligibility.ELIGIBLE, Status.MET)
    assert (found.is_head, found.is_deputy_head, found.on_leadership_team) == (False, None, True)
    assert (found.tlr, found.leadership_scale, found.sen_allowance) == (True, False, False)
    assert (found.allocated_minutes, found.formula_minutes, found.formula_is_range) == (
        400, 480, False,
    )  # fmt: skip
    assert (found.day_minutes, found.in_first_year, found.mentor) == (390, False, True)
    says = replies(here)
    assert [says[code] for code in ("C01", "C02", "C03", "C06", "C07", "C12", "C13", "C26")] == [
        Reply.YES, Reply.YES, Reply.YES, Reply.YES, Reply.YES, Reply.NO, Reply.YES,
        Reply.NOT_APPLICABLE,
    ]  # fmt: skip


def test_without_pay_recorded_nothing_is_said_of_it() -> None:
    here = academy(senco(holder(pays=(PayFacts(TODAY + ONE_DAY, tlr=True),))))
    found = facts_of(here, here.posts[0], RULES, TODAY)
    assert (found.tlr, found.leadership_scale, found.sen_allowance) == (None, None, None)
    assert found.room_to_rise is None
    assert replies(here)["C07"] is Reply.NOT_KNOWN


def test_the_pay_of_the_day_counts() -> None:
    pays = (
        PayFacts(BEGUN, leadership_scale=False, tlr=False),
        PayFacts(TODAY, leadership_scale=True, tlr=False, room_to_rise=False),
    )
    here = academy(senco(holder(pays=pays)))
    assert replies(here, TODAY - ONE_DAY)["C07"] is Reply.NO
    assert replies(here)["C07"] is Reply.YES
    assert replies(here)["C35"] is Reply.NO
    turns = {period.valid_from for period in periods(here, RULES)}
    assert TODAY in turns


def test_the_hours_of_all_sencos_count_for_each_post() -> None:
    here = academy(
        senco(holder("Ann"), given=(hours(300),)), senco(holder("Bob"), given=(hours(180),))
    )
    assert [facts_of(here, post, RULES, TODAY).allocated_minutes for post in here.posts] == [
        480
    ] * 2
    assert all(post["C12"].reply is Reply.YES for post in of_academy(here, RULES, TODAY))


def test_a_range_is_held_by_its_lower_end() -> None:
    unsplit = replace(EVIDENCE, sen_support_with_specialist=None)
    here = academy(senco(holder(), given=(hours(360),)), evidence=(unsplit,))
    assert measured(here, RULES, TODAY).is_range
    (post,) = of_academy(here, RULES, TODAY)
    assert "at the lower end of its range" in post["C12"].why
    assert post["C12"].reply is Reply.YES


def test_without_evidence_the_formula_is_not_known() -> None:
    here = academy(senco(holder()), evidence=())
    assert measured(here, RULES, TODAY).formula is None
    assert replies(here)["C12"] is Reply.NOT_KNOWN


@pytest.mark.parametrize(
    ("since", "unsure", "first_year"),
    [
        (TODAY, False, True),
        (YEAR_AGO + ONE_DAY, False, True),
        (YEAR_AGO, False, False),
        (YEAR_AGO, True, False),
        (TODAY, True, None),
        (None, False, None),
        (None, True, None),
    ],
)
def test_the_first_year_ends_on_the_anniversary(
    since: date | None, first_year: bool | None, *, unsure: bool
) -> None:
    ann = holder(senco_since=since, since_unsure=unsure)
    assert ann.in_first_year_on(TODAY) is first_year


def test_the_first_year_turns_the_timeline() -> None:
    began = date(2026, 9, 1)
    here = academy(senco(holder(started_on=began, senco_since=began, mentor=False)))
    says = [(p.valid_from, p.answer.conditions) for p in periods(here, RULES)][-2:]
    assert [(on, charter_letters.reply(letters or "", "C26")[0]) for on, letters in says] == [
        (began, Reply.NO),
        (date(2027, 9, 1), Reply.NOT_APPLICABLE),
    ]


def test_a_vacancy_of_the_duty_tells_of_a_breach() -> None:
    for here in (academy(), academy(senco()), academy(senco(holder(designated=False)))):
        says = replies(here)
        assert says["C01"] is Reply.NO
        assert says["C10"] is Reply.NO
        assert says["C07"] is Reply.NOT_KNOWN
    assert results_of(academy(), None, RULES, TODAY)["C01"].reply is Reply.NO


def test_where_nobody_is_asked_for_nothing_is_said() -> None:
    here = academy(type_code="44")
    assert of_academy(here, RULES, TODAY) == []
    answer = answer_on(here, RULES, TODAY)
    assert (answer.conditions, answer.duties) == (None, None)
    assert (answer.conditions_not_met, answer.conditions_not_met_beside_pay) == (None, None)
    assert replies(academy(senco(holder()), type_code="44"))["C01"] is Reply.NOT_APPLICABLE


def test_a_vacant_post_beside_a_filled_one_does_not_count() -> None:
    filled, vacant = senco(holder()), senco(answers=(told("C17", Reply.NO),))
    assert sencos(academy(filled, vacant), TODAY) == [filled]
    assert sencos(academy(vacant), TODAY) == [vacant]
    assert replies(academy(filled, vacant))["C17"] is Reply.NOT_KNOWN


def test_the_most_careful_of_two_posts_counts() -> None:
    one, other = (
        senco(holder("Ann"), answers=(told("C17", Reply.YES),)),
        senco(holder("Bob"), answers=(told("C17", Reply.NO),)),
    )
    letters = answer_on(academy(one, other), RULES, TODAY).conditions
    assert charter_letters.reply(letters or "", "C17") == (Reply.NO, False)


def test_of_two_in_one_post_nobodys_no_is_lost() -> None:
    ann = holder("Ann", pays=(PayFacts(BEGUN, leadership_scale=False, tlr=True),))
    bob = holder("Bob", pays=(PayFacts(BEGUN, leadership_scale=False, tlr=False),))
    assert replies(academy(senco(ann, bob)))["C07"] is Reply.NO


def test_of_two_in_one_post_what_is_open_of_one_people_answer() -> None:
    ann = holder("Ann", on_slt=True)
    answered = (told("C06", Reply.PARTLY),)
    here = academy(senco(ann, holder("Bob", on_slt=False), answers=answered))
    assert replies(here)["C06"] is Reply.PARTLY
    assert replies(academy(senco(ann, replace(ann, name="Bob"))))["C06"] is Reply.YES


def test_two_ways_of_being_paid_are_both_good() -> None:
    ann = holder("Ann", pays=(PayFacts(BEGUN, leadership_scale=False, tlr=True),))
    bob = holder("Bob", pays=(PayFacts(BEGUN, leadership_scale=True, tlr=False),))
    assert replies(academy(senco(ann, bob)))["C07"] is Reply.YES


def test_prompts_help_where_the_record_is_silent() -> None:
    head = holder(is_head=True, on_slt=False, senco_since=TODAY, mentor=True)
    here = academy(senco(head))
    assert prompts_of(here, here.posts[0], RULES, TODAY).keys() == {"C33", "C26"}
    here = academy(senco(holder(on_slt=False)))
    assert prompts_of(here, here.posts[0], RULES, TODAY).keys() == {"C06"}


def test_the_latest_check_of_the_job_description_counts() -> None:
    checks = (
        (BEGUN, 1, JobDescription(None, 2, 0)),
        (TODAY, 2, JobDescription(TODAY, 0, 1)),
        (TODAY, 3, JobDescription(TODAY, 0, 0)),
    )
    here = academy(senco(holder(), descriptions=checks))
    assert replies(here)["C09"] is Reply.YES
    assert replies(here, TODAY - ONE_DAY)["C09"] is Reply.PARTLY
    assert replies(here, BEGUN)["C09"] is Reply.PARTLY
    assert replies(academy(senco(descriptions=checks)), BEGUN - ONE_DAY)["C09"] is Reply.NOT_KNOWN


def test_a_trust_wide_post_has_no_academy() -> None:
    lead = PostFacts(
        PostKind.TRUST_WIDE, (holder(designated=False, on_slt=True),), (),
        answers=(told("C36", Reply.PARTLY),),
    )  # fmt: skip
    found = results_of(None, lead, RULES, TODAY)
    assert found["C36"].reply is Reply.PARTLY
    assert {found[code].reply for code in ("C01", "C12", "C33")} == {Reply.NOT_APPLICABLE}
    assert found["C06"].reply is Reply.YES
    assert facts_of(None, lead, RULES, TODAY).trust_wide


def test_duties_are_those_told_last_by_the_day() -> None:
    post = senco(
        holder(),
        duties=(
            (BEGUN, 1, Held("X02", held=True, minutes=0)),
            (TODAY, 2, Held("X02", held=True, minutes=60)),
            (TODAY, 3, Held("X05", held=False)),
        ),
    )
    before, now = holdings_of(post, TODAY - ONE_DAY), holdings_of(post, TODAY)
    assert list(now) == list(EXCLUDED)
    assert (before["X02"].holding, now["X02"].holding) == (Holding.DEPARTURE, Holding.OWN_TIME)
    assert (before["X05"].holding, now["X05"].holding) == (Holding.NOT_KNOWN, Holding.NOT_HELD)
    answer = answer_on(academy(post), RULES, TODAY)
    assert answer.duties is not None
    assert charter_letters.holding(answer.duties, "X02") is Holding.OWN_TIME
    assert [p.valid_from for p in periods(academy(post), RULES)][-1] == TODAY


def test_the_counts_leave_out_pay_where_they_should() -> None:
    paid = (PayFacts(BEGUN, leadership_scale=False, tlr=False, room_to_rise=False),)
    answers = (told("C17", Reply.PARTLY), told("C08", Reply.NO))
    answer = answer_on(academy(senco(holder(pays=paid), answers=answers)), RULES, TODAY)
    # C07, C08 and C35 tell of pay; C17 does not.
    assert (answer.conditions_not_met, answer.conditions_not_met_beside_pay) == (4, 1)


days = st.dates(date(2026, 8, 30), date(2026, 9, 3))
answers = st.lists(
    st.builds(
        Answer, st.sampled_from(list(CONDITIONS)), st.sampled_from(Side),
        st.sampled_from((Reply.YES, Reply.PARTLY, Reply.NO, Reply.NOT_KNOWN)), days,
        number=st.integers(1, 9),
    ),
    max_size=12,
)  # fmt: skip
maybe = st.sampled_from((None, True, False))
pays = st.builds(PayFacts, days, maybe, maybe, maybe, maybe)
holders = st.builds(
    holder,
    started_on=st.one_of(st.none(), days), ended_on=st.one_of(st.none(), days),
    designated=st.booleans(), on_slt=maybe, is_head=maybe, mentor=maybe,
    senco_since=st.one_of(st.none(), days), since_unsure=st.booleans(),
    pays=st.lists(pays, max_size=2).map(lambda some: tuple(sorted(some, key=_begins))),
)  # fmt: skip
duties = st.tuples(
    days, st.integers(1, 9),
    st.builds(Held, st.sampled_from(list(EXCLUDED)), st.just(True), st.sampled_from((None, 0, 60))),
)  # fmt: skip
posts = st.builds(
    lambda some, answered, held: senco(*some, answers=tuple(answered), duties=held),
    st.lists(holders, max_size=3), answers,
    st.lists(duties, max_size=4).map(lambda some: tuple(sorted(some, key=_told))),
)  # fmt: skip


def _begins(one: PayFacts) -> date:
    return one.starts_on


def _told(one: tuple[date, int, Held]) -> tuple[date, int]:
    return one[:2]


def every_day(facts: AcademyFacts) -> Iterator[tuple[date, Any]]:
    """What the timeline says on each day of a week."""
    found = periods(facts, RULES)
    for n in range(8):
        day = date.fromordinal(date(2026, 8, 29).toordinal() + n)
        yield day, next(p.answer for p in found if p.valid_from <= day < p.valid_to)


@given(st.lists(posts, max_size=3), st.sampled_from(("34", "44")))
def test_a_timeline_says_what_the_results_of_each_day_say(
    some: list[PostFacts], type_code: str
) -> None:
    facts = academy(*some, type_code=type_code)
    for day, answer in every_day(facts):
        results = of_academy(facts, RULES, day)
        if not results:
            assert answer.conditions is None
            continue
        assert answer.conditions == charter_letters.of_conditions(results)
        held = [holdings_of(post, day) for post in sencos(facts, day)]
        assert answer.duties == charter_letters.of_duties(
            [{code: one.holding for code, one in post.items()} for post in held]
        )
        assert answer.conditions_not_met == charter_letters.not_met(answer.conditions, pay=True)
