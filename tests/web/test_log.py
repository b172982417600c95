"""The log after a day's work: a whole chain of ids, codes and figures, no names and no words."""

import json
import re
from typing import Any

from sqlalchemy import select

from tests import factories as make
from tests.client import Client
from tests.web.conftest import Trust
from trust_inclusion.db import db, transaction
from trust_inclusion.domain.access import OPERATOR, Role
from trust_inclusion.models.academies import Academy, Hub
from trust_inclusion.models.accounts import Account
from trust_inclusion.models.log import AuditEvent
from trust_inclusion.models.people import Person
from trust_inclusion.services import accounts, audit
from trust_inclusion.services.accounts import GrantOf, NewAccount

WORDS = {
    "source": "Said by Wilma Witness",
    "turnover_source": "Mover Mike counted",
    "budget_year": "Budget Betty",
    "note": "Tearful Tess spoke of leaving",
    "what": "Ring Rita Ringer",
    "hub": "Hubert's hub",
    "name": "Nadia New",
    "email": "nadia.new@trust.example",
    "password": "quietly seven otters",
}
CODE = re.compile(r"[a-z_]+|[0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9a-f]{64}")


def a_days_work(trust: Trust) -> None:
    """Everything that people can do so far, with names in every box."""
    with trust.app.app_context(), transaction():
        hashed = trust.app.extensions["hasher"].hash(WORDS["password"])
        grant = GrantOf(Role.DIRECTOR, everything=True)
        new = NewAccount(WORDS["email"], WORDS["name"], hashed, (grant,))
        accounts.create(OPERATOR, new, now=make.NOW)
    client = Client(trust.app)
    signing_in = {"email": WORDS["email"], "password": WORDS["password"]}
    client.post("/sign-in", {**signing_in, "password": "wrong"}, 422)
    client.post("/sign-in", signing_in)
    figures = {name: WORDS[name] for name in ("source", "turnover_source", "budget_year")}
    path = f"/academies/{trust.own}"
    day = {"census_date": ["2", "11", "2026"]}
    client.post(f"{path}/evidence/add", {**day, "roll": "400", "notional_sen_budget": "5",
                                         "turnover": "6", **figures})  # fmt: skip
    client.post(f"{path}/evidence/2026-11-02", {"version": "1", "ehcp": "4", **figures})
    rows = {f"actions-{n}-{name}": "" for n in range(3) for name in ("what", "owner", "due_on")}
    action = {"actions-0-what": WORDS["what"], "actions-0-due_on": ["1", "12", "2026"],
              "actions-0-owner": str(trust.accounts["headteacher"].id)}  # fmt: skip
    client.post(f"{path}/reviews/add", {"reviewed_on": ["20", "11", "2026"],
                                        "note": WORDS["note"], **rows, **action})  # fmt: skip
    client.post(f"/reviews/actions/{trust.action_id}/done")
    client.post(f"{path}/hub", {"hub": WORDS["hub"], "version": "1"})
    client.post("/account/password", {"present": WORDS["password"], "new": "eight other otters"})
    client.post("/sign-out")


def test_the_log_tells_what_was_done_without_names_or_words(trust: Trust) -> None:
    a_days_work(trust)
    with trust.app.app_context():
        assert audit.first_break() is None
        events = db.session.scalars(select(AuditEvent).order_by(AuditEvent.id)).all()
        done = [event.action for event in events]
        assert done == [
            "account_created", "signed_in", "evidence_entered", "evidence_entered",
            "academy_reviewed", "review_action_done", "hub_set", "password_changed", "signed_out",
        ]  # fmt: skip
        secret = {*WORDS.values(), "wrong", "eight other otters"}
        for kind in (Person, Account, Academy, Hub):
            for row in db.session.scalars(select(kind)):
                secret |= {row.name, getattr(row, "email", None) or row.name}
        told = json.dumps([[event.before, event.after] for event in events]).casefold()
        assert [word for word in secret if word.casefold() in told] == []
        for event in events:
            for value in texts([event.before, event.after]):
                assert CODE.fullmatch(value), (event.action, value)


def texts(value: Any) -> list[str]:
    """Every text inside JSON."""
    if isinstance(value, dict):
        return [text for one in value.values() for text in texts(one)]
    if isinstance(value, list):
        return [text for one in value for text in texts(one)]
    return [value] if isinstance(value, str) else []


def test_who_did_it_is_told_by_account(trust: Trust) -> None:
    client = trust.client("director")
    client.post(f"/academies/{trust.own}/hub", {"hub": "West", "version": "1"})
    with trust.app.app_context():
        event = db.session.scalars(select(AuditEvent).order_by(AuditEvent.id.desc())).first()
        assert event
        assert event.account_id == trust.accounts["director"].id
        assert event.subject == "academy"
        assert event.academy_id == event.subject_id
        assert set(event.before or {}) == set(event.after or {}) == {"hub_id"}


def test_looking_is_not_written_down(trust: Trust) -> None:
    client = trust.client("director")
    with trust.app.app_context():
        before = len(db.session.scalars(select(AuditEvent.id)).all())
    for path in ("/", "/academies/", f"/academies/{trust.own}", "/academies/academies.csv"):
        client.raw(path)
    with trust.app.app_context():
        assert len(db.session.scalars(select(AuditEvent.id)).all()) == before
