"""Salaries at a point and ranges of allowances by academic year: the built-in tables."""

import csv
from collections.abc import Iterator
from datetime import date
from functools import cache
from importlib import resources

from trust_inclusion.domain.allowances import Allowance, Range, Ranges
from trust_inclusion.domain.pay import Salary
from trust_inclusion.domain.pay_tables import PayTable, Place


def salary(day: date, area: str, scale: str, point: str) -> Salary | None:
    """The full-time salary at a point on `day`; None where no table has the point.

    Of the day's academic year, or of the latest year before it that has the point.
    """
    return built_in().in_force(day, Place(area, scale, point))


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


def _rows(name: str) -> Iterator[dict[str, str]]:
    path = resources.files("trust_inclusion") / "reference" / name
    yield from csv.DictReader(path.read_text("utf-8").splitlines())
