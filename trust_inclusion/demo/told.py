"""What people told of their record: waiting for HR's check, accepted or refused, with certificates.

One change of each kind waits. Each act leaves the rows and the lines of the log that the pages
would have left.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from trust_inclusion.demo import papers
from trust_inclusion.demo.dates import Dates, When, days_ago, month_ago
from trust_inclusion.demo.making import Making
from trust_inclusion.demo.people import TEACHING_HUB
from trust_inclusion.demo.posts import SENCOS
from trust_inclusion.domain.records import (
    About,
    ClaimState,
    CourseFacts,
    SpellFacts,
    TeacherFacts,
)
from trust_inclusion.domain.words import long_date
from trust_inclusion.models.people import Person, Qualification
from trust_inclusion.models.records import Claim, EvidenceFile
from trust_inclusion.services import audit
from trust_inclusion.services.records import applying

SPECIMEN = "Specimen. No real award."


@dataclass(frozen=True, slots=True)
class Told:
    """A change as its subject told it. `facts` None: what stands on record, with a certificate.

    `course` is the award on record it is about, `paper` the kind of the certificate, `refused` the
    reason where it was refused; `decided` None still waits.
    """

    who: str
    about: About
    on: When
    facts: Callable[[Dates], TeacherFacts | SpellFacts | CourseFacts] | None = None
    course: str = ""
    paper: str = ""
    removes: bool = False
    decided: When | None = None
    refused: str = ""


def _passed(course: str, when: When, provider: str = TEACHING_HUB) -> Callable[[Dates], Any]:
    return lambda dates: CourseFacts(course, provider, outcome="passed", passed_on=when(dates))


TOLD = (
    # Told, checked and accepted.
    Told("Priya Wainscott", About.QUALIFICATION, month_ago(8, 3),
         _passed("Mental health first aid", month_ago(9, 14)), paper="pdf",
         decided=month_ago(8, 10)),
    Told("Hannah Tollivant", About.TEACHER, month_ago(3, 4),
         lambda _: TeacherFacts(True, "qts", False, "yes"), decided=month_ago(3, 11)),
    Told("Bethan Okonjo", About.QUALIFICATION, month_ago(2, 5), course="NPQSENCO", paper="pdf",
         decided=month_ago(2, 11)),
    # Refused: the person reads why and may tell it again.
    Told("Priya Wainscott", About.QUALIFICATION, days_ago(40),
         _passed("NPQSL", month_ago(3, 6)), paper="jpeg", decided=days_ago(36),
         refused="The certificate names another day than the one you gave. Please tell it again "
                 "with the day on the certificate."),
    # Waiting, one of each kind.
    Told("Tariq Olwen", About.TEACHER, days_ago(15),
         lambda _: TeacherFacts(True, "qts", False, "not_required")),
    Told("Aoife Lindell", About.QUALIFICATION, days_ago(9), course="NASENCO", paper="png"),
    Told("Jamal Whitcombe", About.SERVICE, days_ago(6), removes=True),
    # A year and more elsewhere: were it so, the law would leave open whether she has to qualify.
    Told("Noor Castleton", About.SERVICE, days_ago(4),
         lambda dates: SpellFacts(month_ago(40)(dates), month_ago(14, 28)(dates),
                                  "Barrowfield Primary School")),
    # She is HR as well, but a SENCO like any other on her own record: somebody else checks it.
    Told("Bethan Okonjo", About.QUALIFICATION, days_ago(2),
         _passed("Advanced SENCO award", month_ago(1, 2)), paper="jpeg"),
)  # fmt: skip

LOOKED_UP = month_ago(2, 8)
"""When HR last looked everybody up in the DfE's record."""
NOT_LOOKED_UP = frozenset({"Kwame Hollins", "Chloe Abernant", "Hannah Tollivant"})


def add(making: Making) -> None:
    """Store what was told, with its certificates, and what became of it."""
    _look_up(making)
    for told in TOLD:
        _add(making, told)


def paper(making: Making, person: Person, kind: str, lines: tuple[str, ...], by: str,
          at: datetime, *, action: str = "file_added") -> EvidenceFile:  # fmt: skip
    """Keep a file about a person as the pages would, uploaded by an account; gives its row."""
    name = f"{lines[0].lower().replace(' ', '-')}.{'jpg' if kind == 'jpeg' else kind}"
    one = making.keep(papers.drawn(kind, lines), name)
    row = EvidenceFile(
        person_id=person.id, key=one.key, kind=one.kind.value, name=one.name, size=one.size,
        sha256=one.sha256, scanned=one.scanned, uploaded_by_id=making.accounts[by].id,
        uploaded_at=at,
    )  # fmt: skip
    making.add([row])
    after = {"file_id": row.id, "kind": row.kind, "size": row.size, "scanned": row.scanned}
    making.happened(at, by, action, "person", person.id, after=after)
    return row


def _look_up(making: Making) -> None:
    """HR found the teacher status of most on the DfE's record as it was recorded here."""
    day = LOOKED_UP(making.dates)
    for name in (one for one in SENCOS if one not in NOT_LOOKED_UP):
        person = making.people[name]
        if person.trn and person.qts:
            person.teacher_checked_on = day
            after = {"about": About.TEACHER.value, "checked_on": day.isoformat()}
            making.happened(
                making.dates.instant(day, 45), "hr", "record_checked", "person", person.id,
                before={"checked_on": None}, after=after,
            )  # fmt: skip


def _add(making: Making, told: Told) -> None:
    person, at = making.people[told.who], making.dates.instant(told.on(making.dates), 410)
    row = _on_record(person, told)
    by = making.account_of(told.who)
    facts = told.facts(making.dates) if told.facts else applying.stored(row) if row else None
    proposed: dict[str, Any] = {applying.GONE: True}
    if facts is not None and not told.removes:
        proposed = applying.told(facts)
    if told.paper and isinstance(facts, CourseFacts):
        proposed["file_id"] = _certificate(making, told, facts, by, at).id
    claim = Claim(
        person_id=person.id, about=told.about.value,
        about_id=row.id if row is not None and told.about is not About.TEACHER else None,
        proposed=proposed, state=ClaimState.PENDING.value, made_by_id=making.accounts[by].id,
        made_at=at,
    )  # fmt: skip
    making.add([claim])
    after = {"claim_id": claim.id, "about": claim.about, "about_id": claim.about_id}
    making.happened(at, by, "claim_made", "person", person.id, after=after)
    if told.decided is not None:
        _decide(making, told, claim, row, facts)


def _on_record(person: Person, told: Told) -> Any:
    if told.about is About.TEACHER:
        return person
    if told.removes:
        return person.service_spells[0]
    return next((one for one in person.qualifications if one.course == told.course), None)


def _certificate(
    making: Making, told: Told, facts: CourseFacts, by: str, at: datetime
) -> EvidenceFile:
    passed = long_date(facts.passed_on) if facts.passed_on else ""
    lines = (facts.course, told.who, passed, facts.provider or "", SPECIMEN)
    return paper(making, making.people[told.who], told.paper, lines, by, at)


def _decide(making: Making, told: Told, claim: Claim, row: Any, facts: Any) -> None:
    """HR refused it with a reason, or made it what the record says."""
    day = told.decided(making.dates) if told.decided else making.dates.today
    at = making.dates.instant(day, 75)
    claim.state = (ClaimState.REFUSED if told.refused else ClaimState.ACCEPTED).value
    claim.decided_by_id, claim.decided_at = making.accounts["hr"].id, at
    claim.reason = told.refused or None
    if not told.refused:
        _apply(making, claim, row, facts, day)
    making.add([claim])
    after = {"claim_id": claim.id, "about": claim.about, "about_id": claim.about_id}
    making.happened(at, "hr", f"claim_{claim.state}", "person", claim.person_id, after=after)


def _apply(making: Making, claim: Claim, row: Any, facts: Any, day: date) -> None:
    person = next(one for one in making.people.values() if one.id == claim.person_id)
    before = _figures(applying.stored(row)) if row is not None else {}
    if row is None:
        row = Qualification()
        person.qualifications.append(row)
    for name in (one for one in facts.__dataclass_fields__ if hasattr(row, one)):
        setattr(row, name, getattr(facts, name))
    if isinstance(row, Person):
        row.teacher_checked_on = day
    else:
        row.checked_on, row.file_id = day, claim.proposed.get("file_id")
    making.add([row])
    was, became = audit.changed(before, _figures(facts))
    making.happened(
        making.dates.instant(day, 75), "hr", f"record_{claim.about}", "person", person.id,
        before={"about_id": claim.about_id, **was}, after={"about_id": row.id, **became},
    )  # fmt: skip


def _figures(facts: Any) -> dict[str, Any]:
    """As the log keeps facts: codes and days, no free text."""
    kept = {name: v for name, v in applying.told(facts).items() if name not in applying.FREE_TEXT}
    return kept | ({"course": applying.award_code(kept["course"])} if "course" in kept else {})
