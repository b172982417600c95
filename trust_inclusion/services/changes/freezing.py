"""What a change would do, worked out from the facts of today and kept whole at each decision."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import select

from trust_inclusion.db import db
from trust_inclusion.domain import change_rules, formula, pay
from trust_inclusion.domain.change_rules import OF_COST, ChangeRules, Move
from trust_inclusion.domain.changes import Kind
from trust_inclusion.domain.frozen import Figures, Value
from trust_inclusion.domain.posts import Hours, PostKind, held_on, holds_on, hours_on
from trust_inclusion.domain.standing import AcademyFacts, PostFacts, evidence_on
from trust_inclusion.models.changes import ChangeRulesRow
from trust_inclusion.models.posts import Appointment, AppointmentPay, Post
from trust_inclusion.services import pay_tables, settings, standing

IN_FORCE = "in_force"


@dataclass(frozen=True, slots=True)
class Wanted:
    """The hours somebody wants for a post: minutes a week, of one-off hours in all."""

    kind: Kind
    minutes: int
    effective_on: date
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Preview:
    """What a change would do: hours and formula, cost, and why the trust must confirm it."""

    move: Move
    figures: Figures
    value: Value

    @property
    def second(self) -> tuple[change_rules.Second, ...]:
        """Every reason for a second approval, of cost too."""
        return (*self.figures.second, *self.value.second)


def rules() -> ChangeRules:
    """The thresholds in force: the latest that a trust leader confirmed."""
    stored = db.session.scalar(
        select(ChangeRulesRow.rules)
        .where(ChangeRulesRow.state == IN_FORCE)
        .order_by(ChangeRulesRow.id.desc())
        .limit(1)
    )
    return ChangeRules() if stored is None else ChangeRules.from_json(stored)


def preview(
    post: Post, wanted: Wanted, today: date, others: Mapping[int, int] | None = None
) -> Preview:
    """What the hours would mean, from `wanted.effective_on` (or today, where that has passed).

    `others` are minutes a week that linked changes give other posts at the same time. Raises
    ValueError for a post that is at no academy.
    """
    if post.academy_id is None:
        raise ValueError("a trust-wide post has no formula")
    facts = standing.facts_of([post.academy_id])[post.academy_id]
    trust = settings.rules()
    day = max(wanted.effective_on, today)
    now = _minutes(_of(facts, post.id), wanted.effective_on)
    weekly = now if wanted.kind is Kind.ONE_OFF else wanted.minutes
    linked = dict(others or {})
    before = _academy(facts, day, {post.id: now}, post.id)
    after = _academy(facts, day, {**linked, post.id: weekly}, post.id)
    evidence = evidence_on(facts, day)
    policy = trust.policy_on(day)
    outcome = formula.work_out(evidence.for_formula(), policy, trust.week.week_minutes)
    held = rules()
    value = _value(post, wanted, now, trust.week.week_minutes, held)
    move = Move(
        kind=wanted.kind,
        now=now,
        proposed=wanted.minutes,
        starts_on=wanted.effective_on,
        ends_on=wanted.until,
        academy_after=after,
        formula=outcome.low.total_minutes if outcome.low else None,
        one_day=trust.week.day_minutes,
        counts=post.kind == PostKind.SENCO,
        value_pence=value.pence,
    )
    second = change_rules.second_approval(move, held)
    figures = Figures(
        on=day,
        now=now,
        proposed=wanted.minutes,
        before=before,
        after=after,
        one_day=trust.week.day_minutes,
        week=trust.week.week_minutes,
        policy=policy,
        evidence=evidence,
        outcome=outcome,
        second=tuple(one for one in second if one not in OF_COST),
    )
    costly = tuple(one for one in second if one in OF_COST)
    return Preview(move, figures, replace(value, second=costly))


def _of(facts: AcademyFacts, post_id: int) -> tuple[Hours, ...]:
    return next((post.hours for post in facts.posts if post.id == post_id), ())


def _minutes(hours: tuple[Hours, ...], day: date) -> int:
    found = hours_on(hours, day)
    return found.minutes if found else 0


def _academy(facts: AcademyFacts, day: date, given: Mapping[int, int], post_id: int) -> int:
    """Minutes a week of the SENCO posts that somebody designated holds, this post's always."""
    return sum(
        given.get(post.id or 0, _minutes(post.hours, day))
        for post in facts.posts
        if post.kind is PostKind.SENCO and (post.id == post_id or _filled(post, day))
    )


def _filled(post: PostFacts, day: date) -> bool:
    return any(holder.designated for holder in held_on(post.holders, day))


def _value(post: Post, wanted: Wanted, now: int, week: int, held: ChangeRules) -> Value:
    """The annual value, with the pay of whoever holds the post on the first day."""
    day = wanted.effective_on
    holding = [
        one
        for one in db.session.scalars(select(Appointment).where(Appointment.post_id == post.id))
        if holds_on(one.started_on, one.ended_on, day)
    ]
    if len(holding) != 1:
        why = "Nobody holds the post." if not holding else "More than one person holds the post."
        return Value(None, why)
    paid = db.session.scalar(
        select(AppointmentPay)
        .where(AppointmentPay.appointment_id == holding[0].id, AppointmentPay.starts_on <= day)
        .order_by(AppointmentPay.starts_on.desc(), AppointmentPay.id.desc())
        .limit(1)
    )
    if paid is None or not (paid.area and paid.scale and paid.point):
        return Value(None, "The pay point is not recorded.")
    salary = pay_tables.salary(day, paid.area, paid.scale, paid.point)
    beside = Value(
        None, f"No pay table has the point {paid.point} in {paid.area}.",
        tlr_pence=paid.tlr_pence, sen_allowance_pence=paid.sen_allowance_pence,
    )  # fmt: skip
    if salary is None:
        return beside
    if wanted.kind is Kind.ONE_OFF:
        pence = pay.one_off_value(salary.pence, wanted.minutes, week, held.on_cost_tenths)
    else:
        pence = pay.annual_value(salary.pence, wanted.minutes - now, week, held.on_cost_tenths)
    return replace(
        beside, pence=pence, why_not="", salary=salary, on_cost_tenths=held.on_cost_tenths
    )
