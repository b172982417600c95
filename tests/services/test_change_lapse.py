"""An academy that a list no longer has: what is on its way there is closed on the day it left."""

from datetime import date
from typing import Any

import pytest

from tests import files
from tests.changing import Changing, empty_outbox, letters, noon
from tests.factories import TODAY
from trust_inclusion.db import db, transaction
from trust_inclusion.domain.access import OPERATOR, Actor, Refused, Role
from trust_inclusion.models.academies import Academy
from trust_inclusion.models.changes import ChangeStep
from trust_inclusion.models.standing import Standing
from trust_inclusion.services.changes import steps
from trust_inclusion.services.imports import academies


@pytest.fixture
def oak(session: Any) -> Changing:
    found = Changing()
    found.add("admin", Role.ADMIN)
    return found


def listed_without_oak(actor: Actor, **more: str) -> None:
    """Take in today's list of the trust, which has Northgate; `more` is what it says of Oak
    beside."""
    oak = [{"URN": "139999", **more}] if more else []
    with transaction():
        file = academies.read(
            actor,
            files.establishments({}, *oak),
            file_name=f"edubasealldata{TODAY:%Y%m%d}.csv",
            trust_uid=files.TRUST,
            links=None,
            today=TODAY,
        )
        academies.apply(actor, academies.preview(actor, file), now=noon(TODAY))


def renumber(oak: Changing) -> None:
    with transaction():
        db.session.get_one(Academy, oak.oak.id).urn = 139999


@pytest.mark.parametrize("who", ["operator", "admin", "hr"])
def test_an_academy_that_left_closes_what_was_on_its_way(oak: Changing, who: str) -> None:
    renumber(oak)
    one = oak.propose("head")
    empty_outbox()
    listed_without_oak(OPERATOR if who == "operator" else oak.actor(who))
    assert oak.state(one) == "lapsed"
    last = db.session.query(ChangeStep).order_by(ChangeStep.id.desc()).first()
    assert last is not None
    assert (last.step, last.capacity) == ("lapse", None)
    assert dict(letters()).keys() == {"senco", "head"}
    rows = db.session.query(Standing).filter_by(academy_id=oak.oak.id)
    assert {row.open_change for row in rows} == {None}


def test_an_academy_that_closes_later_keeps_it_until_then(oak: Changing) -> None:
    renumber(oak)
    one = oak.propose("head")
    closes = date(2027, 1, 31)
    told = {"Trusts (code)": "", "CloseDate": f"{closes:%d-%m-%Y}"}
    listed_without_oak(OPERATOR, **told, **{"EstablishmentStatus (code)": "2"})
    assert db.session.get_one(Academy, oak.oak.id).left_on == closes
    assert oak.state(one) == "endorsed"
    with transaction():
        assert steps.lapse_where_left(OPERATOR, closes, noon(closes)) == 1
    assert oak.state(one) == "lapsed"


def test_only_the_daily_run_and_an_import_lapse(oak: Changing) -> None:
    for who in ("director", "leader", "head", "senco"):
        with pytest.raises(Refused):
            steps.lapse_where_left(oak.actor(who), TODAY, noon(TODAY))
