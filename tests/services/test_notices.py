"""The outbox: what may go in, who takes it, and how long it is tried."""

from datetime import timedelta
from itertools import pairwise

import pytest
from sqlalchemy import select

from tests import factories as make
from trust_inclusion.db import db, transaction
from trust_inclusion.domain.access import OPERATOR, Refused, Role
from trust_inclusion.models.notices import OutgoingMail
from trust_inclusion.services import notices

pytestmark = pytest.mark.usefixtures("session")
NOW = make.NOW


def put(*addresses: str) -> None:
    with transaction():
        for address in addresses:
            notices.put("reminder", address, {"items": []}, now=NOW)


def taken(now=NOW) -> list[str]:
    """To whom what this run takes goes, one after the other."""
    found: list[str] = []
    while True:
        with transaction():
            one = notices.take(OPERATOR, due_by=now, now=now)
        if one is None:
            return found
        found.append(one.to_email)


@pytest.mark.parametrize(
    "address",
    ["", "olive", "@a.example", "o@", "o o@a.example", "o@a.example\nBcc: x@a.example",
     "o@a.example,x@a.example", "Olive <o@a.example>", "o@a@b.example", "ö@a.example",
     "o@a.example ", f"{'o' * 200}@a.example"],
)  # fmt: skip
def test_what_is_no_address_is_refused(address: str) -> None:
    with pytest.raises(notices.NotAnAddress):
        notices.put("reminder", address, {}, now=NOW)


@pytest.mark.parametrize("address", ["o@a.example", "olive.o'neil+senco@mail.a-b.example"])
def test_what_is_an_address_is_not(address: str) -> None:
    put(address)
    assert taken() == [address]


def test_what_one_run_has_taken_no_other_takes_until_it_must_have_stopped() -> None:
    put("a@a.example", "b@a.example")
    assert taken() == ["a@a.example", "b@a.example"]
    assert taken(NOW + notices.HELD_FOR - timedelta(seconds=1)) == []
    assert taken(NOW + notices.HELD_FOR) == ["a@a.example", "b@a.example"]


def test_what_is_sent_is_not_taken_again() -> None:
    put("a@a.example")
    with transaction():
        one = notices.take(OPERATOR, due_by=NOW, now=NOW)
        assert one
        notices.sent(OPERATOR, one.id, now=NOW)
    assert taken(NOW + timedelta(days=30)) == []


def test_it_is_tried_after_1_5_and_30_minutes_2_and_12_hours_and_given_up_after_three_days() -> (
    None
):
    put("a@a.example")
    tries, now = [], NOW
    for _minute in range(4 * 24 * 60):
        with transaction():
            one = notices.take(OPERATOR, due_by=now, now=now)
            if one is not None:
                tries.append(now)
                notices.failed(OPERATOR, one.id, "cannot_connect", now=now)
        now += timedelta(minutes=1)
        row = db.session.scalars(select(OutgoingMail)).one()
        if row.given_up_at:
            break
        now = max(now, row.not_before)
    waits = [int((b - a).total_seconds()) // 60 for a, b in pairwise(tries)]
    assert waits == [1, 5, 30, 120, *[720] * 6]
    assert timedelta(days=3) <= tries[-1] - NOW < timedelta(days=3, hours=12)
    assert taken(NOW + timedelta(days=30)) == []


def test_the_administrator_sees_what_failed_and_nobody_else() -> None:
    put("a@a.example", "b@a.example", "c@a.example")
    with transaction():
        for error in ("refused_550", "cannot_connect"):
            one = notices.take(OPERATOR, due_by=NOW, now=NOW)
            assert one
            notices.failed(OPERATOR, one.id, error, now=NOW)
    found = notices.failures(make.actor(Role.ADMIN), now=NOW)
    assert (found.trying, found.given_up) == (2, 0)
    assert {row.last_error for row in found.latest} == {"refused_550", "cannot_connect"}
    for role in (Role.HR, Role.DIRECTOR):
        with pytest.raises(Refused):
            notices.failures(make.actor(role), now=NOW)
    with pytest.raises(Refused):
        notices.take(make.actor(Role.ADMIN), due_by=NOW, now=NOW)
