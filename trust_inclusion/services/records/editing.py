"""Telling what is new of a record: at once by HR, as a claim to be checked by its subject."""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from trust_inclusion.db import db
from trust_inclusion.domain import access, records
from trust_inclusion.domain.access import Action, Actor, Place, Refused
from trust_inclusion.domain.records import (
    About,
    ClaimState,
    CourseFacts,
    Problems,
    SpellFacts,
    TeacherFacts,
)
from trust_inclusion.models.people import Person
from trust_inclusion.models.records import Claim, EvidenceFile
from trust_inclusion.services import audit, places
from trust_inclusion.services.records import applying, finding


class NotPossible(Exception):
    """What was told cannot be. `problems` are (field, sentence)."""

    def __init__(self, problems: Problems) -> None:
        super().__init__("; ".join(sentence for _, sentence in problems))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class Contact:
    """Identity and contact; `trn` None leaves it as it is."""

    name: str
    email: str | None = None
    telephone: str | None = None
    trn: str | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """What became of it: `waits` for a check or counts now; what is unusual about it."""

    waits: bool
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class When:
    """The day and the instant of an act, and the version of the record that the person saw."""

    today: date
    now: datetime
    version: int


def save_contact(actor: Actor, person_id: int, contact: Contact, when: When) -> None:
    """Save identity and contact at once. Raises NotPossible, Changed, NotThere or Refused.

    A TRN matches a person to the trust's files, so once recorded only HR changes it.
    """
    person = _edited(actor, person_id, when)
    if problems := _contact_problems(actor, person, contact, when.today):
        raise NotPossible(problems)
    changed: list[str] = []
    for name, value in asdict(contact).items():
        if (name != "trn" or value is not None) and getattr(person, name) != value:
            setattr(person, name, value)
            changed.append(name)
    if not changed:
        return
    try:
        places.flush()
    except places.Changed:
        raise NotPossible([("email", "Somebody else has this e-mail address or TRN.")]) from None
    applying.log(actor, person, "record_contact", {}, {"changed": sorted(changed)}, when.now)
    finding.rebuild([person.id])


def _contact_problems(actor: Actor, person: Person, contact: Contact, today: date) -> Problems:
    found: Problems = []
    for name, sentence in (
        ("email", "Somebody else on record has this e-mail address."),
        ("trn", "Somebody else on record has this TRN."),
    ):
        value = getattr(contact, name)
        column = getattr(Person, name)
        taken = select(Person.id).where(column == value, Person.id != person.id)
        if value is not None and db.session.scalar(taken) is not None:
            found.append((name, sentence))
    if contact.trn is not None and contact.trn != person.trn:
        if not finding.may(actor, Action.SEE_TRN, person.id, today):
            raise Refused("You do not have access to the teacher reference number.")
        if person.trn is not None and not finding.checks(actor, person.id, today):
            found.append(("trn", "A TRN on record is changed by HR: tell them the right one."))
    return found


def tell_teacher(actor: Actor, person_id: int, facts: TeacherFacts, when: When) -> Told:
    """Tell the teacher status. Raises NotPossible, Changed, NotThere or Refused."""
    person = _edited(actor, person_id, when)
    _possible(records.teacher_problems(facts, when.today))
    return _tell(actor, person, (About.TEACHER, None), applying.told(facts), when)


def tell_spell(
    actor: Actor, person_id: int, spell_id: int | None, facts: SpellFacts, when: When
) -> Told:
    """Tell a spell of service, new or corrected. Raises as `tell_teacher`."""
    person = _edited(actor, person_id, when)
    _possible(records.spell_problems(facts, when.today))
    others = [
        SpellFacts(row.started_on, row.ended_on)
        for row in person.service_spells
        if row.id != spell_id
    ]
    done = _tell(actor, person, (About.SERVICE, spell_id), applying.told(facts), when)
    return Told(done.waits, tuple(records.spell_remarks(facts, others)))


def remove_spell(actor: Actor, person_id: int, spell_id: int, when: When) -> Told:
    """Tell that a spell on record was never served."""
    person = _edited(actor, person_id, when)
    return _tell(actor, person, (About.SERVICE, spell_id), {applying.GONE: True}, when)


def tell_course(
    actor: Actor,
    person_id: int,
    course_id: int | None,
    facts: CourseFacts,
    when: When,
    make_file: Callable[[], EvidenceFile | None] = lambda: None,
) -> Told:
    """Tell a course or award, new or corrected, with its certificate where one came along."""
    person = _edited(actor, person_id, when)
    _possible(records.course_problems(facts, when.today))
    proposed = applying.told(facts)
    if (file := make_file()) is not None:
        proposed["file_id"] = file.id
    done = _tell(actor, person, (About.QUALIFICATION, course_id), proposed, when)
    remarks = records.course_remarks(facts, person.qts, when.today)
    return Told(done.waits, tuple(remarks))


def to_edit(actor: Actor, person: Person, about: About, about_id: int | None, today: date) -> Any:
    """The facts that a form begins with: what the record says; for its subject what they told
    last and HR has still to check. None for a new course or spell. Raises NotThere."""
    row = applying.row_of(person, about, about_id)
    if not finding.checks(actor, person.id, today):
        for claim in _earlier(person, (about, about_id)):
            if applying.GONE not in claim.proposed:
                return applying.facts_of(about, claim.proposed)
    return None if row is None else applying.stored(row)


def withdraw(actor: Actor, person_id: int, claim_id: int, when: When) -> None:
    """Take back one's own claim before it is checked."""
    person = finding.person(actor, Action.EDIT_RECORD, person_id, when.today)
    claim = pending(person, claim_id, when.version)
    if not (finding.own(actor, person_id) or claim.made_by_id == actor.account_id):
        raise Refused("Only who told it takes it back: refuse it with a reason instead.")
    _withdraw(actor, person, claim, when.now)


def pending(person: Person, claim_id: int, version: int) -> Claim:
    """The claim that waits, as it was seen. Raises NotThere or Changed."""
    claim = db.session.get(Claim, claim_id) if claim_id <= places.LARGEST_NUMBER else None
    if claim is None or claim.person_id != person.id:
        raise places.NotThere("There is no such change to check.")
    places.same_version(claim.version, version)
    if claim.state != ClaimState.PENDING.value:
        raise places.Changed("This was settled already.")
    return claim


def _edited(actor: Actor, person_id: int, when: When) -> Person:
    person = finding.person(actor, Action.EDIT_RECORD, person_id, when.today)
    places.same_version(person.version, when.version)
    return person


def _possible(problems: Problems) -> None:
    if problems:
        raise NotPossible(problems)


def _tell(
    actor: Actor,
    person: Person,
    which: tuple[About, int | None],
    proposed: dict[str, Any],
    when: When,
) -> Told:
    """Write it at once for whoever checks this record; for its subject, keep it as a claim."""
    about, about_id = which
    row = applying.row_of(person, about, about_id)
    if finding.checks(actor, person.id, when.today):
        applying.apply(
            actor, person, about, about_id, proposed, today=when.today, now=when.now
        )  # fmt: skip
        finding.rebuild([person.id])
        return Told(waits=False)
    if not access.may(actor, Action.EDIT_RECORD, Place(person_id=person.id)):
        raise Refused("You do not have access to do this.")
    if row is not None and _says_already(row, about, proposed):
        for earlier in _earlier(person, which):
            _withdraw(actor, person, earlier, when.now)
        return Told(waits=False)
    _claim(actor, person, which, proposed, when)
    return Told(waits=True)


def _says_already(row: Any, about: About, proposed: dict[str, Any]) -> bool:
    if applying.GONE in proposed or "file_id" in proposed:
        return False
    return applying.facts_of(about, proposed) == applying.stored(row)


def _claim(
    actor: Actor,
    person: Person,
    which: tuple[About, int | None],
    proposed: dict[str, Any],
    when: When,
) -> None:
    about, about_id = which
    for old in _earlier(person, which):
        _settle(old, ClaimState.REPLACED, actor, when.now)
        if "file_id" in old.proposed and "file_id" not in proposed:
            proposed = {**proposed, "file_id": old.proposed["file_id"]}
    claim = Claim(
        person_id=person.id,
        about=about.value,
        about_id=about_id,
        proposed=proposed,
        state=ClaimState.PENDING.value,
        made_by_id=actor.account_id,
        made_at=when.now,
    )
    db.session.add(claim)
    applying.touch(person)
    places.flush()
    audit.record(
        actor, "claim_made", "person", person.id, now=when.now,
        after={"claim_id": claim.id, "about": about.value, "about_id": about_id},
    )  # fmt: skip
    # That something waits is part of what the list of deadlines says.
    finding.rebuild([person.id])


def _earlier(person: Person, which: tuple[About, int | None]) -> Sequence[Claim]:
    """What waits about the same; two new courses or spells are not the same."""
    about, about_id = which
    if about is not About.TEACHER and about_id is None:
        return ()
    return db.session.scalars(
        select(Claim).where(
            Claim.person_id == person.id,
            Claim.about == about.value,
            Claim.about_id.is_not_distinct_from(about_id),
            Claim.state == ClaimState.PENDING.value,
        )
    ).all()


def _withdraw(actor: Actor, person: Person, claim: Claim, now: datetime) -> None:
    _settle(claim, ClaimState.WITHDRAWN, actor, now)
    applying.touch(person)
    places.flush()
    told = {"claim_id": claim.id, "about": claim.about, "about_id": claim.about_id}
    applying.log(actor, person, "claim_withdrawn", {}, told, now)
    finding.rebuild([person.id])


def _settle(claim: Claim, state: ClaimState, actor: Actor, now: datetime) -> None:
    claim.state = state.value
    claim.decided_by_id, claim.decided_at = actor.account_id, now
