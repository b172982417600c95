"""The letters of a standing in SQL, for those who see no pay."""

from typing import Any

from sqlalchemy import ColumnElement, func

from trust_inclusion.domain import charter_letters
from trust_inclusion.domain.charter_letters import PLACES


def beside_pay(letters: Any) -> ColumnElement[Any]:
    """The letters without those that tell of pay, as SQL."""
    shown = {PLACES[code] for code in charter_letters.codes(pay=False)}
    spans: list[tuple[int, int]] = []
    for place in sorted(shown):
        if spans and place == spans[-1][0] + spans[-1][1]:
            spans[-1] = (spans[-1][0], spans[-1][1] + 1)
        else:
            spans.append((place, 1))
    parts = [func.substr(letters, first + 1, many) for first, many in spans]
    found = parts[0]
    for part in parts[1:]:
        found = found.concat(part)
    return found
