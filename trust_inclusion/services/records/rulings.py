"""Rulings: HR proposes, the director or a trust leader decides; neither proposer nor subject."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import literal_column, select

from trust_inclusion.db import AnyRow, db
from trust_inclusion.domain import access
from trust_inclusion.domain.access import Action, Actor, Refused
from trust_inclusion.domain.calendar import years_after
from trust_inclusion.domain.qualification import Status
from trust_inclusion.domain.qualification_facts import RulingKind
from trust_inclusion.domain.records import FURTHEST_YEARS, Problems, RulingState
from trust_inclusion.models.accounts import Account
from trust_inclusion.models.clocks import Clock
from trust_inclusion.models.people import Person
from trust_inclusion.models.records import EvidenceFile, Ruling
from trust_inclusion.services import places, settings
from trust_inclusion.services.records import applying, finding
from trust_inclusion.services.records.editing import NotPossible, When

OPEN = (Status.EXEMPT_ON_WORDING.value, Status.EXEMPT_REVIEW_2009.value)
NOT_OWN = "Nobody rules on what is their own."
TOO_LATE = (
    "The day in this proposal has passed while it waited: refuse it, and HR proposes another."
)
NOT_PROPOSER = "A ruling takes two people: somebody else decides what you proposed."


@dataclass(frozen=True, slots=True)
class Proposal:
    """Accept until a review, or a day by which the person must qualify; and why."""

    kind: RulingKind
    must_qualify_by: date | None
    review_on: date | None
    reasons: str


@dataclass(frozen=True, slots=True)
class Seen:
    """A ruling as one reader may see it; `reasons`, `advice` and names only for who decides."""

    id: int
    version: int
    kind: str
    state: str
    must_qualify_by: date | None
    review_on: date | None
    decided_on: date | None
    reasons: str | None
    advice_file_id: int | None
    proposed_by: str | None
    decides: bool


def of(actor: Actor, person_id: int, today: date) -> list[Seen]:
    """The rulings on a person, latest first; a proposal only for who reads its reasons."""
    if not finding.may(actor, Action.SEE_RULING, person_id, today):
        return []
    own = finding.own(actor, person_id)
    whole = finding.may(actor, Action.SEE_RULING_REASONS, person_id, today) and not own
    decides = finding.may(actor, Action.DECIDE_RULING, person_id, today) and not own
    rows = db.session.execute(
        select(Ruling, Account.name, Account.person_id)
        .outerjoin(Account, Account.id == Ruling.proposed_by_id)
        .where(Ruling.person_id == person_id)
        .order_by(Ruling.id.desc())
    )
    return [
        Seen(
            row.id,
            row.version,
            row.kind,
            row.state,
            row.must_qualify_by,
            row.review_on,
            row.decided_on,
            row.reasons if whole else None,
            row.advice_file_id if whole else None,
            name if whole else None,
            decides
            and row.state == RulingState.PROPOSED
            and not _proposed(actor, row, proposers_person),
        )
        for row, name, proposers_person in rows
        if whole or row.state == RulingState.ACCEPTED
    ]


def may_propose(actor: Actor, person_id: int, today: date) -> bool:
    """Whether a ruling is open for the person and this actor may propose one."""
    if finding.own(actor, person_id):
        return False
    return finding.may(actor, Action.PROPOSE_RULING, person_id, today) and _is_open(
        person_id, today
    )


def to_propose(actor: Actor, person_id: int, today: date) -> Person:
    """The person a ruling is proposed on. Raises NotThere or Refused."""
    person = finding.person(actor, Action.PROPOSE_RULING, person_id, today)
    if finding.own(actor, person_id):
        raise Refused(NOT_OWN)
    return person


def propose(
    actor: Actor,
    person_id: int,
    proposal: Proposal,
    when: When,
    make_file: Callable[[], EvidenceFile | None] = lambda: None,
) -> None:
    """Propose a ruling. Raises NotPossible (one already waits, too), Changed, NotThere, Refused."""
    person = to_propose(actor, person_id, when.today)
    places.same_version(person.version, when.version)
    problems = _problems(proposal, when.today)
    if not _is_open(person_id, when.today):
        problems.append(("kind", "The law leaves nothing open for this person: no ruling is due."))
    if finding.ruling_waits(person_id):
        problems.append(("kind", "A proposed ruling already waits for a decision."))
    if problems:
        raise NotPossible(problems)
    advice = make_file()
    ruling = Ruling(
        person_id=person_id,
        kind=proposal.kind.value,
        must_qualify_by=proposal.must_qualify_by,
        review_on=proposal.review_on,
        reasons=proposal.reasons,
        advice_file_id=advice.id if advice else None,
        state=RulingState.PROPOSED.value,
        proposed_by_id=actor.account_id,
        proposed_at=when.now,
    )
    db.session.add(ruling)
    applying.touch(person)
    places.flush()
    _log(actor, person, ruling, "ruling_proposed", when)
    # Whoever decides finds it among what waits, which every process keeps.
    settings.raise_revision()


def decide(actor: Actor, person_id: int, ruling_id: int, when: When, *, accepts: bool) -> None:
    """Accept or refuse what was proposed. Raises Changed (its day has passed, too), NotThere or
    Refused.

    `when.version` is the ruling's. Accepted, it holds from today.
    """
    person = finding.person(actor, Action.DECIDE_RULING, person_id, when.today)
    if finding.own(actor, person_id):
        raise Refused(NOT_OWN)
    ruling = db.session.get(Ruling, ruling_id) if ruling_id <= places.LARGEST_NUMBER else None
    if ruling is None or ruling.person_id != person_id:
        raise places.NotThere("There is no such ruling.")
    proposer = db.session.get(Account, ruling.proposed_by_id) if ruling.proposed_by_id else None
    if _proposed(actor, ruling, proposer.person_id if proposer else None):
        raise Refused(NOT_PROPOSER)
    places.same_version(ruling.version, when.version)
    if ruling.state != RulingState.PROPOSED:
        raise places.Changed("This ruling was decided already.")
    if accepts and _problems(_as_proposed(ruling), when.today):
        raise places.Changed(TOO_LATE)
    state = RulingState.ACCEPTED if accepts else RulingState.REFUSED
    ruling.state = state.value
    ruling.decided_by_id, ruling.decided_at = actor.account_id, when.now
    ruling.decided_on = when.today
    applying.touch(person)
    places.flush()
    _log(actor, person, ruling, f"ruling_{state.value}", when)
    finding.rebuild([person_id])


def to_decide(actor: Actor, today: date) -> Sequence[AnyRow]:
    """The proposals that wait for this actor, oldest first: (person_id, name) of whom each is on.

    Never those on themselves, nor what they proposed.
    """
    reach = access.reach(actor, Action.DECIDE_RULING)
    if not reach.any_academy:
        return ()
    query = (
        select(Ruling.person_id, Person.name)
        .join(Person, Person.id == Ruling.person_id)
        .where(
            # Written into the statement, so that the index of the few that wait serves it.
            Ruling.state == literal_column("'proposed'"),
            Ruling.proposed_by_id.is_distinct_from(actor.account_id),
            Ruling.person_id.is_distinct_from(actor.person_id),
        )
        .order_by(Ruling.id)
    )
    if not reach.everything:
        query = query.where(places.in_post(reach, Ruling.person_id, today))
    return db.session.execute(query).all()


def _proposed(actor: Actor, ruling: Ruling, proposers_person: int | None) -> bool:
    """Whether the actor proposed it, with this account or with another of the same person."""
    if ruling.proposed_by_id is not None and ruling.proposed_by_id == actor.account_id:
        return True
    return proposers_person is not None and proposers_person == actor.person_id


def _as_proposed(ruling: Ruling) -> Proposal:
    kind = RulingKind(ruling.kind)
    return Proposal(kind, ruling.must_qualify_by, ruling.review_on, ruling.reasons)


def _is_open(person_id: int, today: date) -> bool:
    """Whether the law leaves the person open today, or a ruling about them is there to change."""
    ruled = select(Ruling.id).where(
        Ruling.person_id == person_id, Ruling.state == RulingState.ACCEPTED.value
    )
    open_now = select(Clock.appointment_id).where(
        Clock.person_id == person_id,
        Clock.valid_from <= today,
        Clock.valid_to > today,
        Clock.status.in_(OPEN),
    )
    return any(db.session.scalar(one.limit(1)) is not None for one in (ruled, open_now))


def _problems(proposal: Proposal, today: date) -> Problems:
    found: Problems = []
    furthest = years_after(today, FURTHEST_YEARS)
    accepts = proposal.kind is RulingKind.ACCEPT
    needed, other = ("review_on", "must_qualify_by") if accepts else ("must_qualify_by", "")
    day = getattr(proposal, needed)
    if day is None or not today < day <= furthest:
        found.append((needed, "Enter a day in the coming five years."))
    if other and getattr(proposal, other) is not None:
        found.append((other, "Only for a ruling that the person must qualify."))
    if (
        not accepts
        and proposal.review_on is not None
        and not today < proposal.review_on <= furthest
    ):
        found.append(("review_on", "Enter a day in the coming five years, or none."))
    if not proposal.reasons.strip():
        found.append(("reasons", "Say why: whoever decides reads it."))
    return found


def _log(actor: Actor, person: Person, ruling: Ruling, action: str, when: When) -> None:
    days = {
        name: day.isoformat() if day else None
        for name, day in (
            ("must_qualify_by", ruling.must_qualify_by),
            ("review_on", ruling.review_on),
        )
    }
    told = {"ruling_id": ruling.id, "kind": ruling.kind, **days}
    applying.log(actor, person, action, {}, told, when.now)
