"""What a trust may set about the qualification clock, with the rulebook's defaults (1.5)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from trust_inclusion.domain.law import NPQ_FIRST_DAY
from trust_inclusion.domain.policy import Problem, in_one_sentence


class ClockRule(StrEnum):
    """From which start the three years run when a person has been a SENCO before.

    Regulation 49(4) speaks of the day on which a person becomes "a SENCO", so the default does
    not restart the clock on moving school.
    """

    FIRST_OF_UNBROKEN_RUN = "first_of_unbroken_run"
    THIS_APPOINTMENT = "this_appointment"


# Wide on purpose: they stop slips of the key, not opinions.
_LIMITS = (
    ("npq_months", "The months from an NPQ's start to its outcome", 1, 60),
    ("nasenco_months", "The months from a NASENCO's start to its outcome", 1, 60),
    ("due_soon_days", "The days before a deadline from which it is due soon", 0, 1095),
)
_LAST_COHORT = date(2100, 1, 1)


@dataclass(frozen=True, slots=True)
class Rules:
    """Course lengths in calendar months to the outcome, the next NPQ start open to enrol on, the
    days before a deadline from which it is due soon, and the clock rule.

    Sources: DfE, 18 months of study and up to 4 to the NPQ's outcome; the NASENCO's 14 months and
    182 days are the product's; the next cohort's date is a setting until the DfE publishes it.
    """

    npq_months: int = 22
    nasenco_months: int = 14
    next_cohort: date = date(2027, 2, 1)
    due_soon_days: int = 182
    clock_rule: ClockRule = ClockRule.FIRST_OF_UNBROKEN_RUN

    def validate(self) -> tuple[Problem, ...]:
        """What is wrong with these settings, as (field, message); empty when they can be used."""
        problems = [
            (field, f"{words} must be between {least:,} and {most:,}.")
            for field, words, least, most in _LIMITS
            if not least <= getattr(self, field) <= most
        ]
        if not NPQ_FIRST_DAY <= self.next_cohort <= _LAST_COHORT:
            message = "The next NPQ start must be between 1 September 2024 and 1 January 2100."
            problems.append(("next_cohort", message))
        return tuple(problems)

    def to_json(self) -> dict[str, Any]:
        """Plain values for storing; `from_json` gives equal rules back."""
        return {
            "npq_months": self.npq_months,
            "nasenco_months": self.nasenco_months,
            "next_cohort": self.next_cohort.isoformat(),
            "due_soon_days": self.due_soon_days,
            "clock_rule": self.clock_rule.value,
        }

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Rules:
        """The rules that `to_json` wrote. A setting that is not there takes its default.

        Raises ValueError for a setting that is unknown, of the wrong kind or out of range.
        """
        try:
            rules = cls(**{name: _READERS[name](value) for name, value in stored.items()})
        except (TypeError, KeyError, ValueError) as error:
            message = f"These stored qualification settings cannot be read: {error}"
            raise ValueError(message) from error
        if problems := rules.validate():
            subject = "These stored qualification settings cannot be used"
            raise ValueError(in_one_sentence(subject, problems))
        return rules


def _whole(value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise TypeError(f"{value!r} is not a whole number")
    return value


_READERS: dict[str, Callable[[Any], Any]] = {
    "npq_months": _whole,
    "nasenco_months": _whole,
    "next_cohort": date.fromisoformat,
    "due_soon_days": _whole,
    "clock_rule": ClockRule,
}
