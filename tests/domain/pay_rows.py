"""Rows of pay for the tests: made-up round figures, so that sums can be done by eye."""

from trust_inclusion.domain.allowances import Allowance, Range, Ranges
from trust_inclusion.domain.pay import Salary
from trust_inclusion.domain.pay_tables import PayTable

REST = "Rest of England"


def row(
    point: str, pounds: int, *, year: str = "2026/27", scale: str = "Main", area: str = REST,
    basis: str = "published",
) -> Salary:  # fmt: skip
    """One point of a table."""
    return Salary(year, area, scale, point, pounds * 100, basis, "A table")


TABLE = PayTable(
    [
        row("M1", 34_000),
        row("M6", 47_000),
        row("U1", 49_000, scale="Upper"),
        row("U3", 53_000, scale="Upper"),
        row("L1", 54_000, scale="Leadership"),
        row("L6", 60_000, scale="Leadership"),
        row("L43", 149_000, scale="Leadership"),
        row("LP1", 55_000, scale="Leading practitioner"),
        row("UQ6", 37_000, scale="Unqualified"),
        row("UQ1", 24_000, scale="Unqualified"),
        row("M6", 45_000, year="2025/26"),
        row("L5", 58_000, year="2025/26", scale="Leadership"),
    ]
)


def _range(allowance: Allowance, least: int, most: int, year: str = "2026/27") -> Range:
    return Range(year, allowance, least * 100, most * 100, "published", "A table")


RANGES = Ranges(
    [
        _range(Allowance.TLR1, 10_000, 18_000),
        _range(Allowance.TLR2, 3_600, 9_000),
        _range(Allowance.TLR3, 700, 3_600),
        _range(Allowance.SEN, 2_900, 5_700),
        _range(Allowance.SEN, 2_700, 5_400, "2025/26"),
    ]
)
