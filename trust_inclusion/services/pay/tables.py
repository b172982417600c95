"""The pay tables of one academic year and area: every scale with its points, and the ranges."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise

from trust_inclusion.domain import access
from trust_inclusion.domain.access import Action, Actor, Refused
from trust_inclusion.domain.allowances import Allowance, Range
from trust_inclusion.domain.calendar import academic_year_label
from trust_inclusion.domain.pay import Salary
from trust_inclusion.domain.pay_tables import (
    SCALES,
    Basis,
    PayTable,
    area_of,
    key,
    named,
    point_order,
    year_of,
)
from trust_inclusion.services import pay_tables
from trust_inclusion.services.pay import uploading

USUAL_AREA = "Rest of England"
"""Where most academies are: what is shown before somebody asks for another."""
SPINE = "Leadership"
SPINE_POINTS = tuple(f"L{number}" for number in range(1, 44))
"""The spine that unions publish and most schools keep; the document of pay sets its ends only."""
ALLOWANCES = (Allowance.SEN, Allowance.TLR1, Allowance.TLR2, Allowance.TLR3)
"""What has a range each year."""


@dataclass(frozen=True, slots=True)
class Scale:
    """One scale's points from the lowest, each with whether it is the trust's own.

    `missing`: leadership points between the lowest and the highest, as "L2 to L5"; no table but a
    trust's own has them.
    """

    name: str
    rows: tuple[tuple[Salary, bool], ...]
    missing: tuple[str, ...] = ()

    @property
    def own(self) -> int:
        """How many of its rows are the trust's own."""
        return sum(own for _row, own in self.rows)


@dataclass(frozen=True, slots=True)
class Tables:
    """All that holds in a year and area. `years` come with whether they are provisional.

    `seen` stands for the trust's own rows that were shown, `changed_at` for when one was last
    brought in.
    """

    year: str
    area: str
    years: tuple[tuple[str, bool], ...]
    scales: tuple[Scale, ...]
    ranges: tuple[Range, ...]
    changed_at: datetime | None
    seen: str

    @property
    def points(self) -> int:
        """How many points there are."""
        return sum(len(scale.rows) for scale in self.scales)

    @property
    def own(self) -> int:
        """How many of them are the trust's own."""
        return sum(scale.own for scale in self.scales)

    @property
    def provisional(self) -> bool:
        """Whether a figure of the year is by an award that is not final."""
        return dict(self.years).get(self.year, False)


def shown(actor: Actor, year: str, area: str, *, today: date, revision: int | None) -> Tables:
    """The tables of a year and area as asked for; what means nothing is the usual one.

    Whoever sees anybody's pay reads them: they are figures of nobody. Raises Refused.
    """
    if not access.may_anywhere(actor, Action.SEE_PAY):
        raise Refused("You do not have access to this page.")
    held = pay_tables.held(revision)
    chosen, at = year_asked(held.table, year, today), _area(area)
    names = {named(row.scale) for row in held.table.rows if (row.year, row.area) == (chosen, at)}
    own, provisional = held.own_keys, provisional_years(held.table)
    scales: list[Scale] = []
    for name in sorted(names, key=_in_order):
        rows = held.table.scale(chosen, at, name)
        scales.append(Scale(name, tuple((row, key(row) in own) for row in rows), _missing(rows)))
    return Tables(
        chosen,
        at,
        tuple((one, one in provisional) for one in held.table.years),
        tuple(scales),
        tuple(found for one in ALLOWANCES if (found := held.ranges.of(chosen, one))),
        held.changed_at,
        uploading.digest(held.own),
    )


def year_asked(table: PayTable, asked: str, today: date) -> str:
    """An academic year of the table: the one asked for, else today's, else the latest before it."""
    try:
        year = year_of(asked)
    except ValueError:
        year = ""
    if year in table.years:
        return year
    begun = [one for one in table.years if one <= academic_year_label(today)]
    return begun[-1] if begun else table.years[0]


def provisional_years(table: PayTable) -> frozenset[str]:
    """The years of which a figure is by an award that is not in the final document yet."""
    return frozenset(row.year for row in table.rows if row.basis == Basis.PROVISIONAL)


def _area(asked: str) -> str:
    try:
        return area_of(asked) if asked else USUAL_AREA
    except ValueError:
        return USUAL_AREA


def _in_order(scale: str) -> tuple[int, str]:
    return (SCALES.index(scale) if scale in SCALES else len(SCALES), scale)


def _missing(rows: Sequence[Salary]) -> tuple[str, ...]:
    if not rows or named(rows[0].scale) != SPINE:
        return ()
    there = sorted({point_order(row.point)[1] for row in rows})
    gaps = [(low + 1, high - 1) for low, high in pairwise(there) if high > low + 1]
    return tuple(f"L{low} to L{high}" if high > low else f"L{low}" for low, high in gaps)
