"""HR's check of what people tell: never of one's own record."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import aliased

from trust_inclusion.db import db
from trust_inclusion.domain import access, records
from trust_inclusion.domain.access import Action, Actor
from trust_inclusion.domain.records import About, ClaimState
from trust_inclusion.models.people import Person
from trust_inclusion.models.records import Claim
from trust_inclusion.services import places
from trust_inclusion.services.records import applying, finding
from trust_inclusion.services.records.editing import NotPossible, When, pending

MOST_REASON = 500
TOLD_FOR = timedelta(days=60)
"""How long a person reads on their home page that HR refused what they told."""


def accept(actor: Actor, person_id: int, claim_id: int, when: When, *, beside: int) -> None:
    """Make a claim what the record says, checked today. `when.version` is the claim's.

    `beside` is the version of the record it was compared with. Raises Changed when the claim was
    settled or the record changed meanwhile, NotThere or Refused.
    """
    person = finding.to_check(actor, person_id, when.today)
    claim = pending(person, claim_id, when.version)
    places.same_version(person.version, beside)
    applying.apply(
        actor, person, About(claim.about), claim.about_id, claim.proposed,
        today=when.today, now=when.now,
    )  # fmt: skip
    _decide(actor, person, claim, ClaimState.ACCEPTED, when.now)
    finding.rebuild([person.id])


def refuse(actor: Actor, person_id: int, claim_id: int, reason: str, when: When) -> None:
    """Leave the record as HR last checked it, and say why. Raises as `accept`, and NotPossible."""
    person = finding.to_check(actor, person_id, when.today)
    claim = pending(person, claim_id, when.version)
    said = reason.strip()
    if not said:
        raise NotPossible([("reason", "Say why, so that it can be put right.")])
    if len(said) > MOST_REASON:
        sentence = f"The reason must be {MOST_REASON} characters or fewer; it is {len(said):,}."
        raise NotPossible([("reason", sentence)])
    claim.reason = said
    applying.touch(person)
    _decide(actor, person, claim, ClaimState.REFUSED, when.now)
    finding.rebuild([person.id])


def refused_lately(actor: Actor, now: datetime) -> Sequence[Claim]:
    """What the actor told of their own record and HR refused in the last 60 days, newest first.

    Until they tell it anew: the newer claim says where it stands.
    """
    if actor.person_id is None or not access.may_anywhere(actor, Action.CONFIRM_RECORD):
        return ()
    newer = aliased(Claim)
    told_anew = (
        select(newer.id)
        .where(
            newer.person_id == Claim.person_id,
            newer.about == Claim.about,
            newer.about_id.is_not_distinct_from(Claim.about_id),
            newer.id > Claim.id,
        )
        .exists()
    )
    return db.session.scalars(
        select(Claim)
        .where(
            Claim.person_id == actor.person_id,
            Claim.state == ClaimState.REFUSED.value,
            Claim.decided_at > now - TOLD_FOR,
            ~told_anew,
        )
        .order_by(Claim.decided_at.desc(), Claim.id.desc())
    ).all()


def check_course(actor: Actor, person_id: int, course_id: int, when: When) -> None:
    """HR has seen the evidence of a course as it stands on the record."""
    person = _as_seen(actor, person_id, when)
    row = applying.row_of(person, About.QUALIFICATION, course_id)
    before = row.checked_on
    row.checked_on = when.today
    applying.touch(person)
    places.flush()
    applying.log(
        actor, person, "record_checked",
        {"checked_on": before.isoformat() if before else None},
        {"about": "qualification", "about_id": row.id,
         "course": applying.award_code(row.course), "checked_on": when.today.isoformat()},
        when.now,
    )  # fmt: skip
    finding.rebuild([person.id])


def check_teacher(actor: Actor, person_id: int, when: When) -> None:
    """HR has seen that the teacher status is as recorded, on DfE's own record for example.

    A status held by QTLS is then looked at again within a year.
    """
    person = _as_seen(actor, person_id, when)
    before = {"checked_on": person.teacher_checked_on, "qtls_recheck_on": person.qtls_recheck_on}
    person.teacher_checked_on = when.today
    person.qtls_recheck_on = records.next_qtls_check(
        person.qts_basis, person.qtls_recheck_on, when.today
    )
    after = {"checked_on": when.today, "qtls_recheck_on": person.qtls_recheck_on}
    _checked(actor, person, About.TEACHER, before, after, when.now)


def confirm_service(actor: Actor, person_id: int, when: When) -> None:
    """The service on record is all there is: none stated then means none."""
    person = _as_seen(actor, person_id, when)
    before, person.service_confirmed_on = person.service_confirmed_on, when.today
    days = {"checked_on": before}, {"checked_on": when.today}
    _checked(actor, person, About.SERVICE, *days, when.now)


def _checked(
    actor: Actor,
    person: Person,
    about: About,
    before: Mapping[str, date | None],
    after: Mapping[str, date | None],
    now: datetime,
) -> None:
    applying.touch(person)
    places.flush()
    kept = [name for name in after if name == "checked_on" or before[name] != after[name]]
    was, became = (
        {name: day.isoformat() if day else None for name, day in days.items() if name in kept}
        for days in (before, after)
    )
    applying.log(actor, person, "record_checked", was, {"about": about.value, **became}, now)
    finding.rebuild([person.id])


def _as_seen(actor: Actor, person_id: int, when: When) -> Person:
    person = finding.to_check(actor, person_id, when.today)
    places.same_version(person.version, when.version)
    return person


def _decide(
    actor: Actor, person: Person, claim: Claim, state: ClaimState, now: datetime
) -> None:  # fmt: skip
    claim.state = state.value
    claim.decided_by_id, claim.decided_at = actor.account_id, now
    places.flush()
    told = {"claim_id": claim.id, "about": claim.about, "about_id": claim.about_id}
    applying.log(actor, person, f"claim_{state.value}", {}, told, now)
