"""Files out: the rows, order and grants of the pages, as columns and plain values.

The values become CSV or .xlsx in the adapter, which also makes them safe to open.
"""

from trust_inclusion.services.exports.changes import changes
from trust_inclusion.services.exports.conditions import conditions
from trust_inclusion.services.exports.cover import cover
from trust_inclusion.services.exports.deadlines import deadlines
from trust_inclusion.services.exports.evidence import evidence
from trust_inclusion.services.exports.listing import academies
from trust_inclusion.services.exports.paid import paid
from trust_inclusion.services.exports.pathway import people_by_stage
from trust_inclusion.services.exports.posts import posts
from trust_inclusion.services.exports.table import Table

__all__ = [
    "Table",
    "academies",
    "changes",
    "conditions",
    "cover",
    "deadlines",
    "evidence",
    "paid",
    "people_by_stage",
    "posts",
]
