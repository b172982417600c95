"""The demo trust's own leadership spine, and a range of its own: what HR brought in each autumn.

Invented: steps of equal part between the published ends of the first year, then by each year's
award. The newest year lacks one point, so that a new year leaves somebody's salary as it was.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from itertools import pairwise

from trust_inclusion.demo.making import Making
from trust_inclusion.demo.rows import AREA
from trust_inclusion.domain.allowances import Allowance
from trust_inclusion.domain.pay import Salary
from trust_inclusion.domain.pay_tables import Basis, Place, key
from trust_inclusion.models.pay import PayPoint, PayRange
from trust_inclusion.services import pay_tables
from trust_inclusion.services.pay.tables import SPINE, SPINE_POINTS

YEARS = 4
"""The newest of the built-in years."""
ENDS = (1, 6, 43)
"""Published points: the spine leads from one to the next."""
GAP = "L8"
"""Lacking in the newest year: the head of Gosling stands there."""
SOURCE = "Larkfield Learning Trust’s own leadership spine"
POLICY = "Larkfield Learning Trust, pay policy"


def add(making: Making) -> None:
    """Store the spine and the range, as HR brought them in this autumn."""
    at = making.dates.instant(making.dates.september(0).replace(day=10), 45)
    rows = list(spine())
    newest = rows[-1].year
    making.add(_row(making, one, at) for one in rows)
    sen = pay_tables.built_in_ranges().of(newest, Allowance.SEN)
    if sen is not None:
        own = PayRange(
            academic_year=newest,
            allowance=Allowance.SEN.value,
            # A little above what is published: to the next fifty pounds.
            least_pence=-(-sen.least // 5_000) * 5_000,
            most_pence=-(-sen.most // 5_000) * 5_000,
            source=POLICY,
            recorded_at=at,
            recorded_by_id=making.accounts["hr"].id,
        )
        making.add([own])
        told = {"year": newest, "allowance": "sen"}
        making.happened(at, "hr", "pay_range_entered", "pay_ranges", own.id, after=told)
    counts = {"new": len(rows), "changed": 0, "unchanged": 0, "left_out": 0}
    years = sorted({one.year for one in rows})
    making.happened(at, "hr", "import_pay", "import", after={**counts, "years": years})


def spine() -> Iterator[Salary]:
    """The trust's rows: every point between the published ones, the earliest year first."""
    table = pay_tables.built_in()
    years = [year for year in table.years if all(_published(year, end) for end in (1, 43))]
    before: dict[int, int] = {}
    for year in years[-YEARS:]:
        now = {number: _pounds(year, number, before) for number in range(1, len(SPINE_POINTS) + 1)}
        for number, point in enumerate(SPINE_POINTS, 1):
            gap = year == years[-1] and point == GAP
            if not gap and not _published(year, number):
                pence = now[number] * 100
                yield Salary(year, AREA, SPINE, point, pence, Basis.OWN.value, SOURCE)
        before = now


def _pounds(year: str, number: int, before: Mapping[int, int]) -> int:
    """Pounds a year at a point: published, or raised from the year before, or stepped between."""
    if published := _published(year, number):
        return published
    if before:
        # Each award rounds up to the next pound.
        return -(-before[number] * (_published(year, 1) or 0) // before[1])
    low, high = next((low, high) for low, high in pairwise(ENDS) if low < number < high)
    least, most = (_published(year, end) or 0 for end in (low, high))
    return round(least * (most / least) ** ((number - low) / (high - low)))


def _published(year: str, number: int) -> int | None:
    """Pounds a year at a published point."""
    found = pay_tables.built_in().salary(year, Place(AREA, SPINE, f"L{number}"))
    return found.pence // 100 if found else None


def _row(making: Making, one: Salary, at: datetime) -> PayPoint:
    return PayPoint(
        key=pay_tables.stored_key(key(one)),
        academic_year=one.year,
        area=one.area,
        scale=one.scale,
        point=one.point,
        pence=one.pence,
        basis=one.basis,
        source=one.source,
        recorded_at=at,
        recorded_by_id=making.accounts["hr"].id,
    )
