"""What the parts of the demo share while it is built: dates, chance, rows made so far, the log."""

from collections.abc import Callable, Iterable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import datetime
from random import Random
from typing import Any

from trust_inclusion.adapters.files import Store
from trust_inclusion.db import Model, db
from trust_inclusion.demo.dates import Dates
from trust_inclusion.domain.access import OPERATOR, Actor
from trust_inclusion.models.academies import Academy
from trust_inclusion.models.accounts import Account
from trust_inclusion.models.people import Person
from trust_inclusion.services import audit, evidence_files

SEED = 20_240_901


@dataclass(frozen=True, slots=True)
class Event:
    """A line of the log to come."""

    happened_at: datetime
    actor: Actor
    action: str
    subject: str
    subject_id: int | None
    academy_id: int | None
    before: Mapping[str, Any] | None
    after: Mapping[str, Any] | None


@dataclass(frozen=True, slots=True)
class Coming:
    """What will be recorded at an instant, once the building has come so far."""

    at: datetime
    record: Callable[[], None]


def _chance() -> Random:
    # Chance must fall the same way every time; nothing secret hangs on it.
    return Random(SEED)  # noqa: S311


@dataclass(slots=True)
class Making:
    """The demo while it is built. How often chance is asked never depends on the date."""

    dates: Dates
    store: Store
    kept: ExitStack
    """Closed when the demo is built; where that fails, the files of it are forgotten."""
    chance: Random = field(default_factory=_chance)
    academies: dict[str, Academy] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)
    accounts: dict[str, Account] = field(default_factory=dict)
    events: list[Event] = field(default_factory=list)
    to_come: list[Coming] = field(default_factory=list)

    def add(self, rows: Iterable[Model]) -> None:
        """Store rows, so that they have ids."""
        db.session.add_all(rows)
        db.session.flush()

    def keep(self, content: bytes, name: str) -> evidence_files.Kept:
        """Put a file into the store, for as long as the demo is built whole."""
        return self.kept.enter_context(evidence_files.kept(self.store, content, name, ""))

    def account_of(self, name: str) -> str:
        """The key of the account of somebody on record."""
        person = self.people[name]
        return next(key for key, one in self.accounts.items() if one.person_id == person.id)

    def happened(
        self,
        at: datetime,
        by: str | None,
        action: str,
        subject: str,
        subject_id: int | None = None,
        *,
        academy: Academy | None = None,
        before: Mapping[str, Any] | None = None,
        after: Mapping[str, Any] | None = None,
    ) -> None:
        """Note an act of an account (by its key), or of the operator, for the log."""
        actor = Actor("", self.accounts[by].id) if by else OPERATOR
        academy_id = academy.id if academy else None
        event = Event(at, actor, action, subject, subject_id, academy_id, before, after)
        self.events.append(event)

    def comes(self, at: datetime, record: Callable[[], None]) -> None:
        """Leave something to be recorded at an instant: see `up_to`."""
        self.to_come.append(Coming(at, record))

    def up_to(self, instant: datetime) -> None:
        """Record what had come by an instant, and write what had happened into the log.

        In the order of time, so that what follows is worked out from what was known then. Asked
        with instants that only rise.
        """
        due = sorted((one for one in self.to_come if one.at <= instant), key=lambda one: one.at)
        self.to_come = [one for one in self.to_come if one.at > instant]
        for one in due:
            one.record()
        self._write_log(instant)

    def _write_log(self, instant: datetime) -> None:
        due = [event for event in self.events if event.happened_at <= instant]
        self.events = [event for event in self.events if event.happened_at > instant]
        for event in sorted(due, key=lambda event: event.happened_at):
            audit.record(
                event.actor,
                event.action,
                event.subject,
                event.subject_id,
                now=event.happened_at,
                academy_id=event.academy_id,
                before=event.before,
                after=event.after,
            )
