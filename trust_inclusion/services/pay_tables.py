"""Salaries at a point by academic year and area: the built-in tables."""

import csv
from datetime import date
from functools import cache
from importlib import resources

from trust_inclusion.domain.calendar import academic_year_label
from trust_inclusion.domain.pay import Salary

Point = tuple[str, str, str]


def salary(day: date, area: str, scale: str, point: str) -> Salary | None:
    """The full-time salary at a point on `day`; None where no table has the point.

    Of the day's academic year, or of the latest year before it that has the point.
    """
    of_point = _built_in().get((area, scale, point), {})
    years = [year for year in of_point if year <= academic_year_label(day)]
    return of_point[max(years)] if years else None


@cache
def _built_in() -> dict[Point, dict[str, Salary]]:
    found: dict[Point, dict[str, Salary]] = {}
    path = resources.files("trust_inclusion") / "reference" / "pay_points.csv"
    for row in csv.DictReader(path.read_text("utf-8").splitlines()):
        one = Salary(
            year=row["academic_year"],
            area=row["area"],
            scale=row["scale"],
            point=row["point"],
            pence=int(row["annual_salary_gbp"]) * 100,
            basis=row["basis"],
            source=row["source"],
        )
        found.setdefault((one.area, one.scale, one.point), {})[one.year] = one
    return found
