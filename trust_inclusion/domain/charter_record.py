"""Which conditions the record already answers, and from what, so that nobody types them twice.

From plain facts of one SENCO post. What the record cannot say is left out, and people answer.
Sentences tell no figure of pay and no deadline; those who may not see reasons see the reply only.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from trust_inclusion.domain.charter import Recorded, Reply
from trust_inclusion.domain.eligibility import Eligibility
from trust_inclusion.domain.qualification_facts import Status
from trust_inclusion.domain.words import count, hours

_Found = Iterator[tuple[str, Recorded]]


@dataclass(frozen=True, slots=True)
class JobDescription:
    """What the check of the post's job description found (see domain/job_description.py)."""

    agreed_on: date | None
    missing_tasks: int
    old_terms: int


@dataclass(frozen=True, slots=True)
class Facts:
    """What is on record of a post on a day; None is not stated. Minutes a week.

    `duty`: whether s.67 asks the academy for a SENCO. `allocated_minutes`: of all the academy's
    designated SENCOs together, as the formula counts them. `formula_minutes`: the minimum, the
    lower end where `formula_is_range`; None where the evidence for it is missing.
    `room_to_rise`: whether the pay range has a point above the one held.
    `in_first_year`: in the first twelve months as a SENCO anywhere.
    """

    duty: bool
    designated: bool
    trust_wide: bool = False
    eligibility: Eligibility | None = None
    qualification: Status | None = None
    is_head: bool | None = None
    is_deputy_head: bool | None = None
    on_leadership_team: bool | None = None
    tlr: bool | None = None
    leadership_scale: bool | None = None
    sen_allowance: bool | None = None
    room_to_rise: bool | None = None
    allocated_minutes: int | None = None
    formula_minutes: int | None = None
    formula_is_range: bool = False
    day_minutes: int = 390
    in_first_year: bool | None = None
    mentor: bool | None = None
    job_description: JobDescription | None = None


def recorded(facts: Facts) -> dict[str, Recorded]:
    """The conditions that the record answers, by code."""
    found: dict[str, Recorded] = {}
    for part in (_law, _standing, _pay, _time, _new, _description):
        found.update(part(facts))
    return found


def prompts(facts: Facts) -> dict[str, str]:
    """What the record can tell those who answer, where it cannot answer itself."""
    answered = recorded(facts)
    return {code: said for code, said in _prompts(facts) if code not in answered}


def _prompts(facts: Facts) -> Iterator[tuple[str, str]]:
    if not facts.trust_wide and (facts.is_head or facts.is_deputy_head):
        who = "The head" if facts.is_head else "A deputy head"
        yield "C33", f"{who} is the SENCO here: to be considered very carefully, says the charter."
    if facts.in_first_year and facts.mentor:
        yield "C26", "A mentor is recorded. Say whether extra time, induction and training came."
    if facts.on_leadership_team is False:
        yield "C06", "Not on the senior leadership team. Say whether there is a remit instead."


def _yes(reason: str) -> Recorded:
    return Recorded(Reply.YES, reason)


def _no(reason: str) -> Recorded:
    return Recorded(Reply.NO, reason)


def _not_asked(reason: str) -> Recorded:
    return Recorded(Reply.NOT_APPLICABLE, reason)


def _law(facts: Facts) -> _Found:
    """C01 to C05: s.67 and regulations 49 to 51 speak of the SENCO of a mainstream school."""
    if facts.trust_wide or not facts.duty:
        reason = (
            "A trust-wide post is not the designated SENCO of a school."
            if facts.trust_wide
            else "The duty to have a SENCO does not reach this type of establishment."
        )
        for code in ("C01", "C02", "C03", "C04", "C05"):
            yield code, _not_asked(reason)
        return
    if not facts.designated:
        yield "C01", _no("Nobody is designated as SENCO here.")
        for code in ("C02", "C03"):
            yield code, _not_asked("There is nobody in post to ask it of.")
        return
    yield "C01", _yes("A designated SENCO is on record.")
    if facts.eligibility is not None:
        yield "C02", _ELIGIBLE[facts.eligibility]
    if facts.qualification is not None:
        yield "C03", _QUALIFIED[facts.qualification]


_ELIGIBLE = {
    Eligibility.ELIGIBLE: _yes("The record meets regulation 49(2) or (3)."),
    Eligibility.INELIGIBLE: _no("The record does not meet regulation 49(2): see the person’s."),
    Eligibility.NOT_KNOWN: Recorded(
        Reply.NOT_KNOWN, "Teacher status, induction or teaching here is not on record yet."
    ),
    Eligibility.NOT_IN_SCOPE: _not_asked(
        "The duty to have a SENCO does not reach this type of establishment."
    ),
}

_RULING = Recorded(Reply.NOT_KNOWN, "The trust has to rule on earlier service first.")
_EXEMPT = _yes("The law does not ask this person for the qualification.")

_QUALIFIED = {
    Status.NOT_IN_SCOPE: _not_asked("The law asks for no qualification here."),
    Status.MET: _yes("The qualification is held."),
    Status.NOT_KNOWN: Recorded(Reply.NOT_KNOWN, "The day the appointment began is not on record."),
    Status.EXEMPT_PRE_2009: _EXEMPT,
    Status.EXEMPT_REVIEW_2009: _RULING,
    Status.EXEMPT: _EXEMPT,
    Status.EXEMPT_ON_WORDING: _RULING,
    Status.EXEMPT_BY_RULING: _yes("The trust has ruled that the qualification is not needed."),
    Status.OVERDUE: _no("The qualification is not held and its time is over."),
    Status.ON_TRACK: _yes("On a course that ends in time."),
    Status.AT_RISK: Recorded(Reply.PARTLY, "On a course that is not known to end in time."),
    Status.CANNOT_FINISH: _no("Not on a course, and none that begins now would end in time."),
    Status.DUE_SOON: Recorded(Reply.PARTLY, "Not on a course, and the time is nearly over."),
    Status.IN_WINDOW: _yes("Not on a course yet, and there is still time for one."),
}
"""Regulation 49(4) by the answers of rulebook 1.5: on track is what can still end in time."""


def _standing(facts: Facts) -> _Found:
    if facts.on_leadership_team:
        yield "C06", _yes("Recorded as on the senior leadership team.")
    elif facts.is_head or facts.is_deputy_head:
        yield "C06", _yes("The head or a deputy is on the senior leadership team.")
    if facts.trust_wide:
        yield "C33", _not_asked("Asked of a school’s SENCO only.")
        return
    yield "C36", _not_asked("Asked of trust-wide posts only.")
    if facts.is_head is False and facts.is_deputy_head is False:
        yield "C33", _not_asked("Neither the head nor a deputy is the SENCO.")


def _pay(facts: Facts) -> _Found:
    if facts.leadership_scale:
        yield "C07", _yes("Paid on the leadership scale.")
        yield "C08", _not_asked("The allowance is for classroom teachers, not leadership pay.")
    else:
        if facts.tlr:
            yield "C07", _yes("A TLR is recorded.")
        elif facts.tlr is False and facts.leadership_scale is False:
            yield "C07", _no("Neither a TLR nor the leadership scale is recorded.")
        if facts.sen_allowance:
            yield "C08", _yes("An SEN allowance is recorded.")
    if facts.leadership_scale is False:
        yield "C15", _not_asked("Asked only of a SENCO on the leadership scale.")
    if facts.room_to_rise is not None:
        yield (
            "C35",
            (
                _yes("The range has a point above the one held.")
                if facts.room_to_rise
                else _no("The point held is the top of the range.")
            ),
        )


def _time(facts: Facts) -> _Found:
    if facts.trust_wide:
        for code in ("C12", "C13"):
            yield code, _not_asked("The measure is of a school’s SENCO time.")
        return
    if not facts.designated:
        none = _no("Nobody is in post to have the time.") if facts.duty else _NOBODY_NEEDED
        for code in ("C10", "C11", "C12", "C13", "C14"):
            yield code, none
        return
    held = facts.allocated_minutes
    if held is None:
        return
    if held == 0:
        yield "C10", _no("No hours are recorded for the role.")
        for code in ("C11", "C14"):
            yield code, _no("There is no time of which it could be said.")
        if facts.leadership_scale:
            yield "C15", _no("There is no time of which it could be said.")
    yield "C12", _against_formula(held, facts)
    yield "C13", _against_day(held, facts.day_minutes)


_NOBODY_NEEDED = _not_asked("No SENCO is asked for here by law, and none is on record.")


def _against_formula(held: int, facts: Facts) -> Recorded:
    """Annex A's minimum; a range is compared at its lower end, saying so (rulebook 2.3)."""
    if not facts.duty:
        return _not_asked("The formula is for schools with the duty to have a SENCO.")
    asked = facts.formula_minutes
    if asked is None:
        return Recorded(Reply.NOT_KNOWN, "The formula cannot be worked out: evidence is missing.")
    least = "at the lower end of its range " if facts.formula_is_range else ""
    told = f"{hours(held)} hours a week are recorded; {least}the formula asks for {hours(asked)}."
    return _yes(told) if held >= asked else _no(told)


def _against_day(held: int, day: int) -> Recorded:
    told = f"{hours(held)} hours a week are recorded; one working day is {hours(day)}."
    return _yes(told) if held >= day else _no(told)


def _new(facts: Facts) -> _Found:
    if not facts.designated:
        return
    if facts.in_first_year is False:
        yield "C26", _not_asked("Asked of a SENCO in the first year only.")
    elif facts.in_first_year and facts.mentor is False:
        yield "C26", _no("In the first year, and no mentor is recorded.")


def _description(facts: Facts) -> _Found:
    """C09 from the check: a written one with gaps is partly met; without a check people answer."""
    check = facts.job_description
    if check is None:
        return
    short: list[str] = []
    if check.missing_tasks:
        short.append(f"{count(check.missing_tasks, 'key task')} not found in it")
    if check.old_terms:
        short.append(f"{count(check.old_terms, 'term')} out of date")
    if check.agreed_on is None:
        short.append("no day on which it was agreed")
    if short:
        yield "C09", Recorded(Reply.PARTLY, f"A job description was checked: {', '.join(short)}.")
    else:
        yield "C09", _yes("The job description checked names all eight key tasks and was agreed.")
