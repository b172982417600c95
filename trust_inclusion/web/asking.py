"""What an address asks of a list: what means nothing asks for nothing, and never fails."""

from collections.abc import Callable, Container
from datetime import date

from trust_inclusion.domain.calendar import parse_date
from trust_inclusion.domain.standing import BEGINNING

LONGEST_SEARCH = 100


def one_of(text: str, known: Container[str]) -> str:
    """`text` where it is one of the known, else nothing."""
    return text if text in known else ""


def whole(text: str) -> int | None:
    """A whole number of at most nine digits; None for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def page_number(text: str) -> int:
    """The number of a page, from 1."""
    return max(whole(text) or 1, 1)


def day(text: str) -> date | None:
    """A day as people write it, from the first that a timeline has; None for anything else."""
    try:
        found = parse_date(text) if text else None
    except ValueError:
        return None
    return found if found and found >= BEGINNING else None


def searched(text: str) -> str:
    """The words to search for, as many characters of them as a search takes."""
    return text.replace("\x00", "").strip()[:LONGEST_SEARCH]


def page_links(current: int, last: int, href: Callable[[int], str]) -> list[tuple[str, str | None]]:
    """The pages around `current` of `last` as (number, address); gaps have no address."""
    before = 0
    near = {1, last, *range(current - 2, current + 3)}
    found: list[tuple[str, str | None]] = []
    for number in sorted(n for n in near if 1 <= n <= last):
        if number > before + 1:
            found.append(("…", None))
        found.append((str(number), href(number)))
        before = number
    return found
