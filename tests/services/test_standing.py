"""The stored timelines equal what the rules say of the facts, after any sequence of changes."""

import random
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session, scoped_session

from tests import factories as make
from trust_inclusion.db import db, transaction
from trust_inclusion.domain import charter_letters, charter_posts
from trust_inclusion.domain.access import Role
from trust_inclusion.domain.charter import REPLIES, Side
from trust_inclusion.domain.evidence import MOST_PUPILS, Origin, Row
from trust_inclusion.domain.pathway import DEFAULT as DEFAULT_STAGES
from trust_inclusion.domain.policy import Benchmark, Mapping, Policy, Rounding
from trust_inclusion.domain.posts import AllocationKind, Basis, PostKind
from trust_inclusion.domain.standing import BEGINNING, ONE_DAY, answer_on
from trust_inclusion.models.academies import Academy, Evidence
from trust_inclusion.models.charter import CharterAnswer, DescriptionCheck, PostDuty
from trust_inclusion.models.clocks import Clock
from trust_inclusion.models.pathway import PathwayPlan
from trust_inclusion.models.pay import PayPoint
from trust_inclusion.models.people import Person, ServiceSpell
from trust_inclusion.models.posts import Absence, Appointment, AppointmentPay, Post
from trust_inclusion.models.records import Ruling
from trust_inclusion.models.settings import FormulaPolicyRow
from trust_inclusion.models.standing import Standing
from trust_inclusion.services import clocks, evidence, hubs, reviews, settings, standing
from trust_inclusion.services.reviews import NewReview

DIRECTOR = make.actor(Role.DIRECTOR)
DAYS = [
    date(2024, 2, 29), date(2024, 8, 31), date(2024, 9, 1), date(2025, 1, 16), date(2025, 4, 1),
    date(2025, 8, 31), date(2025, 9, 1), date(2026, 1, 15), date(2026, 11, 21), date(2027, 3, 1),
]  # fmt: skip
Rows = dict[tuple[int, date], dict[str, Any]]


def stored() -> Rows:
    """Every period as it is in the database."""
    table = Standing.__table__
    rows = db.session.execute(select(*table.c)).mappings()
    return {(row["academy_id"], row["valid_from"]): dict(row) for row in rows}


def worked_out() -> Rows:
    """Every period as the rules make it of the facts."""
    ids = db.session.scalars(select(Academy.id)).all()
    found = standing.worked_out(ids, settings.rules())
    columns = Standing.__table__.columns.keys()
    return {
        (row["academy_id"], row["valid_from"]): {name: row.get(name) for name in columns}  # type: ignore[misc]
        for row in found
    }


def stored_clocks() -> list[dict[str, Any]]:
    """Every period of a clock as it is in the database."""
    rows = db.session.execute(select(*Clock.__table__.c)).mappings()
    return sorted((dict(row) for row in rows), key=_key)


def worked_out_clocks() -> list[dict[str, Any]]:
    """The same as the rules make it of the facts."""
    ids = list(db.session.scalars(select(Academy.id)))
    found = clocks.rows_of(ids, clocks.timelines(ids))
    return sorted(({**row, "deadline_group": row["group"]} for row in found), key=_key)


def _key(row: dict[str, Any]) -> tuple[Any, ...]:
    return row["academy_id"], row["appointment_id"], row["valid_from"]


class Changes:
    """Changes of facts as they happen in a trust, chosen by chance."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)  # noqa: S311 chance, not a secret

    def any_change(self) -> None:
        """One change, with the timelines it touches built again, in one transaction."""
        with transaction():
            touched = self.chance.choice(ALL)(self)
            if touched is None:
                standing.rebuild_all()
            else:
                standing.rebuild(touched)

    def academy(self) -> Academy:
        return self.chance.choice(db.session.scalars(select(Academy).order_by(Academy.id)).all())

    def one(self, kind: type[Any]) -> Any:
        """A row of a kind, or None when there is none."""
        rows = db.session.scalars(select(kind).order_by(kind.id)).all()
        return self.chance.choice(rows) if rows else None

    def day(self) -> date:
        return self.chance.choice(DAYS) + timedelta(days=self.chance.choice((-1, 0, 0, 0, 1)))

    def later(self, start: date) -> date | None:
        return self.chance.choice(
            [None, start, start + timedelta(days=self.chance.randint(1, 400))]
        )

    def evidence_entered(self) -> Iterable[int]:
        academy, day = self.academy(), self.chance.choice(DAYS)
        row = db.session.scalar(
            select(Evidence).where(
                Evidence.academy_id == academy.id,
                Evidence.census_date == day,
                Evidence.origin == Origin.ENTERED.value,
            )
        )
        some = self.chance.randint
        entry = Row(
            day, Origin.ENTERED, "Return", MOST_PUPILS, some(50, 99),
            self.chance.choice([None, some(0, 20)]), some(0, 40),
            self.chance.choice([None, some(0, 300_000_00)]), "2026",
            self.chance.choice([None, some(0, 500)]), "x",
        )  # fmt: skip
        version = row.version if row else 0
        evidence.enter(DIRECTOR, academy.urn, entry, version=version, now=make.NOW)
        return ()

    def review_added(self) -> Iterable[int]:
        urn, note = self.academy().urn, str(self.chance.random())
        reviews.add(DIRECTOR, urn, NewReview(self.day(), note), today=make.TODAY, now=make.NOW)
        return ()

    def hub_set(self) -> Iterable[int]:
        academy, name = self.academy(), self.chance.choice(["", "North", "South"])
        hubs.set_for(DIRECTOR, academy.urn, name, version=academy.version, now=make.NOW)
        return ()

    def post_made(self) -> Iterable[int]:
        academy = self.academy()
        kind = self.chance.choice([PostKind.SENCO, PostKind.SENCO, PostKind.ASSISTANT])
        make.post(academy, kind=kind, hours=self.chance.choice([None, 5, 8]), since=self.day())
        return [academy.id]

    def appointed(self) -> Iterable[int]:
        post, start = self.one(Post), self.chance.choice([None, self.day()])
        if post is None:
            return ()
        person = self.one(Person) if self.chance.random() < 0.4 else make.person()
        make.appointment(
            post, person or make.person(), since=start, until=self.later(start or DAYS[0]),
            basis=self.chance.choice(list(Basis)), designated=self.chance.random() < 0.8,
        )  # fmt: skip
        return [post.academy_id]

    def appointment_changed(self) -> Iterable[int]:
        held = self.one(Appointment)
        if held is None:
            return ()
        change = self.chance.randrange(6)
        if change == 0:
            held.ended_on = self.later(held.started_on or DAYS[0])
        elif change == 4:
            held.on_slt, held.is_head = self.chance.choice([None, True]), self.chance.random() < 0.5
        elif change == 5:
            scale, point = self.chance.choice([("Upper", "U3"), ("Leadership", "L6"), (None, None)])
            held.pay.append(
                AppointmentPay(
                    starts_on=self.day(), area="Rest of England", scale=scale, point=point,
                    tlr=self.chance.choice([None, "TLR2"]), sen_allowance_pence=250_000,
                    top_point=self.chance.choice([None, point]),
                )
            )  # fmt: skip
        elif change == 1:
            start = self.day()
            held.absences.append(Absence(starts_on=start, ends_on=self.later(start)))
        elif change == 2:
            held.pay.append(AppointmentPay(starts_on=self.day(), point=f"M{self.day().month}"))
        else:
            held.designated = not held.designated
        return [held.post.academy_id]

    def hours_given(self) -> Iterable[int]:
        post, start = self.one(Post), self.day()
        if post is None:
            return ()
        kind = self.chance.choice(list(AllocationKind))
        make.allocation(post, self.chance.randint(0, 30), start, self.later(start), kind=kind)
        return [post.academy_id]

    def person_changed(self) -> Iterable[int]:
        person = self.one(Person)
        if person is None:
            return ()
        told = self.chance.random()
        if told < 0.3:
            make.qualification(person, passed_on=self.chance.choice([None, self.day()]))
        elif told < 0.5:
            start = self.day() - timedelta(days=self.chance.choice([30, 900, 7000]))
            person.service_spells.append(
                ServiceSpell(started_on=start, ended_on=self.later(start), relevant=True)
            )
        elif told < 0.6:
            person.qts_basis, person.qtls_recheck_on = "qtls", self.day()
        elif told < 0.7:
            db.session.add(
                Ruling(
                    person_id=person.id, kind="accept", review_on=self.later(self.day()),
                    reasons="", state="accepted", proposed_at=make.NOW, decided_on=self.day(),
                )
            )  # fmt: skip
        else:
            person.name, person.school_stage = f"Renamed {self.day()}", self.chance.randint(1, 7)
        posts = select(Post.academy_id).join(Appointment).where(Appointment.person_id == person.id)
        # One of theirs is enough: what counts of them elsewhere is worked out with it.
        return [one for one in db.session.scalars(posts) if one is not None][:1]

    def condition_answered(self) -> Iterable[int]:
        post = self.one(Post)
        if post is None:
            return ()
        some = self.chance.choice
        db.session.add(
            CharterAnswer(
                post_id=post.id, code=some(("C06", "C09", "C17")), side=some(list(Side)).value,
                reply=some(REPLIES).value, evidence="", answered_on=self.day(),
                answered_at=make.NOW,
            )
        )  # fmt: skip
        return [post.academy_id]

    def duty_told(self) -> Iterable[int]:
        post = self.one(Post)
        if post is None:
            return ()
        held = self.chance.choice([None, True, True, False])
        db.session.add(
            PostDuty(
                post_id=post.id, code=self.chance.choice(("X02", "X05")), held=held,
                minutes=self.chance.choice([None, 0, 90, 2000]), told_on=self.day(),
                told_at=make.NOW,
            )
        )  # fmt: skip
        return [post.academy_id]

    def description_checked(self) -> Iterable[int]:
        post = self.one(Post)
        if post is None:
            return ()
        found: dict[str, list[str]] = {"excluded": [], "missing_tasks": [], "old_terms": []}
        if self.chance.random() < 0.5:
            found["missing_tasks"] = ["K1"]
        db.session.add(
            DescriptionCheck(
                post_id=post.id, checked_on=self.day(), checked_at=make.NOW, new_post=False,
                agreed_on=self.chance.choice([None, self.day()]), ticked={}, words="", found=found,
            )
        )  # fmt: skip
        return [post.academy_id]

    def mentor_named(self) -> Iterable[int]:
        person = self.one(Person)
        if person is None:
            return ()
        plan = db.session.get(PathwayPlan, person.id) or PathwayPlan(
            person_id=person.id, words="", head_sees=False, mentor_sees=False, next_step="",
        )  # fmt: skip
        plan.mentor_id = self.chance.choice([None, self.one(Person).id])
        db.session.add(plan)
        posts = select(Post.academy_id).join(Appointment).where(Appointment.person_id == person.id)
        return [one for one in db.session.scalars(posts) if one is not None][:1]

    def stages_set(self) -> None:
        stages = list(DEFAULT_STAGES)
        self.chance.shuffle(stages)
        settings.set_pathway_stages(tuple(stages))

    def table_brought_in(self) -> None:
        """The trust's own upper scale of a year."""
        year = self.chance.choice(("2024/25", "2025/26", "2026/27"))
        if not db.session.scalar(select(PayPoint.id).where(PayPoint.academic_year == year)):
            make.own_point("U4", 60_000, year=year)

    def membership_changed(self) -> Iterable[int]:
        academy = self.academy()
        academy.joined_on = self.chance.choice([None, make.JOINED, self.day()])
        academy.left_on = self.chance.choice([None, None, self.day()])
        academy.type_code = self.chance.choice(["34", "28", "44"])
        return [academy.id]

    def policy_set(self) -> None:
        day = self.day()
        if db.session.scalar(select(func.count()).where(FormulaPolicyRow.valid_from == day)):
            return
        policy = Policy(
            "Ours", day, mapping=self.chance.choice(list(Mapping)),
            rounding=self.chance.choice(list(Rounding)),
            benchmark=self.chance.choice(list(Benchmark)),
        )  # fmt: skip
        db.session.add(
            FormulaPolicyRow(valid_from=day, policy=policy.to_json(), recorded_at=make.NOW)
        )


C = Changes
ALL: tuple[Callable[[Changes], Iterable[int] | None], ...] = (
    C.evidence_entered, C.review_added, C.hub_set, C.post_made, C.appointed, C.appointed,
    C.hours_given, C.appointment_changed, C.appointment_changed, C.person_changed,
    C.membership_changed, C.policy_set, C.condition_answered, C.condition_answered, C.duty_told,
    C.description_checked, C.mentor_named, C.stages_set, C.table_brought_in,
)  # fmt: skip


@pytest.fixture
def three(session: scoped_session[Session]) -> None:
    """Three academies of a named trust."""
    with make.saved():
        settings.name_trust("Larch Trust")
        for name in ("Ash", "Birch", "Cedar"):
            make.academy(name)


@pytest.mark.usefixtures("three")
@pytest.mark.parametrize("seed", range(12))
def test_what_is_stored_is_what_the_rules_say_after_any_change(seed: int) -> None:
    changes = Changes(seed)
    for _ in range(25):
        changes.any_change()
        assert stored() == worked_out()
        assert [{**row, "group": row["deadline_group"]} for row in stored_clocks()] == (
            worked_out_clocks()
        )
    assert_right_on_every_day()


def assert_right_on_every_day() -> None:
    """Fail unless one period and the right one holds on each day around each turn."""
    rules = settings.rules()
    academies = db.session.scalars(select(Academy)).all()
    facts = standing.facts_of([academy.id for academy in academies])
    by_academy: dict[int, list[dict[str, Any]]] = {academy.id: [] for academy in academies}
    for row in stored().values():
        by_academy[row["academy_id"]].append(row)
    turns = {day + timedelta(days=n) for day in DAYS for n in range(-3, 4)}
    turns |= {row[end] for rows in by_academy.values() for row in rows
              for end in ("valid_from", "valid_to") if row[end].year < 9999}  # fmt: skip
    for academy in academies:
        for day in sorted(turns | {turn - ONE_DAY for turn in turns}):
            held = [p for p in by_academy[academy.id] if p["valid_from"] <= day < p["valid_to"]]
            joined = (academy.joined_on or BEGINNING) <= day
            inside = joined and (academy.left_on is None or day < academy.left_on)
            assert len(held) == int(inside), (academy.name, day)
            if held:
                results = charter_posts.of_academy(facts[academy.id], rules, day)
                letters = charter_letters.of_conditions(results) if results else None
                assert held[0]["conditions"] == letters, (academy.name, day)
                answer = answer_on(facts[academy.id], rules, day)
                wrong = {
                    name: (held[0][name], getattr(answer, name))
                    for name in answer.__dataclass_fields__
                    if held[0][name] != getattr(answer, name)
                }
                assert wrong == {}, (academy.name, day)


@pytest.mark.usefixtures("three")
def test_building_everything_again_changes_nothing() -> None:
    changes = Changes(99)
    for _ in range(30):
        changes.any_change()
    before = stored()
    assert len(before) > 3
    with transaction():
        standing.rebuild_all()
    assert stored() == before


@pytest.mark.usefixtures("three")
def test_every_rebuild_raises_the_revision() -> None:
    before = settings.current().revision
    assert before is not None
    Changes(5).any_change()
    db.session.expire_all()
    after = settings.current().revision
    assert after is not None
    assert after > before


@pytest.mark.usefixtures("three")
def test_a_failure_leaves_the_timelines_as_they_were() -> None:
    before = stored()

    def fail() -> None:
        with transaction():
            make.senco(db.session.scalars(select(Academy)).first() or make.academy())
            standing.rebuild_all()
            assert stored() != before
            raise RuntimeError("now")

    with pytest.raises(RuntimeError, match="now"):
        fail()
    assert stored() == before


def test_a_person_of_two_posts_is_named_once(session: scoped_session[Session]) -> None:
    with make.saved():
        ash = make.academy("Ash")
        ann = make.person("Ann")
        make.senco(ash, person=ann, hours=3)
        make.senco(ash, person=ann, hours=4, title="SENCO, early years", since=date(2025, 9, 1))
        make.senco(make.academy("Birch"), person=ann, hours=2)
    today = [row for row in stored().values() if row["valid_to"].year == 9999]
    assert {(row["name"], row["sencos"], row["allocated_minutes"]) for row in today} == {
        ("Ash", "Ann", 420),
        ("Birch", "Ann", 120),
    }
    assert session
