"""What time costs: the annual value of a change of hours.

Money is pence a year. The figures of a point come from dated tables; see `reference/`.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

WEEKS_TAUGHT = 39
"""195 working days of a school teacher's year in weeks of five (School Teachers' Pay and
Conditions Document, section 4: 195 days, 1,265 hours)."""


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
