"""Salaries at a point and ranges of allowances by academic year: the trust's own over the built-in.

The tables are figures of nobody, so what was read is kept until the trust's revision rises: pass
the revision that came with the sign-in, and nothing inside a transaction that changes them.
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from importlib import resources

from sqlalchemy import select

from trust_inclusion.db import AnyRow, db
from trust_inclusion.domain.allowances import Allowance, Range, Ranges
from trust_inclusion.domain.calendar import academic_year_label
from trust_inclusion.domain.pay import Salary
from trust_inclusion.domain.pay_tables import Basis, Key, PayTable, Place, key
from trust_inclusion.models.pay import PayPoint, PayRange
from trust_inclusion.services import kept

FIRST_YEAR = 2000
"""No academic year before 2000/01 can be typed (see domain/pay_tables.py)."""

_P, _R = PayPoint.__table__.c, PayRange.__table__.c
_POINTS = select(
    _P.academic_year, _P.area, _P.scale, _P.point, _P.pence, _P.basis, _P.source, _P.recorded_at
).order_by(_P.key)
_RANGES = select(
    _R.academic_year, _R.allowance, _R.least_pence, _R.most_pence, _R.source, _R.version
).order_by(_R.academic_year, _R.allowance)


@dataclass(frozen=True, slots=True)
class Held:
    """What holds: the tables, and what of them is the trust's own.

    `changed_at` is when a row of the trust's own table was last brought in; None where none is.
    """

    table: PayTable
    ranges: Ranges
    own: tuple[Salary, ...] = ()
    own_ranges: tuple[Range, ...] = ()
    changed_at: datetime | None = None

    @property
    def own_keys(self) -> frozenset[Key]:
        """What of the table is the trust's own, by the rows' keys."""
        return frozenset(key(row) for row in self.own)


def table(revision: int | None = None) -> PayTable:
    """Every salary that holds, the trust's own over the built-in. At most two queries."""
    return held(revision).table


def ranges(revision: int | None = None) -> Ranges:
    """Every range of an allowance that holds, the trust's own over the built-in."""
    return held(revision).ranges


def held(revision: int | None = None) -> Held:
    """The tables and ranges that hold, and which are the trust's own."""
    return kept.until_changed(revision, "pay tables", _read)


def salary(day: date, area: str, scale: str, point: str) -> Salary | None:
    """The full-time salary at a point on `day`; None where no table has the point.

    Of the day's academic year, or of the latest year before it that has the point. One query for
    the trust's own rows of just this point.
    """
    at = Place(area, scale, point)
    wanted = [stored_key(one) for one in _keys(academic_year_label(day), at)]
    own = PayTable(_salary(row) for row in db.session.execute(_POINTS.where(_P.key.in_(wanted))))
    found = [one for one in (own.in_force(day, at), built_in().in_force(day, at)) if one]
    return max(found, key=lambda one: one.year, default=None)


def stored_key(one: Key) -> str:
    """A key of a row as the database holds it."""
    return "|".join(one)


@cache
def built_in() -> PayTable:
    """The points that come with the product, each with its basis and source."""
    return PayTable(
        Salary(
            year=row["academic_year"],
            area=row["area"],
            scale=row["scale"],
            point=row["point"],
            pence=int(row["annual_salary_gbp"]) * 100,
            basis=row["basis"],
            source=row["source"],
        )
        for row in _rows("pay_points.csv")
    )


@cache
def built_in_ranges() -> Ranges:
    """The ranges of TLRs and of the SEN allowance that come with the product."""
    return Ranges(
        Range(
            year=row["academic_year"],
            allowance=Allowance(row["allowance"]),
            least=int(row["min_gbp"]) * 100,
            most=int(row["max_gbp"]) * 100,
            basis=row["basis"],
            source=row["source"],
        )
        for row in _rows("allowances.csv")
    )


def _read() -> Held:
    rows = db.session.execute(_POINTS).all()
    own = tuple(_salary(row) for row in rows)
    own_ranges = tuple(
        Range(
            row.academic_year,
            Allowance(row.allowance),
            row.least_pence,
            row.most_pence,
            Basis.OWN.value,
            row.source,
        )
        for row in db.session.execute(_RANGES)
    )
    return Held(
        built_in().over(own) if own else built_in(),
        built_in_ranges().over(own_ranges) if own_ranges else built_in_ranges(),
        own,
        own_ranges,
        max((row.recorded_at for row in rows), default=None),
    )


def _salary(row: AnyRow) -> Salary:
    return Salary(
        row.academic_year, row.area, row.scale, row.point, row.pence, row.basis, row.source
    )


def _keys(last_year: str, at: Place) -> list[Key]:
    """The keys of a point in every year up to `last_year`."""
    years = (academic_year_label(date(one, 9, 1)) for one in range(FIRST_YEAR, 2100))
    one = key(Salary(last_year, at.area, at.scale, at.point, 0, "", ""))
    return [(year, *one[1:]) for year in years if year <= last_year]


def _rows(name: str) -> Iterator[dict[str, str]]:
    path = resources.files("trust_inclusion") / "reference" / name
    yield from csv.DictReader(path.read_text("utf-8").splitlines())
