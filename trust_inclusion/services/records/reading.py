"""A person's record as one reader may see it."""

from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select

from trust_inclusion.db import AnyRow, db
from trust_inclusion.domain import access, record_words
from trust_inclusion.domain.access import Action, Actor, Place
from trust_inclusion.domain.posts import holds_on
from trust_inclusion.domain.qualification import Assessment
from trust_inclusion.domain.records import About, ClaimState
from trust_inclusion.domain.words import long_date
from trust_inclusion.models.academies import Academy
from trust_inclusion.models.accounts import Account
from trust_inclusion.models.log import AuditEvent
from trust_inclusion.models.people import Person
from trust_inclusion.models.posts import Appointment, Post
from trust_inclusion.models.records import Claim, Confirmation, EvidenceFile
from trust_inclusion.services import clocks
from trust_inclusion.services.records import applying, files, finding, rulings
from trust_inclusion.services.records.rulings import Seen

Line = tuple[str, str, str, bool]
LATEST = 40
"""How much of its history a record shows."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A claim that waits: `lines` are label, as checked, as told, and whether they differ."""

    claim: Claim
    about: About
    who: str
    lines: list[Line]
    removes: bool
    file: EvidenceFile | None


@dataclass(frozen=True, slots=True)
class Held:
    """An appointment."""

    row: AnyRow
    proposes: bool
    """Whether the reader may propose a change of the post's hours."""


@dataclass(frozen=True, slots=True)
class Event:
    """A line of the history: when, in words, and what was before and after."""

    at: datetime
    sentence: str
    lines: list[Line]
    reason: str | None


@dataclass(frozen=True, slots=True)
class Record:
    """A record and what this reader may do with it."""

    person: Person
    own: bool
    edits: bool
    checks: bool
    sees_trn: bool
    files: dict[int, EvidenceFile]
    waiting: list[Waiting]
    held: list[Held]
    history: list[Event]
    rulings: list[Seen]
    proposes: bool
    answers: list[tuple[Academy, Assessment]]
    """What the rules say of each SENCO appointment, for those who may see the qualification."""
    sees_confirmed: bool
    confirmed_on: date | None
    """When the person last said that the record is right; None too for who may not see it."""


def _answers(actor: Actor, person_id: int, today: date) -> list[tuple[Academy, Assessment]]:
    """Each academy's answer by itself: a head sees that of their own academy only."""
    return [
        (academy, answer)
        for academy, answer in clocks.of_person(person_id, today)
        if access.may(
            actor,
            Action.SEE_QUALIFICATION,
            Place(academy.id, academy.hub_id, person_id),
        )
    ]


def show(actor: Actor, person_id: int, today: date) -> Record:
    """Everything of the record that this reader may see. Raises NotThere or Refused."""
    person = finding.person(actor, Action.SEE_RECORD, person_id, today)
    sees_files = files.sees_certificates(actor, person_id, today)
    own = finding.own(actor, person_id)
    edits = finding.may(actor, Action.EDIT_RECORD, person_id, today)
    found = files.certificate_of(person_id) if sees_files else {}
    held = _held(actor, person_id, today)
    sees_confirmed = own or finding.may(actor, Action.SEE_CONFIRMATIONS, person_id, today)
    return Record(
        person=person,
        own=own,
        edits=edits,
        checks=finding.checks(actor, person_id, today),
        sees_trn=finding.may(actor, Action.SEE_TRN, person_id, today)
        or finding.while_ruling(actor, person_id, today),
        files=found,
        waiting=_waiting(person, found),
        held=held,
        history=_history(person, reasons=edits),
        rulings=rulings.of(actor, person_id, today),
        proposes=rulings.may_propose(actor, person_id, today),
        answers=_answers(actor, person_id, today),
        sees_confirmed=sees_confirmed,
        confirmed_on=_confirmed_on(person_id) if sees_confirmed else None,
    )


def _confirmed_on(person_id: int) -> date | None:
    last = select(func.max(Confirmation.confirmed_on))
    return db.session.scalar(last.where(Confirmation.person_id == person_id))


def _waiting(person: Person, found: dict[int, EvidenceFile]) -> list[Waiting]:
    rows = db.session.execute(
        select(Claim, Account.name)
        .outerjoin(Account, Account.id == Claim.made_by_id)
        .where(Claim.person_id == person.id, Claim.state == ClaimState.PENDING.value)
        .order_by(Claim.id)
    )
    return [_compared(person, row[0], row[1] or "Somebody", found) for row in rows]


def _compared(person: Person, claim: Claim, who: str, found: dict[int, EvidenceFile]) -> Waiting:
    """A claim beside what HR last checked. A row that is gone meanwhile has nothing beside it."""
    about = About(claim.about)
    rows = {
        About.TEACHER: [person],
        About.SERVICE: person.service_spells,
        About.QUALIFICATION: person.qualifications,
    }[about]
    wanted = person.id if about is About.TEACHER else claim.about_id
    row: Any = next((one for one in rows if one.id == wanted), None)
    before: dict[str, Any] = {}
    if row is not None:
        before = asdict(applying.stored(row))
    removes = bool(claim.proposed.get(applying.GONE))
    after = {} if removes else asdict(applying.facts_of(about, claim.proposed))
    lines = record_words.compared(before, after)
    file = found.get(claim.proposed.get("file_id", 0))
    return Waiting(claim, about, who, lines, removes, file)


def _held(actor: Actor, person_id: int, today: date) -> list[Held]:
    rows = db.session.execute(
        select(
            Appointment.id,
            Appointment.started_on,
            Appointment.ended_on,
            Appointment.basis,
            Appointment.designated,
            Post.id.label("post_id"),
            Post.title,
            Post.kind,
            Academy.id.label("academy_id"),
            Academy.hub_id,
            Academy.left_on,
            Academy.urn,
            Academy.name.label("academy"),
        )
        .join(Post, Post.id == Appointment.post_id)
        .outerjoin(Academy, Academy.id == Post.academy_id)
        .where(Appointment.person_id == person_id)
        .order_by(Appointment.started_on.desc(), Appointment.id.desc())
    ).all()
    return [Held(row, _proposes(actor, row, person_id, today)) for row in rows]


def _proposes(actor: Actor, row: AnyRow, person_id: int, today: date) -> bool:
    """For a post at an academy of the trust that the person holds today."""
    here = row.academy_id is not None and (row.left_on is None or row.left_on > today)
    place = Place(row.academy_id, row.hub_id, person_id)
    held = holds_on(row.started_on, row.ended_on, today)
    return here and held and access.may(actor, Action.PROPOSE_CHANGE, place)


def _history(person: Person, *, reasons: bool) -> list[Event]:
    """The latest acts on this record. Why a claim was refused is for its subject and HR."""
    rows = db.session.execute(
        select(AuditEvent, Account.name)
        .outerjoin(Account, Account.id == AuditEvent.account_id)
        .where(AuditEvent.subject == "person", AuditEvent.subject_id == person.id)
        .order_by(AuditEvent.id.desc())
        .limit(LATEST)
    ).all()
    why = _reasons(person) if reasons else {}
    named = _names(person)
    found: list[Event] = []
    for event, who in rows:
        before, after = event.before or {}, event.after or {}
        of = named.get((_about(event.action, after), after.get("about_id") or 0), "")
        said = record_words.sentence(who or "The operator", event.action, after, of)
        if said is not None:
            reason = why.get(after.get("claim_id", 0)) if event.action == "claim_refused" else None
            found.append(
                Event(event.happened_at, said, _lines(event.action, before, after), reason)
            )
    return found


def _lines(action: str, before: dict[str, Any], after: dict[str, Any]) -> list[Line]:
    """Before and after, where the log keeps facts of the record's own kind."""
    if not action.startswith("record_") and action != "ruling_accepted":
        return []
    lines = [line for line in record_words.compared(before, after) if line[3]]
    # Free text is not in the log, only that it changed.
    reworded = [(record_words.LABELS[name], "", "changed", True) for name in _reworded(after)]
    return lines + [line for line in reworded if line[0] not in {one[0] for one in lines}]


def _reworded(after: dict[str, Any]) -> list[str]:
    return [name for name in after.get("reworded", ()) if name in record_words.LABELS]


def _about(action: str, after: dict[str, Any]) -> str:
    """What an event is about: its own word for it, else the one in the action's name."""
    return str(after.get("about") or action.removeprefix("record_"))


def _names(person: Person) -> dict[tuple[str, int], str]:
    """What stands on the record now, by what it is and its id."""
    courses = {(About.QUALIFICATION.value, one.id): one.course for one in person.qualifications}
    spells = {
        (About.SERVICE.value, one.id): f"from {long_date(one.started_on)}"
        for one in person.service_spells
    }
    return {**courses, **spells}


def _reasons(person: Person) -> dict[int, str]:
    rows = db.session.execute(
        select(Claim.id, Claim.reason).where(
            Claim.person_id == person.id, Claim.reason.is_not(None)
        )
    )
    return {row.id: row.reason for row in rows}
