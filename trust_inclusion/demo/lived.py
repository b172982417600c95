"""Time as lived in the demo: sample weeks drafted and shared, totals drawn up twice, and ledgers of
cover with hours owed, all given back, and an entry struck out."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import partial

from sqlalchemy import select

from trust_inclusion.db import db
from trust_inclusion.demo.dates import When, days_ago
from trust_inclusion.demo.making import Making
from trust_inclusion.domain.calendar import london_day
from trust_inclusion.domain.cover_ledger import Way
from trust_inclusion.domain.diary import COVER, Pressure
from trust_inclusion.domain.diary_words import Sharing
from trust_inclusion.domain.duties import HEADINGS
from trust_inclusion.models.lived import CoverEntry, SampleWeek
from trust_inclusion.models.posts import Post
from trust_inclusion.services.diaries import drawing, finding

NO, TOTALS, NAMED = Sharing.NO, Sharing.TOTALS, Sharing.NAMED
FRIDAY = timedelta(days=4)
QUARTER = 15
"""Minutes: nobody remembers a week more finely."""

# Parts of a hundred for the eleven headings, in their order.
MEETINGS = (26, 8, 8, 3, 9, 10, 18, 5, 6, 4, 3)
PAPERS = (16, 5, 10, 4, 6, 8, 28, 6, 10, 5, 2)
TEAM = (18, 8, 9, 4, 14, 20, 12, 4, 5, 3, 3)


@dataclass(frozen=True, slots=True)
class Kept:
    """A sample week: how many weeks ago, the hours inside the role and how they went, the rest."""

    name: str
    at: str
    weeks_ago: int
    shared: Sharing
    inside: float
    spent: tuple[int, ...] = MEETINGS
    beside: Mapping[str, float] = field(default_factory=dict[str, float])
    pressed: tuple[Pressure, ...] = ()
    title: str = "SENCO"


P = Pressure
FIRST = (
    Kept("Margaret Ellingworth", "teaselbrook", 9, TOTALS, 6.5, PAPERS, {"X03": 2}),
    Kept("Rajveer Stanmoor", "dunmere", 9, TOTALS, 7.5, MEETINGS, {"X05": 1.5, COVER: 1}),
    Kept("Helen Vasquez-Tarn", "thornwick", 9, TOTALS, 19, TEAM, {"X10": 2}, (P.EXAM_CONCESSIONS,)),
    Kept("Kwame Hollins", "penhallow", 9, TOTALS, 15, PAPERS, {"X02": 3}, (P.ANNUAL_REVIEWS,)),
    Kept("Robert Inchbald", "saltmarsh_bay", 9, TOTALS, 18, TEAM, {"X01": 2}, (P.BEHAVIOUR,)),
    Kept("Agnieszka Thorpe", "larchwater", 9, TOTALS, 14, MEETINGS, {}, (P.NEW_ADMISSIONS,),
         "Inclusion lead"),
)  # fmt: skip
"""The first six: totals were drawn up as the sixth came."""

SECOND = (
    Kept("Margaret Ellingworth", "teaselbrook", 7, TOTALS, 7, PAPERS, {"X03": 1.5},
         (P.ANNUAL_REVIEWS,)),
    Kept("Rajveer Stanmoor", "dunmere", 7, TOTALS, 8.25, MEETINGS, {"X05": 2, COVER: 1.5},
         (P.SUDDEN_EVENTS,)),
    Kept("Jamal Whitcombe", "chalkdown", 7, TOTALS, 12.5, TEAM, {"X03": 3, "X10": 1.5},
         (P.ANNUAL_REVIEWS, P.TRIBUNALS)),
    Kept("Aoife Lindell", "wrenfield", 7, TOTALS, 8, PAPERS, {COVER: 2}, (P.AGENCY_REPORTS,)),
    Kept("Bethan Okonjo", "oxlip", 7, TOTALS, 6.75, MEETINGS, {"X04": 1}, (P.TRANSITION,)),
    Kept("Priya Wainscott", "harrowmere_infant", 7, TOTALS, 5.5, PAPERS, {"X10": 1},
         (P.HIGH_FOCUS_PLANS, P.ANNUAL_REVIEWS)),
    Kept("Chloe Abernant", "fernhollow_primary", 7, TOTALS, 7.25, TEAM, {"X05": 1, COVER: 1}),
    Kept("Helen Vasquez-Tarn", "thornwick", 6, TOTALS, 20.5, TEAM, {"X10": 2.5},
         (P.EXAM_CONCESSIONS, P.ANNUAL_REVIEWS)),
    Kept("Tariq Olwen", "thornwick", 6, TOTALS, 15.5, MEETINGS, {"X01": 2, COVER: 2},
         (P.BEHAVIOUR,), "SENCO, years 7 and 8"),
    Kept("Delyth Ransome", "marlstone", 6, TOTALS, 23, TEAM, {"X09": 3}, (P.TRIBUNALS,)),
    Kept("Kwame Hollins", "penhallow", 6, TOTALS, 16.5, PAPERS, {"X02": 3.5},
         (P.ANNUAL_REVIEWS, P.EXAM_CONCESSIONS)),
    Kept("Isla Marchbank", "penhallow", 6, TOTALS, 6, PAPERS, {"X03": 2}, (), "SENCO, sixth form"),
    Kept("Robert Inchbald", "saltmarsh_bay", 6, TOTALS, 18.5, TEAM, {"X01": 2.5, COVER: 1},
         (P.BEHAVIOUR, P.ANNUAL_REVIEWS)),
    Kept("Dorian Feltham", "tidewell", 6, TOTALS, 9, MEETINGS, {"X06": 1}, (P.TRANSITION,),
         "SENCO, primary phase"),
    # By name, and with it the time for new totals had come.
    Kept("Seun Brightwater", "curlew", 5, NAMED, 6.5, TEAM, {"X09": 1}, (P.HIGH_FOCUS_PLANS,)),
)  # fmt: skip

SINCE = (
    Kept("Hannah Tollivant", "otterstone", 3, NAMED, 9.25, PAPERS, {"X03": 2, "X05": 1.5, COVER: 2},
         (P.ANNUAL_REVIEWS, P.AGENCY_REPORTS, P.SUDDEN_EVENTS)),
    # Longer than the working time rules set as the most on average.
    Kept("Ngozi Fairweather", "tidewell", 3, NAMED, 41, PAPERS, {"X01": 3, "X02": 5, COVER: 2},
         (P.TRIBUNALS, P.ANNUAL_REVIEWS, P.TRANSITION, P.NEW_ADMISSIONS)),
    Kept("Priya Wainscott", "harrowmere_junior", 2, NAMED, 7.75, MEETINGS, {"X10": 1.5, COVER: 1},
         (P.ANNUAL_REVIEWS,)),
    Kept("Fiona Maddersley", "gosling", 2, TOTALS, 4.5, MEETINGS, {"X09": 2}),
    # Drafts: nobody but their authors sees them.
    Kept("Priya Wainscott", "harrowmere_infant", 1, NO, 4, PAPERS),
    Kept("Priya Wainscott", "harrowmere_junior", 0, NO, 2.5, MEETINGS, {COVER: 0.5}),
    Kept("Bethan Okonjo", "oxlip", 1, NO, 6.25, PAPERS, {COVER: 1.5}, (P.ANNUAL_REVIEWS,)),
    Kept("Hannah Tollivant", "otterstone", 1, NO, 7.5, TEAM, {"X05": 2}),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Entered:
    """An entry in a ledger, by the head teacher (`head`, an account's key) or the SENCO."""

    name: str
    at: str
    on: When
    way: Way
    hours: float
    head: str = ""
    struck: When | None = None
    title: str = "SENCO"


T, B = Way.TAKEN, Way.GIVEN_BACK
ENTERED = (
    Entered("Hannah Tollivant", "otterstone", days_ago(61), T, 2),
    Entered("Hannah Tollivant", "otterstone", days_ago(47), T, 1.5),
    Entered("Hannah Tollivant", "otterstone", days_ago(40), B, 1, head="head"),
    # Entered twice, by both of them.
    Entered("Hannah Tollivant", "otterstone", days_ago(19), T, 2),
    Entered("Hannah Tollivant", "otterstone", days_ago(19), T, 2, head="head",
            struck=days_ago(17)),
    Entered("Seun Brightwater", "curlew", days_ago(75), T, 1, head="head"),
    Entered("Seun Brightwater", "curlew", days_ago(54), B, 1, head="head"),
    Entered("Bethan Okonjo", "oxlip", days_ago(33), T, 1.5),
    Entered("Bethan Okonjo", "oxlip", days_ago(26), B, 1.5),
    Entered("Priya Wainscott", "harrowmere_junior", days_ago(68), T, 1),
    Entered("Priya Wainscott", "harrowmere_junior", days_ago(12), T, 1),
    Entered("Priya Wainscott", "harrowmere_junior", days_ago(5), B, 0.5),
    Entered("Jamal Whitcombe", "chalkdown", days_ago(96), T, 5),
    Entered("Jamal Whitcombe", "chalkdown", days_ago(82), T, 3.25),
    Entered("Jamal Whitcombe", "chalkdown", days_ago(30), T, 3.25),
    Entered("Rajveer Stanmoor", "dunmere", days_ago(44), T, 1.5),
    Entered("Tariq Olwen", "thornwick", days_ago(38), T, 2, title="SENCO, years 7 and 8"),
    Entered("Tariq Olwen", "thornwick", days_ago(24), T, 1, title="SENCO, years 7 and 8"),
    Entered("Tariq Olwen", "thornwick", days_ago(10), B, 2.5, title="SENCO, years 7 and 8"),
    Entered("Robert Inchbald", "saltmarsh_bay", days_ago(50), T, 1),
    Entered("Robert Inchbald", "saltmarsh_bay", days_ago(22), B, 1),
    Entered("Ngozi Fairweather", "tidewell", days_ago(21), T, 2),
)  # fmt: skip


def add(making: Making) -> None:
    """Leave the weeks and entries to be recorded at their instants."""
    for number, told in enumerate((*FIRST, *SECOND, *SINCE)):
        at = making.dates.instant(_monday(making, told.weeks_ago) + FRIDAY, 360 + number)
        making.comes(at, partial(_keep, making, told, at))
    for entered in ENTERED:
        at = making.dates.instant(_school_day(entered.on(making.dates)), 400)
        making.comes(at, partial(_enter, making, entered, at))


def _monday(making: Making, weeks_ago: int) -> date:
    today = making.dates.today
    return today - timedelta(days=today.weekday(), weeks=weeks_ago)


def _school_day(day: date) -> date:
    """The day itself, or the Friday before a weekend."""
    return day - timedelta(days=max(0, day.weekday() - 4))


def _post(making: Making, at: str, title: str) -> int:
    here = Post.academy_id == making.academies[at].id
    return db.session.scalars(select(Post.id).where(here, Post.title == title)).one()


def _minutes(told: Kept) -> dict[str, int]:
    """The week in quarters of an hour."""
    inside = {
        code: round(told.inside * 60 * part / 100 / QUARTER) * QUARTER
        for code, part in zip(HEADINGS, told.spent, strict=True)
    }
    beside = {code: round(hours * 60) for code, hours in told.beside.items()}
    return {code: minutes for code, minutes in {**inside, **beside}.items() if minutes}


def _keep(making: Making, told: Kept, at: datetime) -> None:
    post_id, week_of = _post(making, told.at, told.title), _monday(making, told.weeks_ago)
    row = SampleWeek(
        person_id=making.people[told.name].id,
        post_id=post_id,
        week_of=week_of,
        entered={"minutes": _minutes(told), "pressures": [point.value for point in told.pressed]},
        shared=told.shared.value,
        saved_at=at,
    )
    if told.shared is not NO:
        row.allocated_minutes, row.own_minutes = finding.given(post_id, week_of, london_day(at))
        row.shared_at = at
        row.named_at = at if told.shared is NAMED else None
    making.add([row])
    if told.shared is not NO:
        making.happened(
            at, making.account_of(told.name), "sample_week_shared", "sample_week", row.id,
            academy=making.academies[told.at], before={"shared": NO.value},
            after={"shared": told.shared.value},
        )  # fmt: skip
        drawing.draw_up(today=london_day(at), now=at)


def _enter(making: Making, told: Entered, at: datetime) -> None:
    by = told.head or making.account_of(told.name)
    row = CoverEntry(
        post_id=_post(making, told.at, told.title),
        person_id=making.people[told.name].id,
        on_day=_school_day(told.on(making.dates)),
        way=told.way.value,
        minutes=round(told.hours * 60),
        recorded_at=at,
        recorded_by_id=making.accounts[by].id,
    )
    making.add([row])
    figures = {"on": row.on_day.isoformat(), "way": row.way, "minutes": row.minutes}
    academy = making.academies[told.at]
    making.happened(at, by, "cover_recorded", "cover_entry", row.id, academy=academy, after=figures)
    if told.struck:
        struck_at = making.dates.instant(told.struck(making.dates), 30)
        row.struck_at, row.struck_by_id = struck_at, making.accounts[by].id
        making.happened(
            struck_at, by, "cover_struck", "cover_entry", row.id, academy=academy, before=figures
        )
