"""Makes rows for tests, with likely figures, so that a test names only what it is about.

Everything is added to the session and flushed, so ids are there at once. `saved()` commits what is
made inside it, with the standing that lists read.
"""

import itertools
from collections.abc import Generator, Iterable
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import Any, TypeVar

from trust_inclusion.db import db, transaction
from trust_inclusion.domain.access import Actor, Holding, Role
from trust_inclusion.domain.allowances import Allowance
from trust_inclusion.domain.evidence import Origin
from trust_inclusion.domain.pay import Salary
from trust_inclusion.domain.pay_tables import key
from trust_inclusion.domain.posts import AllocationKind, Basis, PostKind
from trust_inclusion.models.academies import Academy, Evidence, Hub, Review, ReviewAction
from trust_inclusion.models.accounts import Account, AccountGrant
from trust_inclusion.models.charter import CharterAnswer
from trust_inclusion.models.lived import CoverEntry, SampleWeek
from trust_inclusion.models.pathway import PathwayPlan
from trust_inclusion.models.pay import PayPoint, PayRange
from trust_inclusion.models.people import Person, Qualification
from trust_inclusion.models.posts import Absence, Allocation, Appointment, AppointmentPay, Post
from trust_inclusion.services import pay_tables, standing

TODAY = date(2026, 11, 21)
NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
JOINED = date(2019, 9, 1)
SINCE = date(2023, 9, 1)
CENSUS = date(2026, 1, 15)

NAMED_PLACES = frozenset({Role.HEADTEACHER, Role.GOVERNOR})

_numbers = itertools.count(1)


@contextmanager
def saved() -> Generator[None]:
    """Commit what is made inside, with every academy's standing, as use-cases would leave it."""
    with transaction():
        yield
        standing.rebuild_all()


def hub(name: str = "North") -> Hub:
    """A hub of academies."""
    return _kept(Hub(name=name))


def academy(
    name: str | None = None,
    *,
    urn: int | None = None,
    type_code: str = "34",
    phase: str = "2",
    status: str = "1",
    hub: Hub | None = None,
    joined_on: date | None = JOINED,
    left_on: date | None = None,
) -> Academy:
    """A primary academy converter in the trust since JOINED, without evidence or posts."""
    number = next(_numbers)
    return _kept(
        Academy(
            urn=urn or 100_000 + number,
            name=name or f"Academy {number}",
            type_code=type_code,
            phase=phase,
            status=status,
            joined_on=joined_on,
            left_on=left_on,
            hub=hub,
        )
    )


def evidence_for(
    academy: Academy,
    *,
    census_date: date = CENSUS,
    origin: Origin = Origin.EVIDENCE_FILE,
    roll: int | None = 420,
    sen_support: int | None = 60,
    sen_support_with_specialist: int | None = 20,
    ehcp: int | None = 12,
    budget_pounds: int | None = 120_000,
    budget_year: str | None = "2025-26",
    turnover_tenths: int | None = 100,
    turnover_source: str | None = "School census, pupils joining and leaving in the year",
    source: str = "Trust return",
    source_urns: str | None = None,
) -> Evidence:
    """Evidence of one source at a census date.

    As it stands the formula gives 120 + 40 + 100 + 60 = 320 points: 8 hours, no mobility hours.
    """
    return _kept(
        Evidence(
            academy_id=academy.id,
            census_date=census_date,
            origin=origin.value,
            roll=roll,
            sen_support=sen_support,
            sen_support_with_specialist=sen_support_with_specialist,
            ehcp=ehcp,
            notional_sen_budget_pence=None if budget_pounds is None else budget_pounds * 100,
            budget_year=None if budget_pounds is None else budget_year,
            turnover_tenths=turnover_tenths,
            turnover_source=None if turnover_tenths is None else turnover_source,
            source=source,
            source_urns=source_urns,
            recorded_at=NOW,
        )
    )


def person(
    name: str | None = None,
    *,
    email: str | None = None,
    trn: str | None = None,
    qts: bool | None = True,
    para_8a: bool | None = False,
    induction_completed: str | None = "yes",
    stages: tuple[int | None, int | None, int | None] = (None, None, None),
) -> Person:
    """Someone who may hold a post: a qualified teacher, with a TRN and an e-mail address."""
    number = next(_numbers)
    return _kept(
        Person(
            name=name or f"Person {number}",
            email=email or f"person{number}@school.example",
            trn=trn or str(9_900_000 + number),
            qts=qts,
            para_8a=para_8a,
            induction_completed=induction_completed,
            school_stage=stages[0],
            trust_stage=stages[1],
            qualification_stage=stages[2],
        )
    )


_new_person = person


def qualification(
    person: Person,
    course: str = "NPQSENCO",
    *,
    started_on: date | None = date(2024, 10, 1),
    expected_on: date | None = None,
    passed_on: date | None = None,
    checked_on: date | None = None,
) -> Qualification:
    """A course on a person's record: enrolled, unless a day of passing is given."""
    made = Qualification(
        course=course,
        provider="Larkfield Teaching School Hub",
        started_on=started_on,
        expected_on=expected_on,
        passed_on=passed_on,
        checked_on=checked_on,
    )
    person.qualifications.append(made)
    return _kept(made)


def plan(
    person: Person,
    aspiration: str | None = "step_up",
    *,
    words: str = "",
    would_move: bool | None = None,
    head_sees: bool = False,
    mentor: Person | None = None,
    mentor_sees: bool = False,
    agreed: str = "",
) -> PathwayPlan:
    """What a person told they want, waiting to be agreed; `agreed` is when they are ready."""
    made = PathwayPlan(
        person_id=person.id,
        aspiration=aspiration,
        words=words,
        would_move=would_move,
        head_sees=head_sees,
        mentor_sees=mentor_sees,
        told_on=TODAY if aspiration else None,
        next_step="Lead a meeting." if agreed else "",
        next_step_on=date(2027, 3, 1) if agreed else None,
        readiness=agreed or None,
        agreed_on=TODAY if agreed else None,
        agreed_as="director" if agreed else None,
        mentor_id=mentor.id if mentor else None,
    )
    return _kept(made)


def post(
    academy: Academy | None,
    *,
    kind: PostKind = PostKind.SENCO,
    title: str = "SENCO",
    hours: float | None = None,
    since: date = SINCE,
    reports_to: Post | None = None,
    line_manages: int | None = None,
) -> Post:
    """A vacant post, with `hours` a week set aside from `since` where given."""
    made = Post(
        academy_id=academy.id if academy else None,
        kind=kind.value,
        title=title,
        reports_to_id=reports_to.id if reports_to else None,
        line_manages=line_manages,
    )
    _kept(made)
    if hours is not None:
        allocation(made, hours, since, kind=AllocationKind.OPENING)
    return made


def allocation(
    post: Post,
    hours: float,
    starts_on: date,
    ends_on: date | None = None,
    *,
    kind: AllocationKind = AllocationKind.PERMANENT,
) -> Allocation:
    """Hours a week given to a post from a day, until a last day where given."""
    made = Allocation(
        minutes=round(hours * 60),
        starts_on=starts_on,
        ends_on=ends_on,
        kind=kind.value,
        recorded_at=NOW,
    )
    post.allocations.append(made)
    return _kept(made)


def appointment(
    post: Post,
    person: Person,
    *,
    since: date | None = SINCE,
    until: date | None = None,
    basis: Basis = Basis.PERMANENT,
    designated: bool = True,
    is_head: bool | None = False,
    absent: tuple[date, date | None] | None = None,
    pay_point: str | None = None,
) -> Appointment:
    """A person in a post; `absent` is the first and last day of an absence."""
    made = Appointment(
        person=person,
        started_on=since,
        ended_on=until,
        basis=basis.value,
        designated=designated,
        is_head=is_head,
        teaches_here=True,
        on_slt=False,
    )
    post.appointments.append(made)
    if absent:
        made.absences.append(Absence(starts_on=absent[0], ends_on=absent[1]))
    if pay_point:
        made.pay.append(
            AppointmentPay(starts_on=since or JOINED, area="England", scale="Main", point=pay_point)
        )
    return _kept(made)


def paid(
    appointment: Appointment,
    point: str | None = "M6",
    scale: str | None = "Main",
    *,
    since: date = SINCE,
    area: str | None = "Rest of England",
    tlr: str | None = None,
    tlr_pounds: int | None = None,
    sen_pounds: int | None = None,
    **more: Any,
) -> AppointmentPay:
    """Pay of an appointment from a day on; `more` are columns of the row by their names."""
    made = AppointmentPay(
        starts_on=since,
        area=area,
        scale=scale,
        point=point,
        tlr=tlr,
        tlr_pence=None if tlr_pounds is None else tlr_pounds * 100,
        sen_allowance_pence=None if sen_pounds is None else sen_pounds * 100,
        **more,
    )
    appointment.pay.append(made)
    return _kept(made)


def senco(
    academy: Academy,
    name: str | None = None,
    *,
    hours: float | None = 8,
    person: Person | None = None,
    title: str = "SENCO",
    since: date = SINCE,
    until: date | None = None,
    basis: Basis = Basis.PERMANENT,
    designated: bool = True,
    is_head: bool = False,
    absent: tuple[date, date | None] | None = None,
    pay_point: str | None = None,
) -> Appointment:
    """A SENCO post at the academy with its hours and its holder (a new person unless given)."""
    return appointment(
        post(academy, title=title, hours=hours, since=since),
        person or _new_person(name),
        since=since,
        until=until,
        basis=basis,
        designated=designated,
        is_head=is_head,
        absent=absent,
        pay_point=pay_point,
    )


def account(
    role: Role | str,
    *,
    name: str | None = None,
    email: str | None = None,
    academies: Iterable[Academy] = (),
    hubs: Iterable[Hub] = (),
    person: Person | None = None,
    with_pay: bool = False,
    starts_on: date | None = None,
    ends_on: date | None = None,
) -> Account:
    """An account that holds `role`, without a password.

    At the academies and hubs named; with none named trust-wide, except for the roles that are
    held at academies (which must be named) and a SENCO's (which follow from `person`'s posts).
    """
    number = next(_numbers)
    made = Account(
        email=email or f"account{number}@trust.example",
        name=name or f"Account {number}",
        person_id=person.id if person else None,
        disabled=False,
        created_at=NOW,
    )
    _kept(made)
    grant(
        made,
        role,
        academies=academies,
        hubs=hubs,
        with_pay=with_pay,
        starts_on=starts_on,
        ends_on=ends_on,
    )
    return made


def grant(
    account: Account,
    role: Role | str,
    *,
    academies: Iterable[Academy] = (),
    hubs: Iterable[Hub] = (),
    with_pay: bool = False,
    starts_on: date | None = None,
    ends_on: date | None = None,
) -> None:
    """Give an account one more role; see `account` for where it is held."""
    role = Role(role)
    places = [{"academy_id": one.id} for one in academies] + [{"hub_id": one.id} for one in hubs]
    if not places and role in NAMED_PLACES:
        raise ValueError(f"name the academies of a {role.value}")
    everything = not places and role is not Role.SENCO
    account.grants += [
        AccountGrant(
            role=role.value,
            everything=everything,
            with_pay=with_pay,
            starts_on=starts_on,
            ends_on=ends_on,
            **place,
        )
        for place in places or [{}]
    ]
    db.session.flush()


def actor(
    role: Role | str,
    *,
    account: Account | None = None,
    person: Person | None = None,
    academies: Iterable[Academy] = (),
    hubs: Iterable[Hub] = (),
    with_pay: bool = False,
) -> Actor:
    """Who acts in a service's test: `role` where named, else trust-wide."""
    role = Role(role)
    at, within = frozenset(one.id for one in academies), frozenset(one.id for one in hubs)
    everything = not at and not within and role not in {*NAMED_PLACES, Role.SENCO}
    return Actor(
        account.name if account else role.value,
        account.id if account else None,
        person.id if person else account.person_id if account else None,
        (Holding(role, everything, within, at, with_pay),),
    )


def review(
    academy: Academy,
    *,
    reviewed_on: date = TODAY,
    reviewer: Account | None = None,
    note: str = "Time for the SENCO was discussed.",
    actions: Iterable[tuple[str, Account, date]] = (),
) -> Review:
    """A review of the academy; each action is what, whose and due when."""
    made = Review(
        academy_id=academy.id,
        reviewed_on=reviewed_on,
        reviewer_id=reviewer.id if reviewer else None,
        note=note,
        recorded_at=NOW,
    )
    made.actions = [
        ReviewAction(what=what, owner_id=owner.id, due_on=due) for what, owner, due in actions
    ]
    return _kept(made)


def own_point(
    point: str,
    pounds: int,
    *,
    year: str = "2026/27",
    area: str = "Rest of England",
    scale: str = "",
    basis: str = "own",
    source: str = "Trust spine",
) -> PayPoint:
    """A row of the trust's own pay table; the scale follows from the point's letter."""
    named = scale or {"M": "Main", "U": "Upper", "L": "Leadership"}[point[0]]
    row = Salary(year, area, named, point, pounds * 100, basis, source)
    return _kept(
        PayPoint(
            key=pay_tables.stored_key(key(row)),
            academic_year=year,
            area=area,
            scale=named,
            point=point,
            pence=row.pence,
            basis=basis,
            source=source,
            recorded_at=NOW,
        )
    )


def own_range(
    allowance: Allowance, least: int, most: int, *, year: str = "2026/27", source: str = "Policy"
) -> PayRange:
    """The trust's own range of an allowance in a year, in pounds."""
    return _kept(
        PayRange(
            academic_year=year,
            allowance=allowance.value,
            least_pence=least * 100,
            most_pence=most * 100,
            source=source,
            recorded_at=NOW,
        )
    )


def sample_week(
    appointment: Appointment,
    *,
    week_of: date = date(2026, 11, 16),
    shared: str = "no",
    pressures: Iterable[str] = (),
    named_before: bool = False,
    **minutes: int,
) -> SampleWeek:
    """A sample week of the post's holder, four hours about pupils unless told; frozen as shared."""
    made = SampleWeek(
        person_id=appointment.person_id,
        post_id=appointment.post_id,
        week_of=week_of,
        entered={"minutes": minutes or {"pupils": 240}, "pressures": list(pressures)},
        shared=shared,
        saved_at=NOW,
    )
    if shared != "no":
        made.allocated_minutes, made.own_minutes, made.shared_at = 180, 0, NOW
    if shared == "named" or named_before:
        made.named_at = NOW
    return _kept(made)


def cover(
    appointment: Appointment,
    on_day: date,
    minutes: int = 60,
    *,
    given_back: bool = False,
    by: Account | None = None,
    struck: bool = False,
) -> CoverEntry:
    """Time taken from a post for cover, or given back."""
    return _kept(
        CoverEntry(
            post_id=appointment.post_id,
            person_id=appointment.person_id,
            on_day=on_day,
            way="given_back" if given_back else "taken",
            minutes=minutes,
            recorded_at=NOW,
            recorded_by_id=by.id if by else None,
            struck_at=NOW if struck else None,
            struck_by_id=by.id if by and struck else None,
        )
    )


AnyRow = TypeVar("AnyRow")


def charter_answer(
    post: Post,
    code: str,
    reply: str,
    *,
    side: str = "head",
    on: date = TODAY,
    evidence: str = "",
    account: Account | None = None,
) -> CharterAnswer:
    """What one side said of a condition of a post on a day."""
    return _kept(
        CharterAnswer(
            post_id=post.id,
            code=code,
            side=side,
            reply=reply,
            evidence=evidence,
            answered_on=on,
            answered_at=NOW,
            account_id=account.id if account else None,
        )
    )


def _kept(row: AnyRow) -> AnyRow:
    db.session.add(row)
    db.session.flush()
    return row
