"""What academies owe for cover as a file: every row of the page's filters, in its order."""

from datetime import date

from trust_inclusion.domain.access import Actor
from trust_inclusion.services.cover import owed
from trust_inclusion.services.cover.owed import Balance, Wanted
from trust_inclusion.services.exports.table import Cell, Table, hours

COLUMNS = (
    "urn", "academy", "phase", "hub", "senco", "taken_hours", "given_back_hours", "owed_hours",
    "oldest_owed_on",
)  # fmt: skip


def cover(actor: Actor, wanted: Wanted, day: date) -> Table:
    """The balance of every academy within the reader's reach; struck entries do not count."""
    return Table(COLUMNS, (_cells(one) for one in owed.every(actor, wanted, day)))


def _cells(one: Balance) -> tuple[Cell, ...]:
    return (
        one.urn, one.academy, one.phase, one.hub, one.sencos or None, hours(one.taken),
        hours(one.given_back), hours(one.owed), one.oldest,
    )  # fmt: skip
