"""The demo trust: 24 invented academies whose people, hours and figures show everything there is.

Built by a seeded generator from a story told in days relative to today, so that it is the same
whenever it is built. Nobody and no school in it is real.
"""

from contextlib import ExitStack
from datetime import date, datetime
from pathlib import Path

from flask import current_app
from sqlalchemy import exists as any_row
from sqlalchemy import select

from trust_inclusion.adapters.files import Folder
from trust_inclusion.db import db, transaction
from trust_inclusion.demo import (
    accounts,
    changes,
    charter,
    duties,
    evidence,
    letters,
    lived,
    paid,
    pathways,
    pay_spine,
    reviews,
    rows,
    rulings,
    told,
    yearly,
)
from trust_inclusion.demo.accounts import ACCOUNTS, DemoAccount
from trust_inclusion.demo.dates import Dates
from trust_inclusion.demo.making import Making
from trust_inclusion.models.academies import Academy
from trust_inclusion.models.accounts import Account
from trust_inclusion.services import settings, standing

__all__ = ["ACCOUNTS", "TRUST_NAME", "TRUST_UID", "DemoAccount", "NotEmpty", "build", "exists"]

TRUST_NAME = "Larkfield Learning Trust"
TRUST_UID = "99001"


class NotEmpty(Exception):
    """The database holds another trust. The message is safe to show."""


def exists() -> bool:
    """Whether this database holds the demo trust already."""
    return settings.current().trust_uid == TRUST_UID


def build(today: date, now: datetime) -> None:
    """Build the demo trust in a migrated database without rows, in one transaction.

    Its certificates go into the folder of the app's settings; where the building fails, they go
    again. Does nothing where it exists already. Raises NotEmpty rather than mix it with another
    trust.
    """
    store = Folder(Path(current_app.config["EVIDENCE_DIR"]))
    with ExitStack() as kept, transaction():
        if exists():
            return
        if db.session.scalar(select(any_row(select(Academy.id)) | any_row(select(Account.id)))):
            raise NotEmpty("This database holds another trust: choose an empty one for the demo.")
        _build(Making(Dates(today, now), store, kept))


def _build(making: Making) -> None:
    rows.add_academies(making)
    rows.add_people(making)
    accounts.add(making)
    rows.add_posts(making)
    _log_first_days(making)
    pay_spine.add(making)
    paid.add(making)
    rows.add_policies(making)
    evidence.add(making)
    reviews.add(making)
    told.add(making)
    rulings.add(making)
    yearly.add(making)
    settings.name_trust(TRUST_NAME, TRUST_UID)
    settings.set_qualification_rules(rows.qualification_rules(making))
    standing.rebuild_all()
    duties.add(making)
    charter.add(making)
    letters.add(making)
    pathways.add(making)
    lived.add(making)
    changes.add(making)
    making.up_to(making.dates.now)
    standing.rebuild_all()


def _log_first_days(making: Making) -> None:
    """What the operator and HR did when the trust began to use the product."""
    begun = making.dates.september(3)
    making.happened(making.dates.instant(begun, -40), None, "trust_named", "settings", 1)
    for minutes, by, action, count in (
        (100, "admin", "import_academies", len(making.academies)),
        (160, "hr", "import_posts", len(making.people)),
    ):
        at = making.dates.instant(begun.replace(day=4), minutes)
        making.happened(at, by, action, "import", after={"rows": count})
