"""Writes what the drafts say, with a line in the log for each thing: figures and codes only."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from trust_inclusion.db import Model, db
from trust_inclusion.domain.access import Actor
from trust_inclusion.domain.calendar import london_day
from trust_inclusion.domain.pathway import Track
from trust_inclusion.domain.posts import AllocationKind
from trust_inclusion.models.accounts import Account
from trust_inclusion.models.pathway import PathwayPlace
from trust_inclusion.models.people import Person, Qualification, ServiceSpell
from trust_inclusion.models.posts import Absence, Allocation, Appointment, AppointmentPay, Post
from trust_inclusion.services import audit
from trust_inclusion.services.imports.posts.drafts import (
    AppointmentDraft,
    Draft,
    Drafts,
    PersonDraft,
    PostDraft,
)
from trust_inclusion.services.imports.preview import logged

_PRIVATE = frozenset({"name", "email", "trn", "title", "provider", "course"})
"""Of these the log keeps only that they changed."""
_IN_PARTS = 500
BY_FILE = "Told by a file of posts."
"""What shows a stage that a file brought in."""


@dataclass(slots=True)
class Saving:
    """One import being written."""

    actor: Actor
    now: datetime
    academies: set[int] = field(default_factory=set[int])
    """Whose standing has to be worked out anew."""

    def save(self, drafts: Drafts, linked: dict[int, PersonDraft]) -> None:
        """Write everything that is new or differs, people first."""
        people = [person for person in drafts.people if self._save_person(person)]
        for post in drafts.posts:
            if self._save_post(post) and post.academy_id is not None:
                self.academies.add(post.academy_id)
        for account_id, person in linked.items():
            db.session.get_one(Account, account_id).person_id = person.id
            self._log("account_linked", "account", account_id, {}, {"person_id": person.id})
        self.academies |= _academies_of([person.id for person in people if person.id is not None])

    def _save_person(self, draft: PersonDraft) -> bool:
        changed, before = draft.changed, draft.before
        if changed:
            row = self._row(Person, draft)
            for name, value in changed.items():
                if name == "spells":
                    row.service_spells = [ServiceSpell(started_on=a, ended_on=b) for a, b in value]
                else:
                    setattr(row, name, value)
            db.session.flush()
            draft.id = row.id
            self._save_places(row, changed)
            self._log("person_imported", "person", row.id, before, changed)
        courses = [
            self._save_part(Qualification, course, "qualification", {"person_id": draft.id})
            for course in draft.courses
        ]
        return bool(changed) or any(courses)

    def _save_places(self, person: Person, changed: dict[str, Any]) -> None:
        """Keep with the others that a stage was reached; a file does not say since when."""
        for track in Track:
            if (column := f"{track.value}_stage") in changed:
                place = PathwayPlace(
                    person_id=person.id,
                    track=track.value,
                    code=changed[column],
                    since=london_day(self.now),
                    evidence=BY_FILE,
                    recorded_at=self.now,
                    recorded_by_id=self.actor.account_id,
                )
                db.session.add(place)

    def _save_post(self, draft: PostDraft) -> bool:
        changed, before = draft.changed, draft.before
        if changed:
            row = self._row(Post, draft)
            row.academy_id = draft.academy_id
            for name, value in changed.items():
                setattr(row, name, value)
            db.session.flush()
            draft.id = row.id
            self._log("post_imported", "post", row.id, before, changed, draft.academy_id)
        if draft.opening is not None:
            self._open(draft, draft.opening)
        held = [self._save_appointment(one, draft) for one in draft.appointments]
        return bool(changed) or draft.opening is not None or any(held)

    def _open(self, post: PostDraft, opening: Draft) -> None:
        kind = AllocationKind.OPENING.value
        row = Allocation(post_id=post.id, kind=kind, recorded_at=self.now, **opening.now)
        db.session.add(row)
        db.session.flush()
        self._log(
            "allocation_opened", "post", post.id, {}, {"id": row.id, **opening.now}, post.academy_id
        )

    def _save_appointment(self, draft: AppointmentDraft, post: PostDraft) -> bool:
        changed, before = draft.changed, draft.before
        if changed:
            row = self._row(Appointment, draft)
            row.post_id, row.person_id = post.id or 0, draft.person.id or 0
            for name, value in changed.items():
                setattr(row, name, value)
            db.session.flush()
            draft.id = row.id
            told = {"post_id": post.id, "person_id": draft.person.id, **changed}
            self._log("appointment_imported", "appointment", row.id, before, told, post.academy_id)
        owner, academy_id = {"appointment_id": draft.id}, post.academy_id
        parts = [
            *(self._save_part(Absence, a, "absence", owner, academy_id) for a in draft.absences),
            *(self._save_part(AppointmentPay, p, "pay", owner, academy_id) for p in draft.pay),
        ]
        return bool(changed) or any(parts)

    def _save_part(
        self,
        table: type[Model],
        draft: Draft,
        subject: str,
        owner: dict[str, int | None],
        academy_id: int | None = None,
    ) -> bool:
        """A course, absence or pay, which belongs to the row that `owner` names."""
        changed, before = draft.changed, draft.before
        if not changed:
            return False
        row: Any = self._row(table, draft)
        for name, value in {**owner, **changed}.items():
            setattr(row, name, value)
        db.session.flush()
        draft.id = row.id
        told = {**owner, **changed}
        if subject == "pay":
            # Of pay the log keeps what was changed and from when, never a figure.
            starts_on = draft.now["starts_on"]
            before, told = {}, {**owner, "starts_on": starts_on, "changed": sorted(changed)}
        self._log(f"{subject}_imported", subject, row.id, before, told, academy_id)
        return True

    def _row(self, table: type[Any], draft: Draft) -> Any:
        if draft.id is not None:
            return db.session.get_one(table, draft.id)
        row = table()
        db.session.add(row)
        return row

    def _log(
        self,
        action: str,
        subject: str,
        subject_id: int | None,
        before: dict[str, Any],
        after: dict[str, Any],
        academy_id: int | None = None,
    ) -> None:
        audit.record(
            self.actor, action, subject, subject_id, now=self.now, academy_id=academy_id,
            before=_for_log(before), after=_for_log(after),
        )  # fmt: skip


def _for_log(values: dict[str, Any]) -> dict[str, Any]:
    kept: dict[str, Any] = {}
    for name, value in values.items():
        if name in _PRIVATE:
            kept[f"{name}_changed"] = True
        elif name == "spells":
            kept[name] = [[logged(first), logged(last)] for first, last in _spells(value)]
        else:
            kept[name] = logged(value)
    return kept


def _spells(value: Any) -> tuple[tuple[date, date | None], ...]:
    return value or ()


def _academies_of(person_ids: list[int]) -> set[int]:
    """Every academy at which these people hold or held a post."""
    found: set[int] = set()
    for start in range(0, len(person_ids), _IN_PARTS):
        query = (
            select(Post.academy_id)
            .join(Appointment, Appointment.post_id == Post.id)
            .where(Appointment.person_id.in_(person_ids[start : start + _IN_PARTS]))
        )
        found |= set(_known(db.session.scalars(query)))
    return found


def _known(ids: Iterable[int | None]) -> Iterable[int]:
    return (one for one in ids if one is not None)
