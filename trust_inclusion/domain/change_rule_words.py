"""The thresholds for changes of hours in words: labels, figures and what differs."""

from collections.abc import Callable
from typing import Any

from trust_inclusion.domain import words
from trust_inclusion.domain.change_rules import ChangeRules, RulesState
from trust_inclusion.domain.words import Tag

LABELS = {
    "large_move_minutes": "Hours a week that the director decides alone",
    "costly_pence": "Annual value that the director decides alone",
    "head_most_minutes": "Hours a week that a head teacher grants alone",
    "head_most_days": "Days for which a head teacher grants them",
    "on_cost_tenths": "On-costs",
}
TAGS = {
    RulesState.WAITING: Tag("To confirm", "orange"),
    RulesState.IN_FORCE: Tag("Confirmed", "green"),
    RulesState.REFUSED: Tag("Refused", "red"),
    RulesState.REPLACED: Tag("Taken back", "grey"),
}
SALARY_ONLY = "not set: salary only"


def hours(minutes: int) -> str:
    """Hours as a form shows them: 300 is "5", 450 "7.5"."""
    return f"{minutes / 60:.2f}".rstrip("0").rstrip(".")


def plain_percent(tenths: int) -> str:
    """A percentage without its sign: 435 is "43.5"."""
    return words.percent(tenths).removesuffix("%")


def _on_costs(tenths: int | None) -> str:
    return SALARY_ONLY if tenths is None else f"{words.percent(tenths)} of salary"


_WRITTEN: dict[str, Callable[[Any], str]] = {
    "large_move_minutes": lambda minutes: f"up to {hours(minutes)} hours",
    "costly_pence": lambda pence: f"up to {words.pounds(pence)} a year",
    "head_most_minutes": lambda minutes: f"up to {hours(minutes)} hours",
    "head_most_days": lambda days: f"up to {words.count(days, 'day')}",
    "on_cost_tenths": _on_costs,
}


def facts(rules: ChangeRules) -> list[tuple[str, str]]:
    """Every threshold as (label, figure)."""
    return [(LABELS[name], write(getattr(rules, name))) for name, write in _WRITTEN.items()]


def differences(before: ChangeRules, after: ChangeRules) -> list[tuple[str, str, str]]:
    """What differs, as (label, before, after)."""
    return [
        (label, old, new)
        for (label, old), (_, new) in zip(facts(before), facts(after), strict=True)
        if old != new
    ]


def sentence(rules: ChangeRules) -> str:
    """All of them on a line, for histories and messages."""
    return (
        f"director {hours(rules.large_move_minutes)} h and {words.pounds(rules.costly_pence)}, "
        f"head teacher {hours(rules.head_most_minutes)} h for "
        f"{words.count(rules.head_most_days, 'day')}, on-costs {_on_costs(rules.on_cost_tenths)}"
    )
