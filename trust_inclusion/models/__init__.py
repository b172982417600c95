"""Rows, by noun. Codes come from the domain; no rules live here."""

from trust_inclusion.models import (
    academies,
    accounts,
    changes,
    clocks,
    log,
    notices,
    people,
    posts,
    records,
    settings,
    standing,
)

__all__ = [
    "academies",
    "accounts",
    "changes",
    "clocks",
    "log",
    "notices",
    "people",
    "posts",
    "records",
    "settings",
    "standing",
]
