"""Sample weeks: whose they are, what sharing freezes, who reads them, and what totals hide."""

from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from tests import factories as make
from trust_inclusion.db import db, transaction
from trust_inclusion.domain.access import OPERATOR, Actor, Refused, Role
from trust_inclusion.domain.diary import Diary, Pressure
from trust_inclusion.domain.diary_totals import STEP
from trust_inclusion.domain.diary_words import Sharing
from trust_inclusion.models.academies import Academy
from trust_inclusion.models.charter import PostDuty
from trust_inclusion.models.lived import DiaryTotals, SampleWeek
from trust_inclusion.models.log import AuditEvent
from trust_inclusion.models.posts import Appointment
from trust_inclusion.services.diaries import drawing, finding, keeping, reading
from trust_inclusion.services.diaries.keeping import NotPossible
from trust_inclusion.services.places import Changed, NotThere

pytestmark = pytest.mark.usefixtures("session")
MONDAY = date(2026, 11, 16)
LAST = MONDAY - timedelta(weeks=1)
LATER = make.NOW + timedelta(days=29)
NO, TOTALS, NAMED = Sharing.NO, Sharing.TOTALS, Sharing.NAMED


def senco_of(appointment: Appointment, *academies: Academy) -> Actor:
    return make.actor(Role.SENCO, person=appointment.person, academies=academies)


def keep(actor: Actor, post_id: int, *, week_of: date = MONDAY, version: int = 0, **minutes: int):
    entry = Diary(0, week_of, minutes or {"pupils": 240}, frozenset({Pressure.TRIBUNALS}))
    with transaction():
        return keeping.save(actor, post_id, entry, version=version, today=make.TODAY, now=make.NOW)


def choose(actor: Actor, row: SampleWeek, sharing: Sharing, *, now=make.NOW) -> bool:
    with transaction():
        return keeping.share(
            actor, row.post_id, row.week_of, sharing, version=row.version, today=make.TODAY, now=now
        )


@pytest.fixture
def ash() -> Academy:
    with make.saved():
        return make.academy("Ash")


@pytest.fixture
def olive(ash: Academy) -> Appointment:
    """SENCO at Ash with 8 hours."""
    with make.saved():
        return make.senco(ash, "Olive Own")


def test_a_draft_is_saved_and_saved_again(olive: Appointment) -> None:
    actor = senco_of(olive)
    row = keep(actor, olive.post_id, pupils=240, X03=0, cover=30)
    assert row.entered == {
        "minutes": {"pupils": 240, "cover": 30}, "pressures": ["tribunals"],
    }  # fmt: skip
    assert (row.shared, row.version, row.allocated_minutes) == ("no", 1, None)
    assert keep(actor, olive.post_id, version=1, pupils=60).version == 2
    with pytest.raises(Changed):
        keep(actor, olive.post_id, version=1, pupils=90)
    assert db.session.scalars(select(SampleWeek)).one().entered["minutes"] == {"pupils": 60}


def test_nothing_of_a_draft_is_in_the_log(olive: Appointment) -> None:
    actor = senco_of(olive)
    row = keep(actor, olive.post_id)
    with transaction():
        keeping.drop(actor, row.post_id, row.week_of, today=make.TODAY)
    assert db.session.scalar(select(func.count()).select_from(AuditEvent)) == 0
    assert db.session.scalars(select(SampleWeek)).all() == []


def test_the_log_tells_of_sharing_and_no_figure(olive: Appointment) -> None:
    actor = senco_of(olive)
    row = keep(actor, olive.post_id, pupils=240)
    assert choose(actor, row, NAMED)
    assert not choose(actor, row, NAMED)
    assert choose(actor, row, NO)
    told = [(e.action, e.before, e.after) for e in db.session.scalars(select(AuditEvent))]
    assert told == [
        ("sample_week_shared", {"shared": "no"}, {"shared": "named"}),
        ("sample_week_taken_back", {"shared": "named"}, {"shared": "no"}),
    ]


@pytest.mark.parametrize(
    ("week_of", "post"),
    [
        (MONDAY + timedelta(days=1), "own"),
        (MONDAY + timedelta(weeks=1), "own"),
        (MONDAY - timedelta(weeks=9), "own"),
        (date.min, "own"),
        (date.max, "own"),
        (MONDAY, "other"),
        (MONDAY, "none"),
        (MONDAY, "huge"),
    ],
)
def test_only_a_week_and_a_post_of_ones_own(olive: Appointment, week_of: date, post: str) -> None:
    with make.saved():
        other = make.senco(make.academy("Birch"))
    ids = {"own": olive.post_id, "other": other.post_id, "none": 999_999, "huge": 2**40}
    with pytest.raises(NotThere):
        keep(senco_of(olive), ids[post], week_of=week_of)
    assert finding.own_week(senco_of(olive), ids[post], week_of, make.TODAY) is None


def test_a_post_that_was_held_in_that_week(ash: Academy) -> None:
    with make.saved():
        gone = make.senco(ash, until=LAST + timedelta(days=2))
    keep(senco_of(gone), gone.post_id, week_of=LAST)
    with pytest.raises(NotThere):
        keep(senco_of(gone), gone.post_id, week_of=MONDAY)


def test_a_post_that_has_begun_within_the_week(ash: Academy) -> None:
    with make.saved():
        begun = make.senco(ash, since=MONDAY + timedelta(days=1))
        coming = make.senco(ash, title="SENCO 2", since=make.TODAY + timedelta(days=1))
    keep(senco_of(begun), begun.post_id)
    with pytest.raises(NotThere):
        keep(senco_of(coming), coming.post_id)


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.SENCO])
def test_nobody_but_a_senco_keeps_a_diary(olive: Appointment, ash: Academy, role: Role) -> None:
    actor = OPERATOR if role is Role.OPERATOR else make.actor(role, academies=[ash])
    with pytest.raises(Refused):
        keep(actor, olive.post_id)
    with pytest.raises(Refused):
        finding.own_weeks(actor, make.TODAY)
    # Nor does the link to a person lend it to another role.
    linked = make.actor(role, academies=[ash], person=olive.person)
    with pytest.raises(Refused):
        finding.own_week(linked, olive.post_id, MONDAY, make.TODAY)


def test_what_cannot_be_is_refused_and_what_is_long_is_kept(olive: Appointment) -> None:
    actor = senco_of(olive)
    with pytest.raises(NotPossible, match=r"90\.0 hours is more than a sample week"):
        keep(actor, olive.post_id, pupils=90 * 60)
    with pytest.raises(NotPossible, match="not one of the diary"):
        keep(actor, olive.post_id, X11=60)
    assert keep(actor, olive.post_id, pupils=49 * 60).version == 1


def test_an_empty_draft_is_kept_and_not_shared(olive: Appointment) -> None:
    actor = senco_of(olive)
    row = keep(actor, olive.post_id, pupils=0)
    with pytest.raises(NotPossible, match="at least one heading"):
        choose(actor, row, TOTALS)
    assert row.shared == "no"


def test_sharing_freezes_the_hours_given(olive: Appointment) -> None:
    with make.saved():
        for code, held, minutes, told_on in (
            ("X03", True, 120, MONDAY), ("X03", True, 90, MONDAY), ("X10", False, None, MONDAY),
            ("X05", True, 60, make.TODAY + timedelta(days=1)),
        ):  # fmt: skip
            db.session.add(
                PostDuty(
                    post_id=olive.post_id, code=code, held=held, minutes=minutes, told_on=told_on,
                    told_at=make.NOW,
                )
            )  # fmt: skip
            db.session.flush()
    actor = senco_of(olive)
    row = keep(actor, olive.post_id, pupils=600, X03=100)
    choose(actor, row, TOTALS)
    assert (row.allocated_minutes, row.own_minutes) == (480, 90)
    with make.saved():
        make.allocation(olive.post, 2, MONDAY)
    worked = finding.worked(row, make.TODAY)
    assert (worked.week.beyond, worked.week.excluded_beyond) == (120, 10)
    choose(actor, row, NAMED)
    assert row.allocated_minutes == 480
    choose(actor, row, NO)
    assert (row.allocated_minutes, row.shared_at) == (None, None)
    assert finding.worked(row, make.TODAY).week.beyond == 480


def test_a_post_that_begins_within_the_week_has_its_hours(ash: Academy) -> None:
    with make.saved():
        begun = make.senco(ash, since=MONDAY + timedelta(days=1))
        coming = make.senco(ash, title="SENCO 2", since=MONDAY + timedelta(weeks=1))
    assert finding.given(begun.post_id, MONDAY, make.TODAY) == (480, 0)
    assert finding.given(begun.post_id, LAST, make.TODAY) == (None, 0)
    assert finding.given(coming.post_id, MONDAY, make.TODAY) == (None, 0)


def test_a_shared_week_is_not_changed_or_thrown_away(olive: Appointment) -> None:
    actor = senco_of(olive)
    row = keep(actor, olive.post_id)
    choose(actor, row, NAMED)
    with pytest.raises(Changed, match="take it back first"):
        keep(actor, olive.post_id, version=row.version, pupils=10)
    with pytest.raises(Changed, match="take it back first"), transaction():
        keeping.drop(actor, row.post_id, row.week_of, today=make.TODAY)


# --- Who reads a week by name ----------------------------------------------------------------


def readers(ash: Academy, birch: Academy) -> dict[str, Actor]:
    return {
        "director": make.actor(Role.DIRECTOR),
        "head": make.actor(Role.HEADTEACHER, academies=[ash]),
        "head elsewhere": make.actor(Role.HEADTEACHER, academies=[birch]),
        "director elsewhere": make.actor(Role.DIRECTOR, academies=[birch]),
        "trust leader": make.actor(Role.TRUST_LEADER, with_pay=True),
        "hr": make.actor(Role.HR),
        "admin": make.actor(Role.ADMIN),
        "deputy": make.actor(Role.DEPUTY),
        "governor": make.actor(Role.GOVERNOR, academies=[ash]),
        "operator": OPERATOR,
    }


@pytest.mark.parametrize("sharing", Sharing)
def test_who_reads_a_week(olive: Appointment, ash: Academy, sharing: Sharing) -> None:
    with make.saved():
        birch = make.academy("Birch")
        colleague = make.senco(ash, "Carl Colleague")
    actor = senco_of(olive)
    row = keep(actor, olive.post_id)
    choose(actor, row, sharing)
    everybody = {**readers(ash, birch), "colleague": senco_of(colleague, ash), "author": actor}
    may = {
        name
        for name, one in everybody.items()
        if row.id in {shown.row.id for shown in reading.named(one, make.TODAY)}
    }
    assert may == ({"director", "head"} if sharing is NAMED else set())
    for name, one in everybody.items():
        assert reading.named_count(one, make.TODAY) == (name in may)
        if name in may:
            told = reading.told(one, row.id, make.TODAY)
            assert (told.person, told.academy, told.worked.week.total) == ("Olive Own", "Ash", 240)
        else:
            with pytest.raises(NotThere, match="not shared with you"):
                reading.told(one, row.id, make.TODAY)


def test_taken_back_is_gone(olive: Appointment) -> None:
    actor, director = senco_of(olive), make.actor(Role.DIRECTOR)
    row = keep(actor, olive.post_id)
    choose(actor, row, NAMED)
    assert reading.told(director, row.id, make.TODAY)
    for sharing in (TOTALS, NO):
        choose(actor, row, sharing)
        with pytest.raises(NotThere):
            reading.told(director, row.id, make.TODAY)
    assert finding.own_week(actor, row.post_id, row.week_of, make.TODAY) is row


def test_a_trust_wide_post_has_no_head_and_goes_to_the_director() -> None:
    with make.saved():
        lead = make.appointment(make.post(None, title="Hub lead"), make.person(), designated=False)
        hub = make.hub()
    actor = senco_of(lead)
    row = keep(actor, lead.post_id)
    choose(actor, row, NAMED)
    assert reading.told(make.actor(Role.DIRECTOR), row.id, make.TODAY).academy == ""
    with pytest.raises(NotThere):
        reading.told(make.actor(Role.DIRECTOR, hubs=[hub]), row.id, make.TODAY)


def test_an_academy_that_left_gives_no_access(olive: Appointment, ash: Academy) -> None:
    actor = senco_of(olive)
    row = keep(actor, olive.post_id)
    choose(actor, row, NAMED)
    with make.saved():
        ash.left_on = make.TODAY
    with pytest.raises(NotThere):
        reading.told(make.actor(Role.DIRECTOR), row.id, make.TODAY)
    assert finding.own_weeks(actor, make.TODAY) == []
    with pytest.raises(NotThere):
        keep(actor, olive.post_id, version=row.version)


# --- Totals ------------------------------------------------------------------------------------


def shared_by(many: int, sharing: Sharing = TOTALS, *, minutes: int = 240) -> list[SampleWeek]:
    """So many SENCOs share a week, each at an academy of their own."""
    found: list[SampleWeek] = []
    for _ in range(many):
        with make.saved():
            one = make.senco(make.academy())
        row = keep(senco_of(one), one.post_id, pupils=minutes)
        choose(actor_of(row), row, sharing)
        found.append(row)
    return found


def actor_of(row: SampleWeek) -> Actor:
    appointment = db.session.scalars(
        select(Appointment).where(Appointment.post_id == row.post_id)
    ).one()
    return senco_of(appointment)


def whole(actor: Actor) -> tuple[int, int] | None:
    drawn = reading.totals(actor, make.TODAY)
    return None if drawn is None else (drawn.whole.diaries, drawn.whole.minutes)


def test_totals_come_with_the_sixth_and_not_before() -> None:
    hr = make.actor(Role.HR)
    shared_by(STEP - 1)
    assert whole(hr) is None
    shared_by(3, NAMED)
    assert whole(hr) is None
    shared_by(1)
    assert whole(hr) == (9, 9 * 240)


def test_everybody_reads_the_same_totals() -> None:
    rows = shared_by(STEP)
    with make.saved():
        head_of = make.academy()
    for actor in (
        make.actor(Role.DIRECTOR), make.actor(Role.TRUST_LEADER), make.actor(Role.HR),
        make.actor(Role.SENCO, person=make.person(), academies=[head_of]),
    ):  # fmt: skip
        assert whole(actor) == (6, 1440)
    for actor in (
        make.actor(Role.HEADTEACHER, academies=[head_of]), make.actor(Role.ADMIN),
        make.actor(Role.GOVERNOR, academies=[head_of]), make.actor(Role.DEPUTY), OPERATOR,
        make.actor(Role.DIRECTOR, academies=[head_of]), actor_of(rows[0]),
    ):  # fmt: skip
        with pytest.raises(Refused):
            whole(actor)


def test_the_next_ones_come_six_at_a_time_and_not_too_soon() -> None:
    hr = make.actor(Role.HR)
    shared_by(STEP)
    shared_by(STEP, minutes=60)
    assert whole(hr) == (6, 1440)  # less than four weeks later
    with transaction():
        drawing.draw_up(today=make.TODAY, now=LATER)
    assert whole(hr) == (12, 1800)
    shared_by(STEP - 1, minutes=600)
    shared_by(10, NAMED, minutes=600)
    with transaction():
        assert drawing.draw_up(today=make.TODAY, now=LATER + timedelta(days=60)) is None
    assert whole(hr) == (12, 1800)


def test_taking_back_does_not_tell_what_the_week_was() -> None:
    """Totals before less totals after would be the week taken back."""
    rows = shared_by(STEP + 1)
    hr = make.actor(Role.HR)
    before = whole(hr)
    choose(actor_of(rows[0]), rows[0], NO)
    with transaction():
        assert drawing.draw_up(today=make.TODAY, now=LATER) is None
    assert whole(hr) == before
    shared_by(STEP, minutes=60)
    with transaction():
        drawing.draw_up(today=make.TODAY, now=LATER)
    # The seventh of the first and five others stay; the one taken back is gone with a step come.
    assert whole(hr) == (12, 6 * 240 + 6 * 60)


def test_a_counted_week_is_not_shown_by_name_afterwards() -> None:
    """The director would take it away from the six."""
    rows = shared_by(STEP)
    row = rows[0]
    with pytest.raises(NotPossible, match="leave too few to hide the others"):
        choose(actor_of(row), row, NAMED)
    choose(actor_of(row), row, NO)
    with pytest.raises(NotPossible, match="leave too few to hide the others"):
        choose(actor_of(row), row, NAMED)
    with pytest.raises(Changed, match="in totals already"), transaction():
        keeping.drop(actor_of(row), row.post_id, row.week_of, today=make.TODAY)


def test_a_week_once_shown_by_name_hides_nobody() -> None:
    rows = shared_by(1, NAMED)
    choose(actor_of(rows[0]), rows[0], TOTALS)
    shared_by(STEP - 1)
    assert whole(make.actor(Role.DIRECTOR)) is None


def test_all_by_name_are_told_but_not_to_who_reads_some_of_them() -> None:
    rows = shared_by(STEP, NAMED)
    assert whole(make.actor(Role.HR)) == (6, 1440)
    assert whole(make.actor(Role.DIRECTOR)) == (6, 1440)
    academy = db.session.get_one(Appointment, 1).post.academy
    assert academy is not None
    head = make.actor(Role.HEADTEACHER, academies=[academy])
    both = Actor("Both", holdings=(*head.holdings, *make.actor(Role.HR).holdings))
    assert whole(both) is None
    choose(actor_of(rows[0]), rows[0], NO)
    shared_by(STEP, NAMED, minutes=60)
    with transaction():
        drawing.draw_up(today=make.TODAY, now=LATER)
    assert whole(make.actor(Role.HR)) == (11, 5 * 240 + 6 * 60)


def test_one_author_with_many_weeks_is_one() -> None:
    with make.saved():
        one = make.senco(make.academy())
        for back in range(8):
            make.sample_week(one, week_of=MONDAY - timedelta(weeks=back), shared="totals")
    shared_by(STEP - 2)
    assert whole(make.actor(Role.HR)) is None
    shared_by(1)
    assert whole(make.actor(Role.HR)) == (6, 1440)
    counted = select(func.count(SampleWeek.counted_in_id))
    assert db.session.scalar(counted) == STEP


def test_weeks_and_totals_of_more_than_a_year_ago_are_gone() -> None:
    with make.saved():
        for _ in range(STEP):
            make.sample_week(
                make.senco(make.academy()), week_of=date(2025, 11, 17), shared="totals"
            )
    with transaction():
        assert drawing.draw_up(today=make.TODAY, now=make.NOW) is None
    shared_by(STEP)
    hr = make.actor(Role.HR)
    assert whole(hr) == (6, 1440)
    assert reading.totals(hr, make.TODAY + timedelta(days=366)) is None


def test_weeks_of_an_academy_that_left_are_no_longer_counted() -> None:
    rows = shared_by(STEP - 1)
    with make.saved():
        gone = actor_of(rows[0])
        held = select(Appointment).where(Appointment.person_id == gone.person_id)
        academy = db.session.scalars(held).one().post.academy
        assert academy is not None
        academy.left_on = make.TODAY
    shared_by(1)
    assert whole(make.actor(Role.HR)) is None
    shared_by(1)
    assert whole(make.actor(Role.HR)) == (6, 1440)


def test_totals_hold_no_person_and_no_week() -> None:
    rows = shared_by(STEP)
    sums = str(db.session.scalars(select(DiaryTotals.sums)).one())
    for word in ("author", "person", "post", "week_of"):
        assert word not in sums
    assert all(row.counted_in_id is not None for row in rows)


def test_groups_are_told_by_name() -> None:
    north, south = make.hub("North"), make.hub("South")
    for hub in (north, south):
        for _ in range(STEP):
            with make.saved():
                make.sample_week(make.senco(make.academy(hub=hub)), shared="totals")
    with transaction():
        drawing.draw_up(today=make.TODAY, now=make.NOW)
    drawn = reading.totals(make.actor(Role.HR), make.TODAY)
    assert drawn is not None
    assert [(name, sums.diaries) for name, sums in drawn.groups] == [("North", 6), ("South", 6)]


def test_groups_by_phase_where_hubs_do_not_serve() -> None:
    for phase in ("2", "4"):
        for _ in range(STEP):
            with make.saved():
                make.sample_week(make.senco(make.academy(phase=phase)), shared="totals")
    with transaction():
        drawing.draw_up(today=make.TODAY, now=make.NOW)
    drawn = reading.totals(make.actor(Role.HR), make.TODAY)
    assert drawn is not None
    assert (drawn.by, [name for name, _ in drawn.groups]) == ("phase", ["Primary", "Secondary"])
