"""The demo trust: shows everything on any day, invents everybody, and mixes with nothing."""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import scoped_session

from tests import factories
from tests.demo.trusts import DemoTrusts, moment
from trust_inclusion import demo
from trust_inclusion.adapters.tables import csv_bytes
from trust_inclusion.db import db, transaction
from trust_inclusion.domain import words
from trust_inclusion.domain.access import OPERATOR, Action, Actor, Role, reach
from trust_inclusion.domain.calendar import academic_year_start, spring_census_date
from trust_inclusion.domain.clocks import NO_SENCO, Group, period_on, to_do
from trust_inclusion.domain.hours import STANDARD_WEEK, FullWeek
from trust_inclusion.domain.pay import WHOLE
from trust_inclusion.domain.pay_facts import Code, Severity
from trust_inclusion.domain.pay_tables import SCALES
from trust_inclusion.domain.posts import holds_on
from trust_inclusion.domain.qualification import Eligibility, Status
from trust_inclusion.models.academies import Academy, Evidence, Review, ReviewAction
from trust_inclusion.models.accounts import Account
from trust_inclusion.models.clocks import Clock
from trust_inclusion.models.log import AuditEvent
from trust_inclusion.models.notices import OutgoingMail, Reminder
from trust_inclusion.models.people import Person, Qualification
from trust_inclusion.models.posts import Absence, Allocation, Appointment, AppointmentPay, Post
from trust_inclusion.models.records import Claim, Confirmation, EvidenceFile, Ruling
from trust_inclusion.models.standing import Standing
from trust_inclusion.services import (
    academies,
    accounts,
    audit,
    briefs,
    clocks,
    evidence,
    exports,
    settings,
    sign_ins,
    standing,
)
from trust_inclusion.services.academies import Filters, Sort
from trust_inclusion.services.imports import evidence as imported
from trust_inclusion.services.imports import posts
from trust_inclusion.services.pay import listing

TODAY = date(2026, 11, 21)
NOW = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)
DAYS = (
    TODAY,
    date(2026, 12, 31),
    date(2027, 1, 1),
    spring_census_date(2027),
    spring_census_date(2027) + timedelta(days=150),
    date(2027, 8, 31),
    date(2027, 9, 1),
    date(2028, 2, 29),
    date(2031, 3, 31),
)
STATUSES = {
    "short": 7,
    "meets": 3,
    "above": 8,
    "no_evidence": 2,
    "vacant": 2,
    "not_applicable": 2,
}
PHASES = {"primary": 14, "secondary": 7, "all_through": 1, "special": 1, "alternative": 1}
SHOWN = (
    Standing.urn,
    Standing.name,
    Standing.sencos,
    Standing.vacant,
    Standing.acting,
    Standing.absent,
    Standing.allocated_minutes,
    Standing.formula_minutes,
    Standing.formula_high_minutes,
    Standing.points,
    Standing.mobility_minutes,
    Standing.gap_status,
    Standing.pay_point,
    Standing.school_stage,
    Standing.trust_stage,
    Standing.qualification_stage,
)


def rows_on(day: date) -> list[Standing]:
    query = select(Standing).where(academies.on_day(day)).order_by(Standing.urn)
    return list(db.session.scalars(query))


def shown_on(day: date) -> list[tuple[Any, ...]]:
    query = select(*SHOWN).where(academies.on_day(day)).order_by(Standing.urn)
    return [tuple(row) for row in db.session.execute(query)]


def filled(column: Any) -> list[Any]:
    """What stands in a column, blanks left out."""
    return list(db.session.scalars(select(column).where(column.is_not(None))))


@pytest.fixture(scope="module")
def trust(demo_trusts: DemoTrusts) -> Iterator[Flask]:
    """The demo trust of TODAY, for tests that only read it."""
    app = demo_trusts.copied(TODAY)
    yield app
    demo_trusts.forget(app)


@pytest.fixture
def trust_session(trust: Flask) -> Iterator[scoped_session[Any]]:
    with trust.app_context():
        yield db.session


@pytest.fixture(scope="module", params=DAYS, ids=str)
def day_and_app(
    demo_trusts: DemoTrusts, request: pytest.FixtureRequest
) -> Iterator[tuple[date, Flask]]:
    app = demo_trusts.copied(request.param)
    yield request.param, app
    demo_trusts.forget(app)


@pytest.fixture
def day(day_and_app: tuple[date, Flask]) -> Iterator[date]:
    """A day on which the demo trust was built, inside the context of its app."""
    on, app = day_and_app
    with app.app_context():
        yield on


def test_the_files_of_posts_and_evidence_read_back_without_a_difference(
    day: date, tmp_path: Path
) -> None:
    table, path = exports.posts(OPERATOR, day), tmp_path / "posts.csv"
    path.write_bytes(csv_bytes(table.columns, table.rows))
    of_posts = posts.preview(OPERATOR, posts.read(OPERATOR, path), today=day)
    assert (of_posts.problems, of_posts.changes) == ([], [])
    table = exports.evidence(OPERATOR, day)
    content = csv_bytes(table.columns, table.rows)
    read = imported.read(OPERATOR, content, file_name="evidence.csv")
    of_evidence = imported.preview(OPERATOR, read, today=day)
    assert (of_evidence.problems, of_evidence.changes) == ([], [])


def test_every_status_and_tag_shows_on_any_day(trust: Flask, day: date) -> None:
    counts = academies.view(OPERATOR, Filters(), Sort(), day, revision=None).counts
    assert counts.total == 24
    assert counts.by_status == STATUSES
    assert set(counts.by_status) == set(words.GAP_TAGS)
    rows = rows_on(day)
    assert Counter(row.phase for row in rows) == PHASES
    assert {row.hub_name for row in rows} == {"Coast", "Vale", "Wold"}
    for post in ("vacant", "acting", "absent"):
        assert (
            academies.view(OPERATOR, Filters(post=post), Sort(), day, revision=None).counts.total
            >= 1
        )
    reviewed = [row.last_reviewed_on for row in rows]
    assert sum(1 for on in reviewed if on and on >= academic_year_start(day)) == 18
    assert reviewed.count(None) == 1

    found = shown_on(day)
    with trust.app_context():
        assert shown_on(TODAY) == found


@pytest.mark.usefixtures("day")
def test_every_status_of_the_law_shows_on_any_day(day: date) -> None:
    query = select(Clock).where(Clock.valid_from <= day, Clock.valid_to > day)
    rows = db.session.scalars(query).all()
    # Half a year is too short to finish a course in, so nobody is due soon without being on one.
    assert {row.status for row in rows} == {*Status, NO_SENCO} - {Status.DUE_SOON}
    assert {row.group for row in rows} == set(Group)
    assert {row.eligibility for row in rows} == {*Eligibility, ""}
    assert any(row.due_soon for row in rows)
    assert any(row.outcome_late for row in rows)


@pytest.mark.usefixtures("trust_session")
def test_the_stored_clocks_are_what_the_rules_say_for_ten_years() -> None:
    """Every appointment on every third day, and around each turn."""
    rules = settings.qualification_rules()
    found = clocks.timelines(filled(Academy.id))
    held = [one for rows in found.appointments.values() for one in rows]
    records = clocks.of_appointments(held)
    stored: dict[int, list[Clock]] = {one.id: [] for one in held}
    for row in db.session.scalars(select(Clock).where(Clock.appointment_id != clocks.NOBODY)):
        stored[row.appointment_id].append(row)
    asked = 0
    for number, one in enumerate(held):
        rows = stored[one.id]
        days = {TODAY + timedelta(days=n) for n in range(number % 3 - 1825, 1825, 3)}
        turns = {row.valid_from for row in rows if row.valid_from.year > 1900}
        for day in days | turns | {turn - timedelta(days=1) for turn in turns}:
            now = [row for row in rows if row.valid_from <= day < row.valid_to]
            academy = one.post.academy
            assert academy is not None
            inside = (academy.joined_on or day) <= day < (academy.left_on or date.max)
            assert len(now) == int(inside and holds_on(one.started_on, one.ended_on, day))
            if now:
                period = period_on(records[one.id], rules, day, day + timedelta(days=1))
                answer = period.answer
                assert answer is not None
                assert (
                    now[0].status, now[0].eligibility, now[0].deadline, now[0].latest_start,
                    now[0].due_soon, now[0].projected_outcome, now[0].outcome_late,
                    now[0].review_due, now[0].absent, now[0].next_step,
                ) == (
                    answer.status, answer.eligibility, answer.deadline, answer.latest_start,
                    answer.due_soon, answer.projected_outcome, answer.outcome_late,
                    answer.review_due, period.absent, to_do(period),
                ), (one.id, day)  # fmt: skip
                asked += 1
    assert asked > 5_000


def test_nothing_is_dated_after_it_could_have_been(day: date) -> None:
    for instant in (Evidence.recorded_at, Review.recorded_at, Allocation.recorded_at,
                    Account.created_at, AuditEvent.happened_at, Claim.made_at, Claim.decided_at,
                    Ruling.proposed_at, Ruling.decided_at, EvidenceFile.uploaded_at,
                    OutgoingMail.made_at, Reminder.reminded_at):  # fmt: skip
        assert max(filled(instant)) <= moment(day)
    for on in (Evidence.census_date, Review.reviewed_on, ReviewAction.done_on,
               Qualification.passed_on, Qualification.checked_on, Ruling.decided_on,
               Confirmation.confirmed_on, Person.teacher_checked_on):  # fmt: skip
        assert max(filled(on)) <= day
    backwards = select(Appointment).where(Appointment.ended_on < Appointment.started_on)
    assert db.session.scalars(backwards).all() == []
    assert audit.first_break() is None
    times = db.session.scalars(select(AuditEvent.happened_at).order_by(AuditEvent.id)).all()
    assert times == sorted(times)


@pytest.mark.usefixtures("day")
def test_stored_standing_is_what_the_rules_say() -> None:
    ids = filled(Academy.id)
    columns = Standing.__table__.columns
    stored = [dict(row) for row in db.session.execute(select(*columns)).mappings()]
    again = list(standing.worked_out(ids, settings.rules()))

    def key(row: dict[str, Any]) -> tuple[Any, Any]:
        return row["academy_id"], row["valid_from"]

    assert sorted(stored, key=key) == sorted(again, key=key)
    assert len(stored) > 100


@pytest.mark.usefixtures("trust_session")
def test_what_makes_the_formula_interesting_is_there() -> None:
    of = {row.name: row for row in rows_on(TODAY)}
    assert FullWeek().week_minutes < 38 * 60 == of["Thornwick Academy"].formula_minutes
    assert of["Teaselbrook Church of England Primary Academy"].formula_high_minutes == 360
    assert of["Marlstone School"].formula_high_minutes is None
    assert of["Dunmere Primary Academy"].points is None
    assert of["Dunmere Primary Academy"].pupil_points == 108
    assert of["Kestrel Way Primary School"].pupil_points is None
    assert {row.mobility_minutes for row in of.values()} == {0, 60, 120, 180, None}
    assert of["Chalkdown Primary Academy"].gap_minutes == -630
    assert of["Thornwick Academy"].sencos == "Helen Vasquez-Tarn; Tariq Olwen"
    assert of["Harrowmere Infant Academy"].sencos == of["Harrowmere Junior Academy"].sencos
    assert of["Sedgemere Girls’ School"].absent
    assert of["Sedgemere Girls’ School"].acting
    assert of["Rushymere Primary Academy"].allocated_minutes == 0


def test_evidence_shows_where_it_comes_from(trust_session: scoped_session[Any]) -> None:
    everywhere = Actor("", holdings=OPERATOR.holdings)

    def brief(urn: int) -> briefs.Brief:
        return briefs.academy(everywhere, urn, TODAY, STANDARD_WEEK)

    assert brief(900_014).evidence.source_urns == "900114"
    assert brief(900_008).outcome.turnover_known is False
    assert brief(900_018).evidence.budget_on != brief(900_018).evidence.counts_on
    corrected = brief(900_006)
    assert corrected.evidence.notional_sen_budget_pence == 121_400_00
    evidence_rows = evidence.rows_of(corrected.academy)
    said = {row.origin: row.notional_sen_budget_pence for row in evidence_rows[:3]}
    assert said == {"census": None, "evidence_file": 112_400_00, "entered": 121_400_00}
    assert len({row.census_date for row in evidence_rows}) == 3
    both = trust_session.execute(
        select(Evidence.academy_id, Evidence.census_date)
        .where(Evidence.sen_support.is_not(None))
        .group_by(Evidence.academy_id, Evidence.census_date)
        .having(func.count(Evidence.sen_support.distinct()) > 1)
    ).all()
    assert len(both) > 5


def test_hours_changed_for_good_for_a_while_and_will_again(
    trust_session: scoped_session[Any],
) -> None:
    given = trust_session.scalars(select(Allocation)).all()
    assert {one.kind for one in given} == {"opening", "permanent", "temporary", "one_off"}
    temporary = [(one.starts_on, one.ends_on) for one in given if one.kind == "temporary"]
    assert any(last and last < TODAY for _, last in temporary)
    assert any(last and first <= TODAY <= last for first, last in temporary)
    assert any(one.starts_on > TODAY for one in given if one.kind == "permanent")
    oxlip = select(Standing).where(Standing.urn == 900_003).order_by(Standing.valid_from)
    minutes = [row.allocated_minutes for row in trust_session.scalars(oxlip)]
    changes = [m for n, m in enumerate(minutes) if n == 0 or minutes[n - 1] != m]
    assert changes[-3:] == [300, 420, 300]


def test_posts_and_people_are_of_every_kind(trust_session: scoped_session[Any]) -> None:
    posts = trust_session.scalars(select(Post)).all()
    assert {post.kind for post in posts} == {"senco", "assistant", "trust_wide"}
    vacant = {post.kind for post in posts if not post.appointments}
    assert vacant == {"senco", "assistant", "trust_wide"}
    assert any(post.reports_to_id and post.kind == "trust_wide" for post in posts)
    held = trust_session.scalars(select(Appointment)).all()
    assert {one.basis for one in held} == {"permanent", "acting", "interim", "cover"}
    assert {one.teaches_here for one in held} == {True, False, None}
    assert any(one.is_head for one in held)
    assert any(one.started_on is None for one in held)
    assert any(not one.designated for one in held)
    assert trust_session.scalar(select(func.count(Absence.id))) == 2
    people = trust_session.scalars(select(Person)).all()
    assert {one.qts for one in people} == {True, False, None}
    assert {one.para_8a for one in people} == {True, False}
    assert {one.induction_completed for one in people} == {"yes", "no", "not required", None}
    courses = trust_session.scalars(select(Qualification)).all()
    seen = {(one.course, bool(one.passed_on), bool(one.checked_on)) for one in courses}
    assert seen == {
        ("NASENCO", True, True), ("NASENCO", True, False), ("NASENCO", False, False),
        ("NPQSENCO", True, True), ("NPQSENCO", True, False), ("NPQSENCO", False, False),
        ("Mental health first aid", True, True), ("NPQSL", True, True), ("NPQEL", True, True),
    }  # fmt: skip
    paid = trust_session.scalars(select(AppointmentPay)).all()
    assert {one.scale for one in paid} == set(SCALES)
    assert {one.tlr for one in paid} == {"TLR1", "TLR2", "TLR3", "TLR", None}
    assert any(one.second_tlr for one in paid)
    assert any(one.fraction and one.fraction < WHOLE for one in paid)
    assert any(one.sen_allowance_pence for one in paid)


def test_every_rule_of_pay_finds_somebody_but_not_everybody(
    trust_session: scoped_session[Any],
) -> None:
    found = listing.whole(OPERATOR, TODAY, revision=None)
    counts = Counter(code for code, _ in found.by_code.elements())
    assert set(counts) == set(Code)
    assert max(counts.values()) <= 4
    assert {severity for _, severity in found.by_code} == set(Severity)
    assert found.flagged < len(found.marks)
    # One person, two academies, two rates.
    assert counts[Code.DIFFERENT_PAY] == 2
    assert any(group.shown for group in found.groups)


def test_reviews_leave_actions_for_those_who_sign_in(trust_session: scoped_session[Any]) -> None:
    rows = trust_session.execute(
        select(Account.email, ReviewAction.due_on, ReviewAction.done_on).join(
            Account, Account.id == ReviewAction.owner_id
        )
    ).all()
    overdue = {row.email for row in rows if not row.done_on and row.due_on < TODAY}
    coming = {row.email for row in rows if not row.done_on and row.due_on >= TODAY}
    head, director = "dominic.achebe@larkfield.example", "marianne.oduya@larkfield.example"
    assert {head, director} <= overdue
    assert {head, director} <= coming
    assert any(row.done_on for row in rows)


@pytest.mark.parametrize(
    ("key", "roles", "reached"),
    [
        ("director", {Role.DIRECTOR}, None),
        ("chief_executive", {Role.TRUST_LEADER}, None),
        ("trustee", {Role.TRUST_LEADER}, None),
        ("hr", {Role.HR}, None),
        ("head", {Role.HEADTEACHER}, {900_001, 900_002}),
        ("senco", {Role.SENCO}, {900_010, 900_011}),
        ("governor", {Role.GOVERNOR}, {900_001}),
        ("admin", {Role.ADMIN}, set()),
        ("deputy", {Role.DEPUTY}, set()),
        ("hr_and_senco", {Role.HR, Role.SENCO}, None),
    ],
)
def test_an_account_enters_as_its_role_with_its_reach(
    trust_session: scoped_session[Any], key: str, roles: set[Role], reached: set[int] | None
) -> None:
    told = next(one for one in demo.ACCOUNTS if one.key == key)
    account = trust_session.scalars(select(Account).where(Account.email == told.email)).one()
    assert account.name == told.name
    assert account.password_hash is None
    assert told.role_words
    assert told.sees.endswith(".")
    secret = accounts.begin(account.id, account.email, now=NOW, hours=1)
    try:
        found = sign_ins.signed_in(secret, now=NOW, today=TODAY)
    finally:
        trust_session.rollback()
    assert found is not None
    assert set(found.actor.roles) == roles
    pay = {"director", "chief_executive", "hr", "hr_and_senco"}
    assert reach(found.actor, Action.SEE_PAY).everything == (key in pay)
    seen = reach(found.actor, Action.SEE_ACADEMY)
    assert seen.everything == (reached is None)
    if reached is not None:
        urns = select(Academy.urn).where(Academy.id.in_(seen.academies))
        assert set(trust_session.scalars(urns)) == reached


def test_every_account_listed_has_a_role_of_its_own() -> None:
    held = {granted.role for told in demo.ACCOUNTS for granted in told.granted}
    assert held == set(Role) - {Role.OPERATOR}
    assert len({told.email for told in demo.ACCOUNTS}) == len(demo.ACCOUNTS) == 10


def test_nobody_and_no_school_can_be_taken_for_a_real_one(
    trust_session: scoped_session[Any],
) -> None:
    emails = [
        *trust_session.scalars(select(Person.email)),
        *trust_session.scalars(select(Account.email)),
    ]
    assert emails
    assert all(email.endswith("@larkfield.example") for email in emails)
    trns = filled(Person.trn)
    assert all(len(trn) == 7 and trn.startswith("99") for trn in trns)
    assert len(set(trns)) == len(trns) > 20
    assert min(filled(Academy.urn)) > 900_000
    names = filled(Person.name)
    assert len(set(names)) == len(names)
    # An account is its holder's own, not a second person of the same name.
    linked = select(Account.name, Person.name).join(Person, Person.id == Account.person_id)
    assert all(account == person for account, person in trust_session.execute(linked))


def test_the_log_names_nobody(trust_session: scoped_session[Any]) -> None:
    names = [
        *trust_session.scalars(select(Person.name)),
        *trust_session.scalars(select(Academy.name)),
    ]
    told = " ".join(
        f"{event.before} {event.after}" for event in trust_session.scalars(select(AuditEvent))
    )
    assert not [name for name in names if name in told]
    acts = set(trust_session.scalars(select(AuditEvent.action)))
    assert acts == {
        "trust_named", "account_created", "import_academies", "import_posts", "import_census",
        "import_pay", "pay_range_entered",
        "import_evidence", "evidence_entered", "policy_set", "academy_reviewed",
        "review_action_done", "claim_made", "claim_accepted", "claim_refused", "file_added",
        "record_teacher", "record_qualification", "record_checked", "ruling_proposed",
        "ruling_accepted", "ruling_refused", "advice_added", "record_confirmed",
        "reminders_put_out", "deputy_named", "change_rules_proposed", "change_rules_confirmed",
        "change_file_added", "change_propose", "change_grant", "change_endorse", "change_pass_on",
        "change_return", "change_resubmit", "change_mark_seen", "change_give_view",
        "change_approve", "change_confirm", "change_reject", "change_withdraw", "change_lapse",
        "charter_answered", "duties_told", "description_checked", "pay_recorded",
        "sample_week_shared", "cover_recorded", "cover_struck",
        "pathway_stage_set", "pathway_told", "pathway_agreed", "pathway_mentor_named",
    }  # fmt: skip


@pytest.mark.usefixtures("trust_session")
def test_academies_come_and_go() -> None:
    today = {row.name for row in rows_on(TODAY)}
    assert "Hollowbank Primary Academy" not in today
    assert "Thistlemoor Primary Academy" not in today
    assert "Hollowbank Primary Academy" in {row.name for row in rows_on(date(2025, 8, 31))}
    assert "Hollowbank Primary Academy" not in {row.name for row in rows_on(date(2025, 9, 1))}
    assert "Thistlemoor Primary Academy" in {row.name for row in rows_on(date(2027, 1, 5))}


@pytest.fixture
def folder(app: Flask, tmp_path: Path) -> Path:
    """Where the certificates of a test's own demo lie."""
    app.config["EVIDENCE_DIR"] = str(tmp_path / "certificates")
    return tmp_path / "certificates"


def test_building_twice_changes_nothing(folder: Path, session: scoped_session[Any]) -> None:
    def counts() -> dict[str, int | None]:
        tables = db.metadata.sorted_tables
        return {t.name: session.scalar(select(func.count()).select_from(t)) for t in tables}

    assert not demo.exists()
    demo.build(TODAY, NOW)
    assert demo.exists()
    before, shown, files = counts(), shown_on(TODAY), sorted(folder.iterdir())
    demo.build(TODAY + timedelta(days=90), NOW + timedelta(days=90))
    assert counts() == before
    assert shown_on(TODAY) == shown
    assert sorted(folder.iterdir()) == files
    assert {file.name for file in files} == set(filled(EvidenceFile.key))


def test_a_demo_that_cannot_be_built_leaves_no_certificate(
    folder: Path, session: scoped_session[Any]
) -> None:
    with transaction():
        session.execute(text("DROP TABLE reminders"))
    with pytest.raises(DBAPIError):
        demo.build(TODAY, NOW)
    assert list(folder.iterdir()) == []
    assert session.scalars(select(Person)).all() == []


def test_the_demo_never_mixes_with_another_trust(
    folder: Path, session: scoped_session[Any]
) -> None:
    with factories.saved():
        factories.academy("A real one")
    with pytest.raises(demo.NotEmpty, match="another trust"):
        demo.build(TODAY, NOW)
    assert session.scalars(select(Academy.name)).all() == ["A real one"]
    assert not folder.exists()
