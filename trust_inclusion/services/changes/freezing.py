"""What a change would do, worked out from the facts of today and kept whole at each decision."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import select

from trust_inclusion.db import db
from trust_inclusion.domain import change_rules, formula, pay
from trust_inclusion.domain.academies import duty_applies
from trust_inclusion.domain.change_rules import OF_COST, ChangeRules, Move
from trust_inclusion.domain.changes import Kind
from trust_inclusion.domain.frozen import Figures, Value
from trust_inclusion.domain.posts import (
    AllocationKind,
    Hours,
    PostKind,
    course,
    held_on,
    holds_on,
    hours_on,
)
from trust_inclusion.domain.standing import AcademyFacts, PostFacts, evidence_on
from trust_inclusion.models.posts import Appointment, AppointmentPay, Post
from trust_inclusion.services import pay_tables, settings, standing

NOT_ASKED = Value(None, "")
_NOT_RECORDED = "The pay point is not recorded."


@dataclass(frozen=True, slots=True)
class Wanted:
    """The hours somebody wants for a post: minutes a week, of one-off hours in all."""

    kind: Kind
    minutes: int
    effective_on: date
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Preview:
    """What a change would do: hours and formula, cost, and why the trust must confirm it.

    `course`: the post's minutes a week with it, from its first day on and from each later day on
    which they change, as when a temporary change ends or hours decided before begin.
    """

    move: Move
    figures: Figures
    value: Value
    course: tuple[tuple[date, int], ...] = ()

    @property
    def second(self) -> tuple[change_rules.Second, ...]:
        """Every reason for a second approval, of cost too."""
        return (*self.figures.second, *self.value.second)


def rules() -> ChangeRules:
    """The thresholds in force."""
    return settings.change_rules()


def preview(
    post: Post,
    wanted: Wanted,
    today: date,
    others: Mapping[int, Wanted] | None = None,
    *,
    person_id: int | None = None,
    with_value: bool = True,
) -> Preview:
    """What the hours would mean, from `wanted.effective_on` (or today, where that has passed).

    `others` is what linked changes give other posts. `person_id`: whose hours they are, so that
    nobody else's pay is reckoned with (None: whoever will hold the post). Without its value nothing
    of pay is read, and no reason of cost is found. Raises ValueError for a post that is at no
    academy.
    """
    if post.academy_id is None:
        raise ValueError("a trust-wide post has no formula")
    facts = standing.hours_of([post.academy_id])[post.academy_id]
    linked = _with(facts, others or {})
    day = max(wanted.effective_on, today)
    without = _of(facts, post.id)
    given = (*without, _as_hours(wanted, without))
    moved = _moved(without, given, wanted)
    figures = _figures(post.id, wanted, facts, linked, day)
    least = [_academy(linked, max(on, today), had, post.id) for on, was, had in moved if had < was]
    move = replace(
        _move(post, wanted, facts, figures),
        academy_after=min(least, default=figures.after),
        later=tuple((was, had) for _, was, had in moved[1:]),
    )
    held = rules()
    value = _value(post, wanted, move, figures.week, held, person_id) if with_value else NOT_ASKED
    move = replace(move, value_pence=value.pence)
    second = change_rules.second_approval(move, held)
    costly = tuple(one for one in second if one in OF_COST and with_value)
    return Preview(
        move,
        replace(figures, second=tuple(one for one in second if one not in OF_COST)),
        replace(value, second=costly),
        course(given, wanted.effective_on),
    )


def _figures(
    post_id: int, wanted: Wanted, facts: AcademyFacts, linked: AcademyFacts, day: date
) -> Figures:
    """Hours and the formula's working on `day`; why the trust must confirm is not asked yet."""
    trust = settings.rules()
    now = _minutes(_of(facts, post_id), wanted.effective_on)
    weekly = now if wanted.kind is Kind.ONE_OFF else wanted.minutes
    evidence, policy = evidence_on(facts, day), trust.policy_on(day)
    return Figures(
        on=day,
        now=now,
        proposed=wanted.minutes,
        before=_academy(facts, day, now, post_id),
        after=_academy(linked, day, weekly, post_id),
        one_day=trust.week.day_minutes,
        week=trust.week.week_minutes,
        policy=policy,
        evidence=evidence,
        outcome=formula.work_out(evidence.for_formula(), policy, trust.week.week_minutes),
        second=(),
    )


def _move(post: Post, wanted: Wanted, facts: AcademyFacts, figures: Figures) -> Move:
    """What the rules of a second approval ask of a change, its value left open."""
    low = figures.outcome.low
    return Move(
        kind=wanted.kind,
        now=figures.now,
        proposed=wanted.minutes,
        starts_on=wanted.effective_on,
        ends_on=wanted.until,
        academy_after=figures.after,
        formula=low.total_minutes if low else None,
        one_day=figures.one_day,
        counts=post.kind == PostKind.SENCO and _counts(_facts_of(facts, post.id), figures.on),
        value_pence=None,
        duty=duty_applies(facts.type_code),
    )


def moves(given: tuple[Hours, ...], wanted: Wanted) -> bool:
    """Whether `wanted` changes a post's hours on any day; one-off hours always do."""
    with_it = (*given, _as_hours(wanted, given))
    one_off = wanted.kind is Kind.ONE_OFF
    return one_off or any(was != had for _, was, had in _moved(given, with_it, wanted))


def _as_hours(wanted: Wanted, given: tuple[Hours, ...]) -> Hours:
    """The allocation that approval would write, after all there are."""
    last = max((hours.id for hours in given), default=0)
    kind = AllocationKind(wanted.kind.value)
    return Hours(last + 1, wanted.minutes, wanted.effective_on, wanted.until, kind)


def _moved(
    without: tuple[Hours, ...], given: tuple[Hours, ...], wanted: Wanted
) -> list[tuple[date, int, int]]:
    """The days of a change on which hours turn, with minutes without and with it; the first day
    of all."""
    first, last = wanted.effective_on, wanted.until
    days = {day for hours in (without, given) for day, _ in course(hours, first, last)}
    return [(day, _minutes(without, day), _minutes(given, day)) for day in sorted(days)]


def _with(facts: AcademyFacts, others: Mapping[int, Wanted]) -> AcademyFacts:
    """The facts with what linked changes give other posts."""
    posts = tuple(
        replace(post, hours=(*post.hours, _as_hours(others[post.id], post.hours)))
        if post.id is not None and post.id in others
        else post
        for post in facts.posts
    )
    return replace(facts, posts=posts)


def _facts_of(facts: AcademyFacts, post_id: int) -> PostFacts | None:
    return next((post for post in facts.posts if post.id == post_id), None)


def _of(facts: AcademyFacts, post_id: int) -> tuple[Hours, ...]:
    found = _facts_of(facts, post_id)
    return found.hours if found else ()


def _minutes(hours: tuple[Hours, ...], day: date) -> int:
    found = hours_on(hours, day)
    return found.minutes if found else 0


def _academy(facts: AcademyFacts, day: date, minutes: int, post_id: int) -> int:
    """Minutes a week of the SENCO posts that somebody designated holds; of this post, also while
    it is vacant, these `minutes`."""
    return sum(
        minutes if post.id == post_id else _minutes(post.hours, day)
        for post in facts.posts
        if post.kind is PostKind.SENCO
        and (_counts(post, day) if post.id == post_id else _filled(post, day))
    )


def _counts(post: PostFacts | None, day: date) -> bool:
    """Whether a post to be changed counts against the formula: not while only somebody who is
    not designated holds it."""
    return post is None or not held_on(post.holders, day) or _filled(post, day)


def _filled(post: PostFacts, day: date) -> bool:
    return any(holder.designated for holder in held_on(post.holders, day))


def _value(
    post: Post, wanted: Wanted, move: Move, week: int, held: ChangeRules, person_id: int | None
) -> Value:
    """The annual value, with the pay of whoever holds the post on the first day.

    Not of somebody else than whose hours they were proposed for: these see the value.
    """
    day = wanted.effective_on
    paid, why = _paid(post, day, person_id)
    if paid is None:
        return Value(None, why)
    beside = Value(
        None, _NOT_RECORDED, tlr_pence=paid.tlr_pence, sen_allowance_pence=paid.sen_allowance_pence
    )
    if not (paid.area and paid.scale and paid.point):
        return beside
    salary = pay_tables.salary(day, paid.area, paid.scale, paid.point)
    if salary is None:
        why = f"No pay table has the point {paid.point} in {paid.area}."
        return replace(beside, why_not=why)
    if wanted.kind is Kind.ONE_OFF:
        pence = pay.one_off_value(salary.pence, wanted.minutes, week, held.on_cost_tenths)
    else:
        pence = pay.annual_value(salary.pence, move.weekly, week, held.on_cost_tenths)
    return replace(
        beside, pence=pence, why_not="", salary=salary, on_cost_tenths=held.on_cost_tenths
    )


def _paid(post: Post, day: date, person_id: int | None) -> tuple[AppointmentPay | None, str]:
    """What the one holder of a post is paid on a day; else None and why."""
    # With what each was paid by then, the latest last.
    rows = db.session.execute(
        select(Appointment, AppointmentPay)
        .outerjoin(
            AppointmentPay,
            (AppointmentPay.appointment_id == Appointment.id) & (AppointmentPay.starts_on <= day),
        )
        .where(Appointment.post_id == post.id)
        .order_by(AppointmentPay.starts_on, AppointmentPay.id)
    )
    holding: dict[int, tuple[Appointment, AppointmentPay | None]] = {
        one.id: (one, paid) for one, paid in rows if holds_on(one.started_on, one.ended_on, day)
    }
    if len(holding) != 1:
        return None, "More than one person holds the post." if holding else "Nobody holds the post."
    ((held_by, paid),) = holding.values()
    if person_id is not None and held_by.person_id != person_id:
        return None, "Somebody else holds the post on the first day."
    return paid, _NOT_RECORDED
