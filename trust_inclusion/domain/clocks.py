"""The qualification clock of every SENCO appointment as a timeline, and how urgent each period is.

Like the standing of an academy: periods in which both answers stay the same, so that a list of
deadlines on any day is a plain query. An academy under the duty with no designated SENCO on a day
has a period of its own, without an appointment: the first breach of all.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from trust_inclusion.domain import qualification_words as words
from trust_inclusion.domain.posts import holds_on
from trust_inclusion.domain.qualification import (
    Assessment,
    Eligibility,
    Facts,
    Found,
    Reason,
    Rules,
    Ruling,
    answer_on,
    turning_days,
)
from trust_inclusion.domain.urgency import (
    GROUPS,
    NO_SENCO,
    Group,
    group_of,
    lawful,
    urgency_of,
    worst,
)

__all__ = [
    "GROUPS",
    "NO_SENCO",
    "Group",
    "Period",
    "Record",
    "clock",
    "group_of",
    "lawful",
    "nobody",
    "period_on",
    "to_do",
    "urgency_of",
    "valid_until",
    "worst",
]

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Period:
    """`answer` holds for `valid_from <= day < valid_to`; None is nobody in post."""

    valid_from: date
    valid_to: date
    answer: Assessment | None
    absent: bool = False
    to_check: bool = False

    def holds_on(self, day: date) -> bool:
        """Whether the period includes `day`."""
        return self.valid_from <= day < self.valid_to


@dataclass(frozen=True, slots=True)
class Record:
    """A designated appointment with what holds of it only for a time.

    `facts` hold always, apart from the ruling. `qts_until`: the last day on which status by QTLS
    counts; from then on it is not known. `rulings`: those that were accepted, in that order.
    `to_check`: the person told something that HR has still to check.
    """

    facts: Facts
    ended_on: date | None = None
    absences: tuple[tuple[date, date | None], ...] = ()
    qts_until: date | None = None
    rulings: tuple[Ruling, ...] = ()
    to_check: bool = False

    def facts_on(self, day: date) -> Facts:
        """What the two answers follow from on `day`."""
        facts = self.facts
        if self.qts_until is not None and day > self.qts_until:
            facts = replace(facts, teacher=replace(facts.teacher, qts=None))
        return replace(facts, ruling=self.ruling_on(day))

    def ruling_on(self, day: date) -> Ruling | None:
        """The latest ruling made by `day`; of several made on one day the last in order."""
        made = [one for one in self.rulings if one.ruled_on is None or one.ruled_on <= day]
        return max(reversed(made), key=lambda one: one.ruled_on or date.min, default=None)

    def absent_on(self, day: date) -> bool:
        """Whether a dated absence includes `day`."""
        return any(holds_on(start, last, day) for start, last in self.absences)

    def turning_days(self, rules: Rules) -> Iterable[date]:
        """Every day on which a period may begin or end."""
        for ruling in (None, *self.rulings):
            yield from turning_days(replace(self.facts, ruling=ruling), rules)
        ends = [self.qts_until, self.ended_on, *(last for _, last in self.absences)]
        yield from (day for last in ends if (day := _after(last)) is not None)
        yield from (start for start, _ in self.absences)


def clock(record: Record, rules: Rules, first: date, end: date) -> list[Period]:
    """One appointment's periods within `first <= day < end`, oldest first, without gaps.

    It has none before the appointment begins, and none after its last day.
    """
    first = max(first, record.facts.appointment.started_on or first)
    end = min(end, _after(record.ended_on) or end)
    if first >= end:
        return []
    turns = {first, *(day for day in record.turning_days(rules) if first < day < end)}
    days = sorted(turns)
    found: list[Period] = []
    for day, until in zip(days, [*days[1:], end], strict=True):
        period = period_on(record, rules, day, until)
        if found and _stored(found[-1]) == _stored(period):
            found[-1] = replace(found[-1], valid_to=until)
        else:
            found.append(period)
    return found


def period_on(record: Record, rules: Rules, day: date, until: date) -> Period:
    """What holds on `day`, as a period until `until`."""
    answer = answer_on(record.facts_on(day), rules, day)
    return Period(day, until, answer, record.absent_on(day), record.to_check)


def valid_until(record: Record, rules: Rules, day: date) -> date | None:
    """The first later day on which the answer of `day` changes if no fact does; None is never.

    Unlike that of one `assess`, it knows of rulings to come, of QTLS that has to be looked at
    again and of the appointment's end, after which there is no answer.
    """
    after = _after(record.ended_on)
    same = _of_day(record, rules, day)
    for turn in sorted({one for one in record.turning_days(rules) if one > day}):
        if (after is not None and turn >= after) or _of_day(record, rules, turn) != same:
            return turn
    return None


def _of_day(record: Record, rules: Rules, day: date) -> Assessment:
    return replace(answer_on(record.facts_on(day), rules, day), days_left=None)


def to_do(period: Period) -> str:
    """What the trust has to do next about an appointment or a vacancy, in sentences."""
    answer = period.answer
    if answer is None:
        return (
            "The trust needs to designate a SENCO: it does not meet its duty while there is none."
        )
    said = words.next_step(answer)
    if answer.eligibility is Eligibility.INELIGIBLE:
        why = "; ".join(words.REASONS[reason] for reason in answer.reasons)
        said = f"{why}: the trust needs to name somebody who may be the SENCO. {said}"
    elif answer.eligibility is Eligibility.NOT_KNOWN:
        open_ones = [
            words.NOT_STATED[Reason(step.of)]
            for step in answer.eligibility_working
            if step.found is Found.REQUIREMENT_NOT_STATED
        ]
        said = f"{said} {'; '.join(open_ones)}: HR needs to record it."
    return f"HR needs to check what was told of the record. {said}" if period.to_check else said


def _stored(period: Period) -> tuple[object, ...]:
    """All that is stored of a period: the days left are counted on reading."""
    answer = period.answer
    if answer is None:
        return (None,)
    return (
        answer.eligibility,
        answer.reasons,
        answer.status,
        answer.deadline,
        answer.latest_start,
        answer.projected_outcome,
        answer.course,
        answer.due_soon,
        answer.outcome_late,
        answer.evidence_checked,
        answer.service_not_confirmed,
        answer.review_due,
        period.absent,
        to_do(period),
    )


def nobody(
    spells: Iterable[tuple[date | None, date | None]], first: date, end: date
) -> list[Period]:
    """When none of the designated appointments `spells` is in force, within first and end."""
    held = list(spells)
    turns = {first}
    for start, last in held:
        turns.update(day for day in (start, _after(last)) if day and first < day < end)
    days = sorted(turns)
    found: list[Period] = []
    for day, until in zip(days, [*days[1:], end], strict=True):
        if any(holds_on(start, last, day) for start, last in held):
            continue
        if found and found[-1].valid_to == day:
            found[-1] = Period(found[-1].valid_from, until, None)
        else:
            found.append(Period(day, until, None))
    return found


def _after(last: date | None) -> date | None:
    return None if last is None or last == date.max else last + ONE_DAY
