"""What time costs: the annual value of a change of hours.

Money is pence a year. The figures of a point come from dated tables; see `reference/`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

WEEKS_TAUGHT = 39
"""195 working days of a school teacher's year in weeks of five (School Teachers' Pay and
Conditions Document, section 4: 195 days, 1,265 hours)."""

WHOLE = 10_000
"""Full time, in ten-thousandths: 0.6 of a week is 6,000."""
_DECIMAL = re.compile(r"(0|1)?(?:\.([0-9]{1,4})0*)?")
_PERCENT = re.compile(r"([0-9]{1,3})(?:\.([0-9]{1,2})0*)? ?%")


@dataclass(frozen=True, slots=True)
class Salary:
    """A full-time salary at a point: pence a year, and where the figure is from.

    `basis` is `published`, `derived` (by the awards' own rounding) or `provisional`.
    """

    year: str
    area: str
    scale: str
    point: str
    pence: int
    basis: str
    source: str


def annual_value(
    salary_pence: int, minutes: int, week_minutes: int, on_cost_tenths: int | None
) -> int:
    """Pence a year that `minutes` a week are worth: salary × minutes ÷ a full week, plus on-costs.

    Negative for a reduction; to the nearest penny, ties up. Without a rate it is salary only.
    """
    whole = Fraction(salary_pence * minutes * (1000 + (on_cost_tenths or 0)), week_minutes * 1000)
    return (2 * whole.numerator + whole.denominator) // (2 * whole.denominator)


def one_off_value(
    salary_pence: int, total_minutes: int, week_minutes: int, on_cost_tenths: int | None
) -> int:
    """Pence that `total_minutes` once are worth: their share of a year of 39 taught weeks."""
    return annual_value(salary_pence, total_minutes, week_minutes * WEEKS_TAUGHT, on_cost_tenths)


def of_full_time(pence: int, fraction: int) -> int:
    """Pence a year that somebody part-time is paid of a full-time figure, to the nearest penny.

    `fraction` is in ten-thousandths of full time, 1 to 10,000.
    """
    return (2 * pence * fraction + WHOLE) // (2 * WHOLE)


def parse_fraction(text: str) -> int:
    """A full-time fraction in ten-thousandths: "0.6", ".6", "60%" and "1". ValueError in words."""
    typed = text.strip()
    fraction = 0
    if typed and (found := _DECIMAL.fullmatch(typed)):
        fraction = int(found[1] or 0) * WHOLE + int((found[2] or "").ljust(4, "0"))
    elif found := _PERCENT.fullmatch(typed):
        fraction = int(found[1]) * 100 + int((found[2] or "").ljust(2, "0"))
    if not 0 < fraction <= WHOLE:
        shown = typed if len(typed) <= 30 else typed[:29] + "…"
        raise ValueError(f"“{shown}” is not a part of full time such as 0.6 or 60%.")
    return fraction
