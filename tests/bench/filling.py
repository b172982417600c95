"""A trust of any size, by bulk inserts: the same rows every time for a given day.

Each academy has three years of evidence, one to three posts with people who came and went, some
changes of hours and some reviews, which makes five to eight periods of standing.
"""

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from random import Random
from typing import Any

from sqlalchemy import insert, text

from tests.bench import filling_changes
from trust_inclusion.db import Model, db
from trust_inclusion.domain.access import OPERATOR, Role
from trust_inclusion.domain.calendar import academic_year_start, spring_census_date
from trust_inclusion.domain.names import searchable
from trust_inclusion.models.academies import Academy, Evidence, Hub, Review, ReviewAction
from trust_inclusion.models.changes import Change
from trust_inclusion.models.people import Person, Qualification
from trust_inclusion.models.posts import Allocation, Appointment, AppointmentPay, Post
from trust_inclusion.services import accounts, settings, standing
from trust_inclusion.services.accounts import GrantOf, NewAccount

DIRECTOR = "director@bench.example"
FIRST_URN = 700_001
ACADEMIES_IN_A_HUB = 25
MOST_HUBS = 40
CHUNK = 5_000

PLACES = (
    "Ash", "Birch", "Cedar", "Dale", "Elm", "Fern", "Glen", "Hazel", "Ivy", "Juniper", "Kestrel",
    "Larch", "Maple", "Nether", "Oak", "Pine", "Quarry", "Rowan", "Sedge", "Thorn", "Upper",
    "Vale", "Willow", "Yew",
)  # fmt: skip
ENDINGS = (
    "bank", "bridge", "brook", "bury", "combe", "cross", "dale", "field", "ford", "gate", "grove",
    "ham", "hill", "hurst", "leigh", "mere", "moor", "stead", "ton", "wood",
)  # fmt: skip
KINDS = (
    # (GIAS type, GIAS phase, what it is called, pupils), as often as it stands here.
    *[("34", "2", "Primary School", 260)] * 5,
    *[("34", "2", "Church of England Primary Academy", 210)] * 3,
    *[("28", "2", "Community Primary Academy", 390)] * 3,
    *[("34", "4", "Academy", 1050)] * 3,
    *[("28", "4", "High School", 880)] * 2,
    *[("35", "7", "Free School", 720)],
    *[("44", "0", "School", 110)],
)
GIVEN = (
    "Alice", "Ben", "Chloe", "Daniel", "Esther", "Farah", "George", "Hannah", "Imran", "Joanna",
    "Kofi", "Laura", "Mina", "Nathan", "Olivia", "Priya", "Rhys", "Sarah", "Tom", "Yasmin",
)  # fmt: skip
SURNAMES = (
    "Ahmed", "Barker", "Chapman", "Davies", "Ellis", "Fletcher", "Grant", "Hussain", "Iqbal",
    "Jenkins", "Khan", "Lowe", "Marsh", "Nolan", "Okafor", "Patel", "Quinn", "Roberts", "Shah",
    "Turner", "Underhill", "Vaughan", "Whitfield", "Young",
)  # fmt: skip

Values = dict[str, Any]


def fill(academies: int, today: date) -> None:
    """Make this many academies, and a director who sees all of them: `DIRECTOR`.

    In the caller's transaction, on a migrated database without rows.
    """
    now = datetime.combine(today, datetime.min.time(), UTC)
    settings.name_trust("Larkfield Learning Trust")
    director = _account(DIRECTOR, "Ruth Ashdown", Role.DIRECTOR, now)
    leader = _account("leader@bench.example", "Martin Oakes", Role.TRUST_LEADER, now)
    hubs = max(2, min(academies // ACADEMIES_IN_A_HUB, MOST_HUBS))
    _insert(Hub, ({"id": n, "name": f"Hub {n:02d}"} for n in range(1, hubs + 1)))
    # Chance must fall the same way every time; nothing secret hangs on it.
    maker = _Maker(academies, hubs, today, now, (director, leader), Random(20_240_901))  # noqa: S311
    for model, rows in maker.tables():
        _insert(model, rows)
    _insert(Change, filling_changes.rows(academies, today, director, leader))
    standing.rebuild_all()


def analyse() -> None:
    """Give PostgreSQL's planner what its own housekeeping would; SQLite's is left as it comes."""
    if db.engine.dialect.name == "postgresql":
        with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("VACUUM ANALYZE"))


def _account(email: str, name: str, role: Role, now: datetime) -> int:
    grants = [GrantOf(role, everything=True)]
    # Nobody signs in with a password here, so none is made.
    new = NewAccount(email, name, password_hash="", grants=grants)
    return accounts.create(OPERATOR, new, now=now).id


def _insert(model: type[Model], rows: Iterable[Values]) -> None:
    waiting = iter(rows)
    while chunk := list(islice(waiting, CHUNK)):
        db.session.execute(insert(model).execution_options(render_nulls=True), chunk)


class _Maker:
    """Rows of every table, academy by academy; ids are given out here, not by the database."""

    def __init__(
        self,
        academies: int,
        hubs: int,
        today: date,
        now: datetime,
        reviewers: tuple[int, int],
        chance: Random,
    ) -> None:
        self.hubs, self.now, self.reviewers, self.chance = hubs, now, reviewers, chance
        self.today = today
        self.year = academic_year_start(today)
        self.made: dict[type[Model], list[Values]] = {
            model: []
            for model in (
                Academy, Evidence, Person, Qualification, Post, Appointment, AppointmentPay,
                Allocation, Review, ReviewAction,
            )
        }  # fmt: skip
        for number in range(1, academies + 1):
            self._academy(number)

    def tables(self) -> Iterator[tuple[type[Model], list[Values]]]:
        """Parents before their children."""
        yield from self.made.items()

    def _add(self, model: type[Model], **values: Any) -> int:
        rows = self.made[model]
        rows.append({"id": len(rows) + 1, **values})
        return len(rows)

    def _years_ago(self, years: int) -> date:
        return self.year.replace(year=self.year.year - years)

    def _academy(self, number: int) -> None:
        chance = self.chance
        type_code, phase, called, pupils = KINDS[number % len(KINDS)]
        place = chance.choice(PLACES) + chance.choice(ENDINGS)
        name = f"{place} {called}"
        self._add(
            Academy,
            urn=FIRST_URN + number,
            name=name,
            sort_name=searchable(name),
            type_code=type_code,
            phase=phase,
            status="1",
            la_code="999",
            la_name="Larkshire",
            joined_on=self._years_ago(chance.randint(4, 9)),
            hub_id=1 + number % self.hubs if number % 20 else None,
            version=1,
        )
        roll = round(pupils * chance.uniform(0.7, 1.3))
        self._evidence(number, roll)
        self._senco(number)
        if number % 3 == 0:
            self._assistant(number)
        if number % 5:
            self._review(number)

    def _evidence(self, academy_id: int, roll: int) -> None:
        if academy_id % 33 == 0:
            return
        chance = self.chance
        for census in self._censuses():
            support = round(roll * chance.uniform(0.09, 0.19))
            shared = {
                "academy_id": academy_id,
                "census_date": census,
                "recorded_at": self.now,
                "version": 1,
            }
            self._add(
                Evidence,
                **shared,
                origin="census",
                source="Special educational needs in England",
                roll=roll,
                sen_support=support,
                ehcp=round(roll * chance.uniform(0.02, 0.06)),
                sen_support_with_specialist=None,
                notional_sen_budget_pence=None,
                budget_year=None,
                turnover_tenths=None,
                turnover_source=None,
            )
            self._add(
                Evidence,
                **shared,
                origin="evidence_file",
                source="The trust's own return",
                roll=None,
                sen_support=None,
                ehcp=None,
                sen_support_with_specialist=support // 3 if academy_id % 4 else None,
                notional_sen_budget_pence=roll * chance.randint(250, 450) * 100,
                budget_year=f"{census.year - 1}-{census.year % 100:02d}",
                turnover_tenths=chance.randint(40, 260),
                turnover_source="Pupils joining and leaving in the year",
            )

    def _censuses(self) -> list[date]:
        """The last three spring censuses before today."""
        days = (spring_census_date(self.today.year - back) for back in range(4))
        return sorted(day for day in days if day <= self.today)[-3:]

    def _person(self) -> int:
        chance, number = self.chance, len(self.made[Person]) + 1
        name, email = (
            f"{chance.choice(GIVEN)} {chance.choice(SURNAMES)}",
            f"person{number}@bench.example",
        )
        person_id = self._add(
            Person,
            name=name,
            sort_name=searchable(name),
            email=email,
            search_words=f"{searchable(name)} {email}",
            trn=f"{number:07d}",
            qts=True,
            para_8a=False,
            induction_completed="yes",
            school_stage=chance.randint(1, 5),
            trust_stage=None,
            qualification_stage=chance.randint(1, 4),
            version=1,
        )
        if number % 6:
            passed = self._years_ago(chance.randint(1, 8)) if number % 4 else None
            self._add(
                Qualification,
                person_id=person_id,
                course=("NPQSENCO", "NASENCO")[number % 2],
                provider="Larkfield Teaching School Hub",
                started_on=passed or self._years_ago(1),
                passed_on=passed,
                checked_on=passed,
            )
        return person_id

    def _post(self, academy_id: int, kind: str, title: str, minutes: int) -> int:
        post_id = self._add(Post, academy_id=academy_id, kind=kind, title=title, version=1)
        self._hours(post_id, minutes, self._years_ago(4), "opening")
        return post_id

    def _hours(self, post_id: int, minutes: int, since: date, kind: str) -> None:
        self._add(
            Allocation,
            post_id=post_id,
            minutes=minutes,
            starts_on=since,
            kind=kind,
            recorded_at=self.now,
        )

    def _appointment(self, post_id: int, since: date, until: date | None, basis: str) -> None:
        appointment_id = self._add(
            Appointment,
            post_id=post_id,
            person_id=self._person(),
            started_on=since,
            ended_on=until,
            basis=basis,
            designated=True,
            is_head=False,
            teaches_here=True,
            on_slt=False,
            version=1,
        )
        self._add(
            AppointmentPay,
            appointment_id=appointment_id,
            starts_on=since,
            area="England",
            scale="Main and upper",
            point=f"{'MU'[appointment_id % 2]}{self.chance.randint(1, 3)}",
        )

    def _senco(self, academy_id: int) -> None:
        """The post, who holds it now, and for every other academy who held it before."""
        chance = self.chance
        post_id = self._post(academy_id, "senco", "SENCO", 30 * chance.randint(6, 26))
        if academy_id % 3:
            self._hours(post_id, 30 * chance.randint(8, 30), self._years_ago(1), "permanent")
        handed_over = self._years_ago(2)
        if academy_id % 2:
            last = handed_over - timedelta(days=1)
            self._appointment(post_id, self._years_ago(4), last, "permanent")
        began = handed_over if academy_id % 2 else self._years_ago(4)
        if academy_id % 17:
            basis = "acting" if academy_id % 13 == 0 else "permanent"
            self._appointment(post_id, began, None, basis)
        elif academy_id % 2 == 0:
            self._appointment(post_id, began, self.year - timedelta(days=1), "permanent")

    def _assistant(self, academy_id: int) -> None:
        post_id = self._post(academy_id, "assistant", "Assistant SENCO", 300)
        self._appointment(post_id, self._years_ago(3), None, "permanent")

    def _review(self, academy_id: int) -> None:
        """One review, this academic year or the one before; every fourth with an action."""
        earliest = self._years_ago(0 if academy_id % 2 else 1)
        days = min((self.today - earliest).days, 60)
        reviewer = self.reviewers[academy_id % 2]
        review_id = self._add(
            Review,
            academy_id=academy_id,
            reviewed_on=earliest + timedelta(days=self.chance.randint(0, max(days, 0))),
            reviewer_id=reviewer,
            note="The SENCO's time was compared with the formula and with last year's plan.",
            recorded_at=self.now,
        )
        if academy_id % 4 == 0:
            done = self.today if academy_id % 8 else None
            self._add(
                ReviewAction,
                review_id=review_id,
                what="Plan the missing hours into next term's timetable",
                owner_id=reviewer,
                due_on=self.year.replace(year=self.year.year + 1),
                done_on=done,
                version=1,
            )
