"""Facts for tests of the qualification clock: a plain one to change, and any that may be."""

from datetime import date, timedelta

from hypothesis import strategies as st

from trust_inclusion.domain.qualification import (
    Appointment,
    Award,
    ClockRule,
    Course,
    Facts,
    Induction,
    Outcome,
    Rules,
    Ruling,
    RulingKind,
    Spell,
    Teacher,
)

TODAY = date(2026, 11, 21)
TEACHER = Teacher(qts=True, para_8a=False, induction=Induction.YES)

ANCHORS = (date(2009, 9, 1), date(2024, 9, 1), TODAY, date(2027, 8, 31), date(2028, 2, 29))


def appointed(started_on, *, service=(), courses=(), ruling=None, confirmed=True, **here):
    """An eligible person's appointment on a day at a mainstream academy."""
    post = Appointment(**{"duty": True, "started_on": started_on, "teaches_here": True, **here})
    return Facts(TEACHER, post, tuple(service), confirmed, tuple(courses), ruling)


def npq(started_on=None, **course):
    return Course(Award.NPQSENCO, started_on, **course)


def nasenco(started_on=None, **course):
    return Course(Award.NASENCO, started_on, **course)


def passed(outcome_on, **course):
    return {"outcome": Outcome.PASSED, "outcome_on": outcome_on, **course}


days = st.builds(
    lambda anchor, offset: anchor + timedelta(days=offset),
    st.sampled_from(ANCHORS),
    st.one_of(st.integers(-3, 3), st.integers(-1200, 1200)),
)
any_days = st.one_of(days, days, days, st.dates())
maybe_days = st.one_of(st.none(), any_days)

spells = st.builds(Spell, maybe_days, maybe_days)
courses = st.builds(
    Course,
    st.sampled_from(Award),
    maybe_days,
    maybe_days,
    st.sampled_from(Outcome),
    maybe_days,
    maybe_days,
)
rulings = st.builds(Ruling, st.sampled_from(RulingKind), maybe_days, maybe_days, maybe_days)
teachers = st.builds(
    Teacher,
    st.sampled_from([True, False, None]),
    st.sampled_from([True, False, None]),
    st.sampled_from([*Induction, None]),
)
appointments = st.builds(
    Appointment,
    st.sampled_from([True, True, True, False]),
    maybe_days,
    st.booleans(),
    st.sampled_from([True, False, None]),
    st.booleans(),
    st.booleans(),
    st.booleans(),
)
facts = st.builds(
    Facts,
    teachers,
    appointments,
    st.lists(spells, max_size=3).map(tuple),
    st.booleans(),
    st.lists(courses, max_size=3).map(tuple),
    st.one_of(st.none(), rulings),
)


def between(first, last):
    return st.dates(date(first, 1, 1), date(last, 12, 31))


def seldom(strategy):
    return st.one_of(st.none(), st.none(), strategy)


# Records as they are met: a clock that runs, courses of its years, short spells before it.
likely_courses = st.builds(
    Course,
    st.sampled_from([Award.NASENCO, Award.NPQSENCO]),
    between(2024, 2027),
    seldom(between(2026, 2028)),
    st.sampled_from([*Outcome, Outcome.ENROLLED, Outcome.PASSED]),
    seldom(between(2026, 2028)),
    seldom(between(2026, 2028)),
)
likely_spells = st.builds(
    lambda start, months: Spell(start, start + timedelta(days=30 * months) if months else None),
    between(2023, 2026),
    st.integers(0, 11),
)
likely_facts = st.builds(
    appointed,
    st.one_of(between(2024, 2027), between(2008, 2009)),
    service=st.lists(likely_spells, max_size=2),
    courses=st.lists(likely_courses, max_size=2),
    ruling=st.one_of(
        st.none(),
        st.builds(
            Ruling,
            st.sampled_from(RulingKind),
            between(2026, 2029),
            between(2026, 2028),
            seldom(between(2026, 2028)),
        ),
    ),
)
rules = st.builds(
    Rules,
    npq_months=st.sampled_from([22, 22, 18, 3]),
    nasenco_months=st.sampled_from([14, 14, 24]),
    next_cohort=days.filter(lambda day: day >= date(2024, 9, 1)),
    due_soon_days=st.sampled_from([182, 0, 400]),
    clock_rule=st.sampled_from(ClockRule),
)
