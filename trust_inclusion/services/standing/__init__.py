"""Keeps the timeline of every academy equal to what the rules say of its facts.

The facts are given to others too: who asks how a post's conditions stand reads them here.
"""

from trust_inclusion.services.standing.facts import (
    evidence_row,
    facts_of,
    hours_of,
    trust_wide_posts,
)
from trust_inclusion.services.standing.letters import beside_pay
from trust_inclusion.services.standing.timelines import (
    BATCH,
    rebuild,
    rebuild_all,
    show_open_changes,
    worked_out,
)

__all__ = [
    "BATCH",
    "beside_pay",
    "evidence_row",
    "facts_of",
    "hours_of",
    "rebuild",
    "rebuild_all",
    "show_open_changes",
    "trust_wide_posts",
    "worked_out",
]
