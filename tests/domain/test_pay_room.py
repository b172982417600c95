"""Room to rise, year by year: by the post's own range, by a scale that leads on, by the tables."""

from datetime import date

import pytest

from tests.domain.pay_rows import REST, row
from trust_inclusion.domain.pay_facts import Paid
from trust_inclusion.domain.pay_room import ALWAYS, rooms
from trust_inclusion.domain.pay_tables import PayTable

UPPER = [row("U1", 1, scale="Upper"), row("U3", 3, scale="Upper")]
BEFORE = [row(f"U{n}", n, year="2025/26", scale="Upper") for n in (1, 2)]
SEPTEMBER = date(2026, 9, 1)


def paid(point: str, scale: str = "Upper", top: str = "") -> Paid:
    """A point in the rest of England."""
    return Paid(area=REST, scale=scale, point=point, top=top)


@pytest.mark.parametrize(
    ("held", "room"),
    [
        (paid("L6", "Leadership", "L10"), True),
        (paid("L10", "Leadership", "L10"), False),
        (paid("L11", "Leadership", "L10"), False),
        (paid("L6", "Leadership", "U3"), None),
        (paid("M6", "Main"), True),
        (paid("M6", "main pay range"), True),
        (paid("UQ6", "Unqualified"), True),
        (paid("M6", "Main", "M6"), False),
        (paid(""), None),
        (Paid(scale="Upper", point="U3"), None),
    ],
)
def test_what_holds_for_all_time(held: Paid, room: bool | None) -> None:
    assert rooms(held, PayTable(UPPER)) == ((ALWAYS, room),)


def test_a_new_years_table_may_change_it() -> None:
    table = PayTable([*BEFORE, *UPPER])
    before = (ALWAYS, None), (date(2025, 9, 1), False)
    assert rooms(paid("U2"), table) == (*before, (SEPTEMBER, True))
    assert rooms(paid("U3"), PayTable(UPPER)) == ((ALWAYS, None), (SEPTEMBER, False))


def test_a_year_with_one_point_says_nothing_of_the_top() -> None:
    table = PayTable([*BEFORE, row("U3", 3, scale="Upper")])
    assert rooms(paid("U1"), table) == ((ALWAYS, None), (date(2025, 9, 1), True))
    only_the_own = PayTable([*BEFORE, row("U1", 1, scale="Upper")])
    assert rooms(paid("U1"), only_the_own) == ((ALWAYS, None), (date(2025, 9, 1), True))


def test_a_point_that_no_table_reaches_is_not_known() -> None:
    assert rooms(paid("U4"), PayTable(UPPER)) == ((ALWAYS, None),)
    assert rooms(paid("L6"), PayTable(UPPER)) == ((ALWAYS, None),)
