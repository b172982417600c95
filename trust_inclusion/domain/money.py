"""Pounds and percentages as people type them and as spreadsheets save them, in exact integers."""

import re

_POUNDS = re.compile(r"£? ?([0-9]{1,9}|[0-9]{1,3}(?:,[0-9]{3}){1,2})(?:\.([0-9]{1,2}))?")
_PERCENT = re.compile(r"([0-9]{1,3})(?:\.([0-9])0*)? ?%?")
_FINER = re.compile(r"[0-9]{0,3}\.[0-9]{2,} ?%?")


def parse_pounds(text: str) -> int:
    """Pence, 0 or more: "£180,000" and "180000.50" are amounts. ValueError in plain words."""
    found = _POUNDS.fullmatch(text.strip())
    if found is None:
        raise ValueError(
            f"“{_short(text)}” is not an amount in pounds such as 67755 or £67,755.50."
        )
    return int(found[1].replace(",", "")) * 100 + int((found[2] or "").ljust(2, "0"))


def parse_percent(text: str) -> int:
    """Tenths of a percent, 0 or more: "34", "34%" and "20.1". ValueError in plain words.

    No finer than a tenth: the bands of the formula are strict, so 20.04 may not become 20.0.
    """
    typed = text.strip()
    if found := _PERCENT.fullmatch(typed):
        return int(found[1]) * 10 + int(found[2] or 0)
    if _FINER.fullmatch(typed):
        raise ValueError(
            f"“{_short(text)}” has more than one decimal. Round it to one; write 34 for 34 percent."
        )
    raise ValueError(f"“{_short(text)}” is not a percentage such as 34 or 20.1.")


def _short(text: str) -> str:
    return text if len(text) <= 30 else text[:29] + "…"
