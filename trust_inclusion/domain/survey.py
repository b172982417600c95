"""Five optional questions to SENCOs, as the sector's surveys ask them: trust totals only."""

from __future__ import annotations

from collections.abc import Mapping

FEWEST = 5
"""Fewer answers to a question than this are not shown: they would tell who said what."""

_DEGREES = {"yes": "Yes", "partly": "Partly", "no": "No"}
_CHOICES = {"yes": "Yes", "not_sure": "Not sure", "no": "No"}

QUESTIONS: dict[str, tuple[str, dict[str, str]]] = {
    "enough_time": ("Do you have enough time for the role?", _DEGREES),
    "role_understood": ("Do senior leaders understand the role?", _DEGREES),
    "enjoys_it": ("Do you enjoy it?", _DEGREES),
    "here_in_five_years": ("Do you expect to be in the role in five years?", _CHOICES),
    "why_not": (
        "If not, what is the main reason?",
        {
            "workload": "Workload",
            "time": "Too little time for the role",
            "pay": "Pay",
            "leadership": "Support from senior leaders",
            "other_role": "Another role or career step",
            "retirement": "Retirement",
            "other": "Something else",
        },
    ),
}
"""Each question by its column, with its answers by their codes."""


def accepted(answers: Mapping[str, str]) -> dict[str, str]:
    """The answers that are answers to a question; everything else is left out."""
    return {
        code: answers[code]
        for code, (_question, possible) in QUESTIONS.items()
        if answers.get(code) in possible
    }
