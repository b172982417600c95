"""The spread of pay over like posts: the least, the middle and the most.

A full-time salary with additional pay at its full value, so that part-timers compare alike.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from trust_inclusion.domain.pay import Salary
from trust_inclusion.domain.pay_facts import Paid

FEWEST = 3
"""Below this there is nothing to compare."""


@dataclass(frozen=True, slots=True)
class Group:
    """Like posts by phase and kind: which of them mark the spread. Ids only, no figures."""

    phase: str
    kind: str
    number: int
    least: int = 0
    middle: tuple[int, ...] = ()
    """One appointment, or the two between which the middle lies."""
    most: int = 0

    @property
    def shown(self) -> bool:
        """Whether there are enough posts to compare."""
        return self.number >= FEWEST

    @property
    def ids(self) -> tuple[int, ...]:
        """The appointments whose figures are needed."""
        return (self.least, *self.middle, self.most) if self.shown else ()


@dataclass(frozen=True, slots=True)
class Spread:
    """The figures of a group, in pence a year."""

    group: Group
    least: int
    middle: int
    most: int


def worth(paid: Paid, salary: Salary | None) -> int | None:
    """The full-time salary with TLRs and SEN allowance, pence a year; None without a salary."""
    if salary is None:
        return None
    return salary.pence + sum(one.pence or 0 for one in paid.tlrs) + (paid.sen_pence or 0)


def groups(posts: Iterable[tuple[int, str, str, int | None]]) -> list[Group]:
    """The groups of these (appointment, phase, kind, worth); what is not known is left out."""
    found: dict[tuple[str, str], list[tuple[int, int]]] = defaultdict(list)
    for one, phase, kind, pence in posts:
        if pence is not None:
            found[phase, kind].append((pence, one))
    made: list[Group] = []
    for (phase, kind), held in found.items():
        ids = [one for _, one in sorted(held)]
        many = len(ids)
        middle = ids[(many - 1) // 2 : many // 2 + 1]
        made.append(Group(phase, kind, many, ids[0], tuple(middle), ids[-1]))
    return made


def figures(group: Group, worths: Mapping[int, int | None]) -> Spread | None:
    """A group's figures by the worth of its appointments; None where one is gone meanwhile."""
    found = [worths.get(one) for one in group.ids]
    known = [pence for pence in found if pence is not None]
    if not group.shown or len(known) < len(found):
        return None
    return Spread(group, known[0], sum(known[1:-1]) // len(group.middle), known[-1])
