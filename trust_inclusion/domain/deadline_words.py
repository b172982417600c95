"""The list of deadlines in words: the answer above it, and who has still to begin."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from trust_inclusion.domain.clocks import Group
from trust_inclusion.domain.words import count, long_date


def answer(groups: Mapping[str, int], day: date) -> str:
    """How many posts under the duty are not lawful on `day`, and how many cannot come right.

    `groups` has how many rows each group has; a group without any may be left out.
    """
    under = sum(groups.values()) - groups.get(Group.NOT_IN_SCOPE, 0)
    breach, unfit = groups.get(Group.BREACH_NOW, 0), groups.get(Group.NOT_ELIGIBLE, 0)
    late = groups.get(Group.CANNOT_FINISH, 0)
    if not under:
        return f"As at {long_date(day)}."
    wrong = breach + unfit
    if not wrong:
        said = f"none of {count(under, 'post')} breaks the law."
    else:
        parts: list[str] = []
        if breach:
            parts.append(f"{breach:,} without a SENCO or past the deadline")
        if unfit:
            parts.append(f"{unfit:,} with somebody who may not be the SENCO")
        verb = "breaks" if wrong == 1 else "break"
        said = f"{wrong:,} of {count(under, 'post')} {verb} the law: {', '.join(parts)}."
    more = f" {late:,} {'more ' if wrong else ''}cannot finish in time." if late else ""
    return f"As at {long_date(day)}, {said}{more}"


def starts(name: str, day: date) -> str:
    """Of somebody who is appointed and has still to begin."""
    return f"{name} starts on {long_date(day)}"
