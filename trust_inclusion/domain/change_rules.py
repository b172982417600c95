"""What the trust has set about changes of allocation, and when a second approval is needed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from trust_inclusion.domain.changes import Kind

Problem = tuple[str, str]


@dataclass(frozen=True, slots=True)
class ChangeRules:
    """Thresholds, with the contract's defaults. Minutes a week, pence a year, days on end.

    `on_cost_tenths` is the employer's on-costs in tenths of a percent of salary; None until the
    trust sets it, and then a value is "salary only".
    """

    large_move_minutes: int = 300
    costly_pence: int = 1_000_000
    head_most_minutes: int = 180
    head_most_days: int = 42
    on_cost_tenths: int | None = None

    def validate(self) -> tuple[Problem, ...]:
        """What is wrong with these rules, as (field, message); empty when they can be used."""
        found = [
            (name, message)
            for name, most, message in _LIMITS
            if not 0 <= getattr(self, name) <= most
        ]
        if self.on_cost_tenths is not None and not 0 <= self.on_cost_tenths <= 1000:
            found.append(("on_cost_tenths", "On-costs must be between 0% and 100%, or left empty."))
        return tuple(found)

    def to_json(self) -> dict[str, Any]:
        """Plain values for storing; `from_json` gives equal rules back."""
        return asdict(self)

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> ChangeRules:
        """The rules that `to_json` wrote; a setting that is not there takes its default."""
        known = {field.name for field in fields(cls)}
        return cls(**{name: value for name, value in stored.items() if name in known})


_LIMITS = (
    ("large_move_minutes", 1950, "Enter hours a week from 0 to 32.5."),
    ("costly_pence", 10_000_000, "Enter an amount from £0 to £100,000."),
    ("head_most_minutes", 1950, "Enter hours a week from 0 to 32.5."),
    ("head_most_days", 366, "Enter a number of days from 0 to 366."),
)


class RulesState(StrEnum):
    """Of thresholds that a director proposed: a trust leader puts them in force or refuses."""

    WAITING = "waiting"
    IN_FORCE = "in_force"
    """The latest of these are the ones in force."""
    REFUSED = "refused"
    REPLACED = "replaced"
    """The director proposed others before anybody decided."""


class Second(StrEnum):
    """Why a trust leader must confirm a change."""

    BELOW_FORMULA = "below_formula"
    BELOW_ONE_DAY = "below_one_day"
    NO_EVIDENCE = "no_evidence"
    LARGE_MOVE = "large_move"
    COSTLY = "costly"
    VALUE_UNKNOWN = "value_unknown"


OF_COST = frozenset({Second.COSTLY, Second.VALUE_UNKNOWN})
"""Reasons that speak of cost: shown only to who may see pay."""


@dataclass(frozen=True, slots=True)
class Move:
    """What a change does, in minutes a week unless it says otherwise.

    `now` and `proposed` are the post's on the first day; for one-off hours `proposed` is their
    total, spread over the weeks from `starts_on` to `ends_on`. `later` are the post's hours
    without and with it on further days, where hours decided before begin or end meanwhile.
    `academy_after` is what the academy would give with it (where it reduces, at the least),
    `formula` the minimum there (None: cannot be worked out), `counts` whether the post counts
    against the formula, `duty` whether the academy is under the duty that the formula is for,
    `value_pence` its annual value (None: cannot be worked out).
    """

    kind: Kind
    now: int
    proposed: int
    starts_on: date
    ends_on: date | None
    academy_after: int
    formula: int | None
    one_day: int
    counts: bool
    value_pence: int | None
    duty: bool = True
    later: tuple[tuple[int, int], ...] = ()

    @property
    def is_reduction(self) -> bool:
        """Whether the post is given less time a week on any day."""
        return self.kind is not Kind.ONE_OFF and min(self._moves) < 0

    @property
    def weekly(self) -> int:
        """Minutes a week by which it moves, on the day when it moves most: negative for a
        reduction; one-off hours rounded up."""
        if self.kind is Kind.ONE_OFF:
            return -(-self.proposed // weeks(self.starts_on, self.ends_on))
        return max(self._moves, key=lambda minutes: (abs(minutes), minutes < 0))

    @property
    def _moves(self) -> list[int]:
        return [after - before for before, after in ((self.now, self.proposed), *self.later)]


def weeks(starts_on: date, ends_on: date | None) -> int:
    """Weeks that two days and all between them touch on, at least 1."""
    return max(-(-((ends_on or starts_on) - starts_on + timedelta(1)).days // 7), 1)


def second_approval(move: Move, rules: ChangeRules) -> tuple[Second, ...]:
    """Why a trust leader must confirm this change, if they must; empty when nobody need.

    A reduction that ends below the formula or one working day, or where the evidence to say is
    missing (of the formula nothing is asked where it does not apply: no duty); any change by more
    than the trust's limit of hours; one whose own annual value is above the trust's limit, up or
    down, or unknown.
    """
    found: list[Second] = []
    if move.is_reduction and move.counts:
        if move.formula is None and move.duty:
            found.append(Second.NO_EVIDENCE)
        elif move.formula is not None and move.duty and move.academy_after < move.formula:
            found.append(Second.BELOW_FORMULA)
        if move.academy_after < move.one_day:
            found.append(Second.BELOW_ONE_DAY)
    if abs(move.weekly) > rules.large_move_minutes:
        found.append(Second.LARGE_MOVE)
    if move.value_pence is None:
        found.append(Second.VALUE_UNKNOWN)
    elif abs(move.value_pence) > rules.costly_pence:
        found.append(Second.COSTLY)
    return tuple(found)


def grant_problem(move: Move, rules: ChangeRules, granted_until: date | None) -> str:
    """Why a headteacher cannot grant this alone; blank when they can.

    `granted_until` is the last day of the latest increase granted alone at this post: two may not
    follow each other, or six weeks would become a year.
    """
    increase = not move.is_reduction and move.weekly > 0
    if move.kind is not Kind.TEMPORARY or move.ends_on is None or not increase:
        return "A headteacher grants alone only a temporary increase: propose this one."
    if move.weekly > rules.head_most_minutes:
        hours = f"{rules.head_most_minutes / 60:g}"
        return f"It is more than the {hours} hours a week that a headteacher grants alone."
    if (move.ends_on - move.starts_on).days + 1 > rules.head_most_days:
        return f"It is longer than the {rules.head_most_days} days that a headteacher grants alone."
    if granted_until is not None and (move.starts_on - granted_until).days <= rules.head_most_days:
        return "One granted alone has only just ended or still runs: propose this one."
    return ""
