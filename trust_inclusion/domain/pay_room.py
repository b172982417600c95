"""Whether a pay range leaves room to rise, over time: the tables of a new year may change it."""

from __future__ import annotations

from datetime import date

from trust_inclusion.domain.pay_facts import Paid
from trust_inclusion.domain.pay_tables import PayTable, named, point_order, year_days
from trust_inclusion.domain.pay_warnings import point_not_stated, top_of_range

ALWAYS = date.min
LEADS_ON = frozenset({"Main", "Unqualified"})
"""Scales after which another one comes."""

Rooms = tuple[tuple[date, bool | None], ...]
"""From which day on there is room, none, or it is not known (None); in order, the first always."""


def rooms(paid: Paid, table: PayTable) -> Rooms:
    """Whether the range has a point above the one held, by the rule of the warning `top_of_range`.

    The post's own range, and a scale that leads on to another, say the same for all time. Else the
    tables say it, each year's until a later year's has two points or more of the scale: a salary
    stands in the same way where a year lacks the point.
    """
    if point_not_stated(paid) is not None:
        return ((ALWAYS, None),)
    if paid.top.strip() or named(paid.scale) in LEADS_ON:
        return ((ALWAYS, _room(paid, ALWAYS, table, paid.top)),)
    found: list[tuple[date, bool | None]] = [(ALWAYS, None)]
    for year in table.years:
        points = table.scale(year, paid.area, paid.scale)
        if len(points) > 1:
            first, _ = year_days(year)
            room = _room(paid, first, table, points[-1].point)
            if room is not found[-1][1]:
                found.append((first, room))
    return tuple(found)


def _room(paid: Paid, day: date, table: PayTable, top: str) -> bool | None:
    """None where the highest point is of another kind than the one held, or below it."""
    if top_of_range(paid, day, table) is not None:
        return False
    if not top.strip():
        return True
    here, limit = point_order(paid.point), point_order(top)
    return True if here[0] == limit[0] and here < limit else None
