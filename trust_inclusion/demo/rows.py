"""Turns the story of academies, people and posts into rows."""

from datetime import date, datetime, timedelta

from trust_inclusion.demo.academies import ACADEMIES, HUBS, LOCAL_AUTHORITY, School
from trust_inclusion.demo.making import Making
from trust_inclusion.demo.people import PEOPLE, Someone
from trust_inclusion.demo.posts import POSTS, Given, Held, Paid, Place
from trust_inclusion.domain.policy import Mapping, Policy
from trust_inclusion.domain.posts import AllocationKind
from trust_inclusion.domain.qualification import Rules
from trust_inclusion.models.academies import Academy, Hub, Predecessor
from trust_inclusion.models.people import Person, Qualification, ServiceSpell
from trust_inclusion.models.posts import Absence, Allocation, Appointment, AppointmentPay, Post
from trust_inclusion.models.settings import FormulaPolicyRow

AREA = "Rest of England"


def add_academies(making: Making) -> None:
    """Store the hubs and academies, those that left and those to come included."""
    hubs = {name: Hub(name=name) for name in HUBS}
    rows = {school.key: _academy(making, school, hubs[school.hub]) for school in ACADEMIES}
    making.add(rows.values())
    making.academies.update(rows)
    making.add(
        Predecessor(academy_id=rows[school.key].id, urn=school.predecessor[0],
                    name=school.predecessor[1])
        for school in ACADEMIES if school.predecessor
    )  # fmt: skip


def _academy(making: Making, school: School, hub: Hub) -> Academy:
    joined = school.joined(making.dates)
    new = school.predecessor is not None or school.counted is None
    # Schools older than their years in the trust.
    years = 4 + round(8 * making.chance.random())
    return Academy(
        urn=school.urn,
        name=school.name,
        type_code=school.type_code,
        phase=school.phase,
        status="1",
        la_name=LOCAL_AUTHORITY,
        opened_on=joined if new else date(joined.year - years, 9, 1),
        joined_on=joined,
        left_on=school.left(making.dates) if school.left else None,
        hub=hub,
    )


def add_people(making: Making) -> None:
    """Store the people with what is recorded of them."""
    rows = {told.name: _person(making, told, place) for place, told in enumerate(PEOPLE)}
    making.add(rows.values())
    making.people.update(rows)


def _person(making: Making, told: Someone, place: int) -> Person:
    dates = making.dates
    school, trust, qualification = told.stages
    # 99 begins no teacher's reference number in use here; the place in the list keeps it unique.
    number = f"99{round(999 * making.chance.random()):03d}{place:02d}"
    return Person(
        name=told.name,
        email=told.email,
        trn=number if told.has_trn else None,
        qts=told.qts,
        para_8a=told.para_8a,
        induction_completed=told.induction,
        school_stage=school,
        trust_stage=trust,
        qualification_stage=qualification,
        service_spells=[
            ServiceSpell(started_on=first(dates), ended_on=last(dates))
            for first, last in told.served
        ],
        qualifications=[
            Qualification(
                course=study.course,
                provider=study.provider,
                started_on=study.started(dates) if study.started else None,
                expected_on=study.expected(dates) if study.expected else None,
                passed_on=study.passed(dates) if study.passed else None,
                checked_on=study.checked(dates) if study.checked else None,
            )
            for study in told.studies
        ],
    )


def qualification_rules(making: Making) -> Rules:
    """The rulebook's own, with the next NPQ start ahead of today: February or October."""
    today = making.dates.today
    starts = (date(today.year + n // 2, (2, 10)[n % 2], 1) for n in range(4))
    return Rules(next_cohort=next(day for day in starts if day >= today))


def add_posts(making: Making) -> None:
    """Store the posts with who held them and the hours they were given."""
    rows: dict[tuple[str | None, str], Post] = {}
    for told in POSTS:
        over = rows[told.at, told.under] if told.under else None
        post = _post(making, told, over)
        making.add([post])
        rows[told.at, told.title] = post


def _post(making: Making, told: Place, over: Post | None) -> Post:
    academy = making.academies[told.at] if told.at else None
    begun = making.dates.september(3)
    if academy and academy.joined_on:
        begun = max(begun, academy.joined_on)
    return Post(
        academy_id=academy.id if academy else None,
        kind=told.kind.value,
        title=told.title,
        reports_to_id=over.id if over else None,
        line_manages=told.manages,
        appointments=[_appointment(making, held) for held in told.held],
        allocations=[_allocation(making, given, begun) for given in told.given],
    )


def _appointment(making: Making, held: Held) -> Appointment:
    dates = making.dates
    row = Appointment(
        person=making.people[held.name],
        started_on=held.since(dates) if held.since else None,
        ended_on=held.until(dates) if held.until else None,
        basis=held.basis.value,
        designated=held.designated,
        is_head=held.head,
        teaches_here=held.teaches,
        on_slt=held.slt,
    )
    if held.absent:
        first, last = held.absent
        row.absences = [Absence(starts_on=first(dates), ends_on=last(dates) if last else None)]
    if held.paid:
        row.pay = _pay(making, held.paid, row)
    return row


def _pay(making: Making, paid: Paid, row: Appointment) -> list[AppointmentPay]:
    """Last year's point and this year's; what began since is paid at this year's from then."""
    this_year, last_year = making.dates.september(0), making.dates.september(1)
    begun = row.started_on or last_year
    if row.ended_on and row.ended_on < this_year:
        spells = [(max(begun, row.ended_on - timedelta(days=365)), paid.point)]
    elif begun >= this_year or paid.last_year is None:
        spells = [(max(begun, last_year), paid.point)]
    else:
        spells = [(max(begun, last_year), paid.last_year), (this_year, paid.point)]
    return [
        AppointmentPay(
            starts_on=since,
            area=AREA,
            # The sixth point of the main scale comes before the upper scale.
            scale={"M": "Main", "U": "Upper", "L": "Leadership"}[point[0]],
            point=point,
            tlr=paid.tlr,
            tlr_pence=paid.tlr_pounds * 100 if paid.tlr_pounds else None,
            sen_allowance_pence=paid.sen_pounds * 100 if paid.sen_pounds else None,
        )
        for since, point in spells
    ]


def _allocation(making: Making, given: Given, begun: date) -> Allocation:
    since = given.since(making.dates) if given.since else begun
    return Allocation(
        minutes=round(given.hours * 60),
        starts_on=since,
        kind=AllocationKind.OPENING.value,
        recorded_at=_recorded(making, since - timedelta(days=25), 140),
    )


def add_policies(making: Making) -> None:
    """Store the formula policies: split by outside specialists only since the trust asks for it."""
    policies = (
        Policy("NUT SENCO Charter, Annex A, SEN support at the lower weight",
               making.dates.september(3), mapping=Mapping.A),
        Policy("NUT SENCO Charter, Annex A", making.dates.september(1)),
    )  # fmt: skip
    for policy in policies:
        at = _recorded(making, policy.valid_from - timedelta(days=60), 30)
        row = FormulaPolicyRow(
            valid_from=policy.valid_from,
            policy=policy.to_json(),
            recorded_at=at,
            recorded_by_id=making.accounts["director"].id,
        )
        making.add([row])
        after = {"valid_from": policy.valid_from.isoformat(), "mapping": policy.mapping.value}
        making.happened(at, "director", "policy_set", "policy", row.id, after=after)


def _recorded(making: Making, day: date, minutes: int) -> datetime:
    """An instant some weeks before a thing begins, but not before the trust used the product."""
    first = making.dates.september(3) + timedelta(days=3)
    return making.dates.instant(max(day, first), minutes)
