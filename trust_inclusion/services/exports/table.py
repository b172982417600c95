"""What an export is before it is bytes."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from trust_inclusion.domain.hours import decimal_text

Cell = str | int | Decimal | date | bool | None
"""A bool is written as yes or no, None as a blank."""


@dataclass(frozen=True, slots=True)
class Table:
    """Column names, and rows that can be gone through once."""

    columns: tuple[str, ...]
    rows: Iterator[tuple[Cell, ...]]


def hours(minutes: int | None) -> Decimal | None:
    """Hours as files give them: 300 minutes are 5.0, 1116 are 18.6, 100 are 1.67 (half up)."""
    if minutes is None:
        return None
    text = decimal_text(Fraction(minutes, 60), 2)
    return Decimal(text.removesuffix("0"))


def thousandths(value: int | None) -> Decimal | None:
    """A number of thousandths with its three decimals: 3325 is 3.325."""
    return None if value is None else Decimal(value).scaleb(-3)


def pounds(pence: int | None) -> Decimal | int | None:
    """Pounds, with pence only where there are any: 6775500 is 67755."""
    if pence is None:
        return None
    return Decimal(pence).scaleb(-2) if pence % 100 else pence // 100


def percent(tenths: int | None) -> Decimal | int | None:
    """A percentage: 340 is 34, 201 is 20.1."""
    if tenths is None:
        return None
    return Decimal(tenths).scaleb(-1) if tenths % 10 else tenths // 10
