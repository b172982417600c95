"""Where people came to stand on the three tracks, what they told they want, and what was agreed.

Each kind of aspiration, readiness and sharing has somebody it fits. Each act leaves the rows and
the lines of the log that the pages would have left.
"""

from dataclasses import dataclass
from datetime import date, datetime

from trust_inclusion.demo.accounts import HEAD_OF
from trust_inclusion.demo.dates import When, days_ago, in_days, month_ago, september
from trust_inclusion.demo.making import Making
from trust_inclusion.demo.posts import POSTS
from trust_inclusion.domain.pathway import Track
from trust_inclusion.domain.pathway_steps import Aspiration, Readiness
from trust_inclusion.models.pathway import PathwayPlace, PathwayPlan

SHOWN_BY = {
    Track.SCHOOL: "The post held, from the trust’s file of posts.",
    Track.TRUST: "Agreed at the autumn meeting of the SENCO network.",
    Track.QUALIFICATION: "Certificates and courses on the record.",
}


@dataclass(frozen=True, slots=True)
class Moved:
    """A stage that somebody reached before the one where they stand, and when they left it."""

    who: str
    track: Track
    code: int
    moved_on: When
    shown_by: str


@dataclass(frozen=True, slots=True)
class Agreed:
    """What was agreed, when, by whom: the director, or a head by the key of the academy."""

    step: str
    by: When
    readiness: Readiness
    on: When
    head_of: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """What somebody told they want; `taken_back`: of what was agreed then they think otherwise."""

    who: str
    aspiration: Aspiration
    on: When
    words: str = ""
    would_move: bool | None = None
    head: bool = False
    mentor: bool = False
    agreed: Agreed | None = None
    taken_back: Agreed | None = None


@dataclass(frozen=True, slots=True)
class Beyond:
    """What somebody does beyond their own post."""

    who: str
    mentors: bool | None = None
    schools: int | None = None
    executive: bool | None = None


MOVED = (
    Moved("Priya Wainscott", Track.TRUST, 3, month_ago(4, 9),
          "Mentors two new SENCOs since the spring."),
    Moved("Bethan Okonjo", Track.SCHOOL, 3, month_ago(3, 12), "NPQSENCO passed."),
    Moved("Bethan Okonjo", Track.QUALIFICATION, 3, month_ago(3, 12), "NPQSENCO passed."),
    Moved("Helen Vasquez-Tarn", Track.TRUST, 4, month_ago(20, 6),
          "Supports a second school, by agreement of both heads."),
    Moved("Callum Adeyinka", Track.TRUST, 3, month_ago(6, 2), "Leads the SENCOs of the Coast hub."),
)  # fmt: skip
TOLD = (
    # Agreed, with the mentor reading along.
    Told("Priya Wainscott", Aspiration.STEP_UP, month_ago(4, 3),
         "I would like to lead the SENCOs of a hub one day, and keep a school of my own.",
         would_move=False, head=True, mentor=True,
         agreed=Agreed("Shadow the lead SENCO of the Vale hub for a term, then take on one school.",
                       in_days(130), Readiness.ONE_TO_TWO_YEARS, month_ago(3, 9))),
    # Going deeper is progress, and mentoring others is part of it.
    Told("Helen Vasquez-Tarn", Aspiration.DEEPEN, month_ago(9, 5),
         "I want to stay a SENCO and become very good at it.", head=True,
         agreed=Agreed("Advanced SENCO award, with a project on speech and language.",
                       in_days(220), Readiness.LATER, month_ago(8, 14), head_of="thornwick")),
    Told("Poppy Hargrave", Aspiration.STEP_UP, month_ago(5, 11),
         "I am ready to have a school of my own.", would_move=True, head=True,
         agreed=Agreed("Apply for the next SENCO post in the Wold hub.", in_days(90),
                       Readiness.NOW, month_ago(4, 20))),
    Told("Benedict Kirkwall", Aspiration.STEP_UP, month_ago(6, 3), would_move=False, head=True,
         agreed=Agreed("Finish NPQSENCO and lead the annual reviews of one year group.",
                       in_days(300), Readiness.ONE_TO_TWO_YEARS, month_ago(5, 8),
                       head_of="tidewell")),
    Told("Margaret Ellingworth", Aspiration.BEYOND, month_ago(7, 6),
         "After twenty years I would like to train others.", head=True,
         agreed=Agreed("Co-lead the trust’s induction days for new SENCOs.", in_days(60),
                       Readiness.NOW, month_ago(6, 1))),
    # To agree: with the head, by the director alone, and one who thinks otherwise by now.
    Told("Hannah Tollivant", Aspiration.STEP_UP, days_ago(11),
         "I would like to join the leadership team of my school.", would_move=False, head=True,
         mentor=True),
    Told("Seun Brightwater", Aspiration.DEEPEN, days_ago(8),
         "I do not want to be asked each year whether I would rather be a deputy head."),
    Told("Bethan Okonjo", Aspiration.NOT_SURE, days_ago(20), head=True),
    Told("Ngozi Fairweather", Aspiration.STEP_UP, days_ago(5),
         "I would rather lead in a special school now.",
         taken_back=Agreed("Start NPQH in the autumn.", in_days(200), Readiness.ONE_TO_TWO_YEARS,
                           month_ago(10, 2))),
    Told("Isla Marchbank", Aspiration.NOT_SURE, month_ago(2, 4), "Ask me again in spring.",
         mentor=True,
         agreed=Agreed("Visit three other academies’ SENCOs.", in_days(75), Readiness.LATER,
                       month_ago(1, 7))),
)  # fmt: skip
MENTORS = {
    "Priya Wainscott": "Helen Vasquez-Tarn",
    "Isla Marchbank": "Priya Wainscott",
    "Dorian Feltham": "Priya Wainscott",
    "Hannah Tollivant": "Imran Sethwell",
    "Rajveer Stanmoor": "Delyth Ransome",
    "Poppy Hargrave": "Helen Vasquez-Tarn",
}
"""Who mentors whom; most others have nobody, some of them in their first year."""
BEYOND = (
    Beyond("Marianne Oduya", mentors=False, schools=24, executive=True),
    Beyond("Imran Sethwell", schools=9, executive=False),
    Beyond("Helen Vasquez-Tarn", schools=2, executive=False),
    Beyond("Delyth Ransome", schools=1),
    Beyond("Callum Adeyinka", mentors=False, schools=3, executive=False),
    Beyond("Margaret Ellingworth", mentors=False, schools=0),
)


def add(making: Making) -> None:
    """Store where people stood and stand, what they told, what was agreed, and their mentors."""
    _add_places(making)
    plans: dict[str, PathwayPlan] = {}
    for told in TOLD:
        _tell(making, told, _plan(making, plans, told.who))
    for who, mentor in MENTORS.items():
        _name_mentor(making, _plan(making, plans, who), mentor)
    for beyond in BEYOND:
        plan = _plan(making, plans, beyond.who)
        plan.mentors_others, plan.schools_supported = beyond.mentors, beyond.schools
        plan.executive = beyond.executive
    making.add(plans.values())


def _add_places(making: Making) -> None:
    """A line for each stage on which a holder of a post stands, and for those they had before."""
    holders = dict.fromkeys(held.name for place in POSTS for held in place.held)
    begun = making.dates.september(2)
    rows: list[PathwayPlace] = []
    for name in holders:
        for track in Track:
            moved = next((one for one in MOVED if (one.who, one.track) == (name, track)), None)
            now = getattr(making.people[name], f"{track.value}_stage")
            if moved is not None:
                rows.append(_place(making, name, track, moved.code, begun, SHOWN_BY[track]))
                since = moved.moved_on(making.dates)
                rows.append(_place(making, name, track, now, since, moved.shown_by))
            elif now is not None:
                since = max(begun, _first_day(making, name))
                rows.append(_place(making, name, track, now, since, SHOWN_BY[track]))
    rows.sort(key=lambda row: row.recorded_at)
    making.add(rows)
    for row in rows:
        after = {"track": row.track, "code": row.code, "since": row.since.isoformat()}
        making.happened(
            row.recorded_at, "hr", "pathway_stage_set", "person", row.person_id, after=after
        )


def _place(
    making: Making, name: str, track: Track, code: int | None, since: date, shown_by: str
) -> PathwayPlace:
    return PathwayPlace(
        person_id=making.people[name].id,
        track=track.value,
        code=code,
        since=since,
        evidence=shown_by,
        recorded_at=making.dates.instant(since, 300),
        recorded_by_id=making.accounts["hr"].id,
    )


def _first_day(making: Making, name: str) -> date:
    """The first day of the earliest post that somebody held, as far as it has come."""
    days = (
        held.since(making.dates)
        for place in POSTS
        for held in place.held
        if held.name == name and held.since is not None
    )
    return min(min(days, default=making.dates.september(2)), making.dates.today)


def _plan(making: Making, plans: dict[str, PathwayPlan], who: str) -> PathwayPlan:
    if who not in plans:
        plans[who] = PathwayPlan(
            person_id=making.people[who].id,
            words="",
            next_step="",
            head_sees=False,
            mentor_sees=False,
        )
    return plans[who]


def _tell(making: Making, told: Told, plan: PathwayPlan) -> None:
    dates, by = making.dates, making.account_of(told.who)
    plan.aspiration, plan.words = told.aspiration.value, told.words
    plan.would_move, plan.head_sees, plan.mentor_sees = told.would_move, told.head, told.mentor
    plan.told_on = told_on = told.on(dates)
    if told.taken_back is not None:
        _agree(making, told.taken_back, plan)
        plan.agreed_on = plan.agreed_as = plan.agreed_by_id = None
    at = dates.instant(told_on, 420)
    _happened(making, at, by, "pathway_told", plan, taken_back=told.taken_back is not None)
    if told.agreed is not None:
        _agree(making, told.agreed, plan)


def _agree(making: Making, agreed: Agreed, plan: PathwayPlan) -> None:
    dates = making.dates
    by = HEAD_OF[agreed.head_of] if agreed.head_of else "director"
    plan.next_step, plan.next_step_on = agreed.step, agreed.by(dates)
    plan.readiness, agreed_on = agreed.readiness.value, agreed.on(dates)
    plan.agreed_on = agreed_on
    plan.agreed_as = "headteacher" if agreed.head_of else "director"
    plan.agreed_by_id = making.accounts[by].id
    at = dates.instant(agreed_on, 360)
    _happened(making, at, by, "pathway_agreed", plan, agreed_as=plan.agreed_as)


def _name_mentor(making: Making, plan: PathwayPlan, mentor: str) -> None:
    plan.mentor_id = making.people[mentor].id
    at = making.dates.instant(september(0)(making.dates), 500)
    _happened(making, at, "director", "pathway_mentor_named", plan, mentor_id=plan.mentor_id)


def _happened(
    making: Making, at: datetime, by: str, action: str, plan: PathwayPlan, **after: object
) -> None:
    making.happened(at, by, action, "person", plan.person_id, after=after)
