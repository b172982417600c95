"""How many posts stand at which point of which scale, by phase: the steps of a ladder."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from trust_inclusion.domain.pay_facts import Paid
from trust_inclusion.domain.pay_tables import SCALES, named, point_named, point_order

Step = tuple[str, str, str]
"""Scale, point, phase."""


@dataclass(frozen=True, slots=True)
class Rung:
    """A point at which somebody stands, with how many posts of each phase."""

    scale: str
    point: str
    by_phase: Mapping[str, int]

    @property
    def total(self) -> int:
        """Posts of all phases."""
        return sum(self.by_phase.values())


def step(paid: Paid) -> tuple[str, str]:
    """Scale and point as they are counted: however they were typed. Blank where not recorded."""
    return named(paid.scale), point_named(paid.point).upper()


def order(paid: Paid) -> tuple[int, str, tuple[str, int, str]]:
    """Where a point lies: scales as in `SCALES`, the trust's own after them, the lowest first."""
    return _order(*step(paid))


def counted(posts: Iterable[tuple[Paid, str]]) -> Counter[Step]:
    """How many of these (pay, phase) stand at each step; without a scale and a point nowhere."""
    return Counter(
        (*step(paid), phase) for paid, phase in posts if paid.scale.strip() and paid.point.strip()
    )


def rungs(steps: Mapping[Step, int]) -> list[Rung]:
    """The steps as rungs, the lowest first."""
    found: dict[tuple[str, str], dict[str, int]] = {}
    for (scale, point, phase), number in steps.items():
        found.setdefault((scale, point), {})[phase] = number
    return [Rung(*place, found[place]) for place in sorted(found, key=lambda one: _order(*one))]


def _order(scale: str, point: str) -> tuple[int, str, tuple[str, int, str]]:
    place = SCALES.index(scale) if scale in SCALES else len(SCALES)
    return place, scale.casefold(), point_order(point)
