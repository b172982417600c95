"""What held when a change was proposed or approved, kept whole so that history is never rewritten.

A later formula, policy, census or pay table leaves these figures alone: the page of an old change
shows the working as it stood.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import date
from fractions import Fraction
from typing import Any

from trust_inclusion.domain import formula
from trust_inclusion.domain.change_rules import OF_COST, Second
from trust_inclusion.domain.evidence import InForce
from trust_inclusion.domain.formula import Line, Outcome, Working
from trust_inclusion.domain.pay import Salary
from trust_inclusion.domain.policy import Policy


@dataclass(frozen=True, slots=True)
class Figures:
    """Hours and the formula on the day, minutes a week; nothing of pay.

    `now` is what the post has, `before` and `after` what the academy gives without and with the
    change, `one_day` the trust's working day. `second` leaves out what speaks of cost.
    """

    on: date
    now: int
    proposed: int
    before: int
    after: int
    one_day: int
    week: int
    policy: Policy
    evidence: InForce
    outcome: Outcome
    second: tuple[Second, ...]

    @property
    def formula_minutes(self) -> int | None:
        """The formula's minimum: the lower end of a range."""
        return self.outcome.low.total_minutes if self.outcome.low else None

    def gap(self, academy: int) -> int | None:
        """What the academy gives less what the formula asks for; None where it cannot be said."""
        asked = self.formula_minutes
        return None if asked is None else academy - asked

    def to_json(self) -> dict[str, Any]:
        """Plain values for storing."""
        return {
            "on": self.on.isoformat(),
            **{name: getattr(self, name) for name in _MINUTES},
            "policy": self.policy.to_json(),
            "evidence": {name: _plain(value) for name, value in asdict(self.evidence).items()},
            "outcome": _outcome_json(self.outcome),
            "second": [one.value for one in self.second if one not in OF_COST],
        }

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Figures:
        """The figures that `to_json` wrote."""
        return cls(
            on=date.fromisoformat(stored["on"]),
            **{name: stored[name] for name in _MINUTES},
            policy=Policy.from_json(stored["policy"]),
            evidence=_evidence(stored["evidence"]),
            outcome=_outcome(stored["outcome"]),
            second=tuple(Second(one) for one in stored["second"]),
        )


_MINUTES = ("now", "proposed", "before", "after", "one_day", "week")


@dataclass(frozen=True, slots=True)
class Value:
    """What a change is worth a year, in pence, and the pay it was reckoned with.

    `why_not` says why it cannot be worked out. TLR and SEN allowance stand beside the value and
    are not multiplied. `second` holds only the reasons that speak of cost.
    """

    pence: int | None
    why_not: str = ""
    salary: Salary | None = None
    tlr_pence: int | None = None
    sen_allowance_pence: int | None = None
    on_cost_tenths: int | None = None
    second: tuple[Second, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Plain values for storing."""
        return {**asdict(self), "second": [one.value for one in self.second]}

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Value:
        """The value that `to_json` wrote."""
        salary = stored["salary"]
        read: dict[str, Any] = {
            **stored,
            "salary": Salary(**salary) if salary else None,
            "second": tuple(Second(one) for one in stored["second"]),
        }
        return cls(**read)


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


_DAYS = frozenset({"counts_on", "budget_on", "turnover_on"})


def _evidence(stored: Mapping[str, Any]) -> InForce:
    read: dict[str, Any] = {
        name: date.fromisoformat(value) if name in _DAYS and value else value
        for name, value in stored.items()
    }
    return InForce(**read)


def _outcome_json(outcome: Outcome) -> dict[str, Any]:
    return {
        **{field.name: getattr(outcome, field.name) for field in fields(Outcome)},
        "missing": list(outcome.missing),
        "low": _working_json(outcome.low),
        "high": _working_json(outcome.high),
    }


def _outcome(stored: Mapping[str, Any]) -> Outcome:
    read: dict[str, Any] = {
        **stored,
        "missing": tuple(stored["missing"]),
        "low": _working(stored["low"]),
        "high": _working(stored["high"]),
    }
    return Outcome(**read)


def _working_json(working: Working | None) -> dict[str, Any] | None:
    if working is None:
        return None
    return {
        **{field.name: getattr(working, field.name) for field in fields(Working)},
        "mapping": working.mapping.value,
        "lines": [asdict(line) for line in working.lines],
        "exact_hours": str(working.exact_hours),
        "exact_total_hours": str(working.exact_total_hours),
    }


def _working(stored: Mapping[str, Any] | None) -> Working | None:
    if stored is None:
        return None
    read: dict[str, Any] = {
        **stored,
        "mapping": formula.Mapping(stored["mapping"]),
        "lines": tuple(Line(**line) for line in stored["lines"]),
        "exact_hours": Fraction(stored["exact_hours"]),
        "exact_total_hours": Fraction(stored["exact_total_hours"]),
    }
    return Working(**read)
