"""Rows, by noun. Codes come from the domain; no rules live here."""

from trust_inclusion.models import (
    academies,
    accounts,
    changes,
    charter,
    clocks,
    lived,
    log,
    notices,
    pathway,
    pay,
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
    "charter",
    "clocks",
    "lived",
    "log",
    "notices",
    "pathway",
    "pay",
    "people",
    "posts",
    "records",
    "settings",
    "standing",
]
