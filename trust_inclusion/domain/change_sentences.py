"""The sentences of one change's page: what it is, whose turn it is, what it costs and why twice."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import NamedTuple

from trust_inclusion.domain import change_words, words
from trust_inclusion.domain.calendar import LONDON
from trust_inclusion.domain.change_rules import Second
from trust_inclusion.domain.changes import CLOSED, PATIENCE, Case, Kind, State, Step
from trust_inclusion.domain.frozen import Value
from trust_inclusion.domain.hours import FullWeek, days_text, percent_text
from trust_inclusion.domain.working_days import working_days_between


class Asked(NamedTuple):
    """The hours of a change: minutes a week, of one-off hours in all."""

    kind: str
    now: int
    proposed: int
    effective_on: date
    until: date | None


def whose(person: str | None, title: str, academy: str) -> str:
    """ "Sam Reed, SENCO at Oak"; a post that nobody holds stands alone."""
    return f"{person}, {title} at {academy}" if person else f"{title} at {academy}"


def moves(asked: Asked) -> str:
    """ "from 12.0 to 15.0 hours a week from 1 January 2027"."""
    when = change_words.dates(asked.kind, asked.effective_on, asked.until)
    if asked.kind == Kind.ONE_OFF:
        return f"{change_words.amount(asked.kind, asked.proposed)} {when}"
    hours = change_words.amount(asked.kind, asked.proposed)
    return f"from {words.hours(asked.now)} to {hours} {when}"


def hours_in_full(minutes: int, week: FullWeek) -> str:
    """ "15.0 h, 2.3 days, 46.2% of full time"."""
    days, share = days_text(minutes, week), percent_text(minutes, week)
    return f"{words.hours(minutes)} h, {days} days, {share}% of full time"


def turn(case: Case, since: date, today: date) -> str:
    """Whom an open change waits for and how long: "Waits for the head teacher since 3 November,
    13 working days." Empty when it is closed."""
    if case.state in CLOSED or case.state is None:
        return ""
    days = working_days_between(since, today)
    long = "today" if since == today else _day(since, today)
    if days:
        long = f"{long}, {words.count(days, 'working day')}"
    whom, why = _whom(case)
    if case.out_of_date:
        why = "Its first day passed while it waited: it is returned, to be renewed with another."
    elif not case.others_as_far:
        why = "It is decided together with the change it is linked with, which is not so far yet."
    return f"Waits for {whom} since {long}. {why}".rstrip()


def _whom(case: Case) -> tuple[str, str]:
    """Whose step is next, and what is to be said of it."""
    if case.state is State.PROPOSED and not case.has_head:
        return _DIRECTOR, "The academy has no head teacher who may endorse it."
    return _WAITS_FOR.get(case.state) or _whom_before_the_decision(case)


_DIRECTOR = "the Director of Inclusion"
_WAITS_FOR: dict[State | None, tuple[str, str]] = {
    State.PROPOSED: ("the head teacher", ""),
    State.RETURNED: ("whoever proposed it", "It can be changed and sent again."),
    State.AWAITING_TRUST: ("a trust leader", "It is approved, and needs a second approval."),
}


def _whom_before_the_decision(case: Case) -> tuple[str, str]:
    if case.reduction and not case.seen_by_hr:
        return "HR", "A reduction is marked as seen before it is decided."
    if case.reduction and case.held and not case.view_given and case.working_days < PATIENCE:
        return "the SENCO’s view", f"After {PATIENCE} working days it may be decided without one."
    if not case.director_may:
        return "a trust leader", "The Director of Inclusion may not decide this one."
    return f"{_DIRECTOR} or their deputy", ""


def _day(day: date, today: date) -> str:
    """ "3 November"; with the year when it is not this one."""
    text = words.long_date(day)
    return text.removesuffix(f" {day.year}") if day.year == today.year else text


def clock(at: datetime) -> str:
    """ "10.32am", London time."""
    local = at.astimezone(LONDON)
    return f"{local.hour % 12 or 12}.{local.minute:02d}{'pm' if local.hour > 11 else 'am'}"


def you_did(step: str, at: datetime) -> str:
    """What a form did the first time it was sent: "You approved it at 10.32am."."""
    return f"You {change_words.STEP_TOLD[Step(step)].replace('their', 'your')} at {clock(at)}."


def second(reasons: Iterable[Second], *, hidden: bool) -> list[str]:
    """Why a trust leader must confirm it, one phrase a reason; `hidden`: of cost, not shown.

    "because it reduces time to below one working day", "for a reason that speaks of cost".
    """
    found = [f"because {change_words.SECOND[one]}" for one in reasons]
    return [*found, change_words.SECOND_HIDDEN] if hidden else found


def value(one: Value, kind: str) -> str:
    """ "£4,215 a year", "£310 in all", "cannot be worked out"."""
    if one.pence is None:
        return "cannot be worked out"
    return f"{_whole_pounds(one.pence)} {'in all' if kind == Kind.ONE_OFF else 'a year'}"


def _whole_pounds(pence: int) -> str:
    """Pounds to the nearest: an annual value is no payslip."""
    nearest = (2 * pence + 100) // 200
    return words.pounds(nearest * 100)


def value_basis(one: Value) -> list[str]:
    """What an annual value was worked out from, one sentence each; else why it was not."""
    if one.salary is None:
        return [one.why_not] if one.why_not else []
    paid = one.salary
    point = f"{paid.scale}, {paid.point}, {paid.area}, {paid.year}"
    found = [f"Full-time salary {words.pounds(paid.pence)} ({point}; {BASES[paid.basis]})."]
    if one.on_cost_tenths is None:
        found.append("Salary only: the trust has not set a rate of on-costs.")
    else:
        found.append(f"With on-costs of {words.percent(one.on_cost_tenths)}.")
    beside = [
        f"{label} {words.pounds(pence)}"
        for label, pence in (("TLR", one.tlr_pence), ("SEN allowance", one.sen_allowance_pence))
        if pence
    ]
    if beside:
        found.append(f"Beside it, not multiplied: {' and '.join(beside)}.")
    return found


BASES = {
    "published": "published",
    "derived": "derived by the awards’ own rounding",
    "provisional": "provisional",
    "own": "the trust’s own",
}
HR_PROMPT = (
    "Before it is marked as seen: does the contract name these hours? Is the person absent, "
    "pregnant or on maternity leave? Have they been consulted?"
)
