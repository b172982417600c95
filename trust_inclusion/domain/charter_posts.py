"""What the record says of each SENCO post on a day, and so how its conditions and duties stand.

The one place where stored facts become what domain/charter_record.py asks for: pages, lists,
exports and the standing all read it here.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from trust_inclusion.domain import charter, charter_record, formula
from trust_inclusion.domain.academies import duty_applies
from trust_inclusion.domain.charter import Recorded, Reply, Result
from trust_inclusion.domain.charter_conditions import CONDITIONS
from trust_inclusion.domain.charter_record import Facts, JobDescription
from trust_inclusion.domain.duties import EXCLUDED, Held, Judged, judge
from trust_inclusion.domain.posts import PostKind, held_on
from trust_inclusion.domain.standing_facts import (
    AcademyFacts,
    Holder,
    PostFacts,
    Rules,
    evidence_on,
    filled,
)


@dataclass(frozen=True, slots=True)
class Measured:
    """An academy's hours on a day, in minutes a week: of all its designated SENCOs together, and
    what the formula asks for at least; None where evidence for it is missing."""

    allocated: int | None = None
    formula: int | None = None
    is_range: bool = False


def measured(academy: AcademyFacts, rules: Rules, day: date) -> Measured:
    """The academy's hours, and the formula's, on `day`."""
    evidence = evidence_on(academy, day).for_formula()
    outcome = formula.work_out(evidence, rules.policy_on(day), rules.week.week_minutes)
    minutes = sum(post.minutes_on(day) for post, _ in filled(academy, day))
    return measured_by(outcome, minutes)


def measured_by(outcome: formula.Outcome, minutes: int) -> Measured:
    """The same of a formula that is worked out already."""
    low, high = outcome.low, outcome.high
    if low is None:
        return Measured(minutes)
    is_range = high is not None and high.total_minutes != low.total_minutes
    return Measured(minutes, low.total_minutes, is_range)


def sencos(academy: AcademyFacts, day: date) -> list[PostFacts]:
    """The SENCO posts that count on `day`: those with a designated holder, else the vacant ones.

    A vacant post beside a filled one is no breach of anything, so it does not count.
    """
    posts = [post for post in academy.posts if post.kind is PostKind.SENCO]
    return [post for post in posts if post.designated_on(day)] or posts


def facts_of(
    academy: AcademyFacts | None,
    post: PostFacts | None,
    rules: Rules,
    day: date,
    holder: Holder | None = None,
) -> Facts:
    """What is on record of a post and of `holder`, without one of its first designated holder.

    A trust-wide post has no academy; an academy of the duty may have no post at all.
    """
    found = Measured() if academy is None else measured(academy, rules, day)
    holder = holder or next(iter(_holders(post, day)), None)
    return _facts(academy, post, holder, OnDay(rules, day, found))


@dataclass(frozen=True, slots=True)
class OnDay:
    """Of which day, by which rules and with which hours of the academy."""

    rules: Rules
    day: date
    measured: Measured


def _holders(post: PostFacts | None, day: date) -> list[Holder]:
    """Who counts as holding it: nobody is designated to a trust-wide post."""
    if post is None:
        return []
    if post.kind is PostKind.TRUST_WIDE:
        return held_on(post.holders, day)
    return post.designated_on(day)


def _facts(
    academy: AcademyFacts | None, post: PostFacts | None, holder: Holder | None, of: OnDay
) -> Facts:
    duty = academy is not None and duty_applies(academy.type_code)
    trust_wide = post is not None and post.kind is PostKind.TRUST_WIDE
    shared = (duty, holder is not None, trust_wide)
    day_minutes, check = of.rules.week.day_minutes, description_of(post, of.day)
    if holder is None:
        return Facts(*shared, day_minutes=day_minutes, job_description=check)
    assessed, pay = holder.assessed_on(of.day), holder.pay_on(of.day)
    return Facts(
        *shared,
        eligibility=assessed.eligibility if assessed else None,
        qualification=assessed.status if assessed else None,
        is_head=holder.is_head,
        # No file and no page tells of a deputy head: people answer what hangs on it.
        is_deputy_head=None,
        on_leadership_team=holder.on_slt,
        tlr=pay.tlr,
        leadership_scale=pay.leadership_scale,
        sen_allowance=pay.sen_allowance,
        room_to_rise=pay.room_to_rise,
        allocated_minutes=of.measured.allocated,
        formula_minutes=of.measured.formula,
        formula_is_range=of.measured.is_range,
        day_minutes=day_minutes,
        in_first_year=holder.in_first_year_on(of.day),
        mentor=holder.mentor,
        job_description=check,
    )


def description_of(post: PostFacts | None, day: date) -> JobDescription | None:
    """What the latest check of the post's job description by `day` found."""
    told = post.descriptions if post else ()
    return next((found for on, _, found in reversed(told) if on <= day), None)


def results_of(
    academy: AcademyFacts | None, post: PostFacts | None, rules: Rules, day: date
) -> dict[str, Result]:
    """Every condition of a post on `day`; without a post, of an academy of the duty that has none.

    Where several hold the post together, what the record says of one of them counts only when it
    says it of all, or when it is a no.
    """
    found = Measured() if academy is None else measured(academy, rules, day)
    return _results(academy, post, OnDay(rules, day, found))


def _results(academy: AcademyFacts | None, post: PostFacts | None, of: OnDay) -> dict[str, Result]:
    every = every_facts(academy, post, _holders(post, of.day), of)
    answers = post.answers if post else ()
    return charter.results(answers, together(every), of.day)


def every_facts(
    academy: AcademyFacts | None, post: PostFacts | None, holders: Sequence[Holder], of: OnDay
) -> tuple[Facts, ...]:
    """The facts of each of the post's `holders`; of nobody while it is vacant."""
    return tuple(_facts(academy, post, one, of) for one in holders or (None,))


def prompts_of(
    academy: AcademyFacts | None, post: PostFacts | None, rules: Rules, day: date
) -> dict[str, str]:
    """What the record can tell those who answer, where it cannot answer itself."""
    found = Measured() if academy is None else measured(academy, rules, day)
    every = every_facts(academy, post, _holders(post, day), OnDay(rules, day, found))
    answered = together(every)
    return {
        code: said
        for facts in reversed(every)
        for code, said in charter_record.prompts(facts).items()
        if code not in answered
    }


def together(every: Sequence[Facts]) -> dict[str, Recorded]:
    """What the record answers of all who hold a post together: nobody's no is lost, and what it
    leaves open of one of them people answer."""
    found = [charter_record.recorded(facts) for facts in every]
    if len(found) == 1:
        return found[0]
    return {code: said for code in CONDITIONS if (said := _of_all(found, code)) is not None}


def _of_all(found: Iterable[Mapping[str, Recorded]], code: str) -> Recorded | None:
    given = [one.get(code) for one in found]
    told = [one for one in given if one is not None]
    refused = next((one for one in told if one.reply is Reply.NO), None)
    if refused is not None or len(told) < len(given):
        return refused
    counts = charter.worst(one.reply for one in told)
    return next(one for one in told if one.reply is counts)


def of_academy(academy: AcademyFacts, rules: Rules, day: date) -> list[dict[str, Result]]:
    """The results of each post that counts on `day`; none where nobody is asked for a SENCO and
    there is no post."""
    of = OnDay(rules, day, measured(academy, rules, day))
    posts = sencos(academy, day)
    if not posts and not duty_applies(academy.type_code):
        return []
    return [_results(academy, post, of) for post in posts or [None]]


def holdings_of(post: PostFacts, day: date) -> dict[str, Judged]:
    """How the post stands with each excluded duty on `day`: what was told of it last."""
    told = {held.code: held for on, _, held in post.duties if on <= day}
    return {code: judge(told.get(code) or Held(code, None)) for code in EXCLUDED}
