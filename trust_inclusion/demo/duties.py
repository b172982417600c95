"""Excluded duties over the academies, and three job descriptions: a sound one, one with gaps, and
one copied from another school's in the terms of its day."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from trust_inclusion.db import db
from trust_inclusion.demo.accounts import HEAD_OF
from trust_inclusion.demo.dates import When, days_ago, month_ago, september
from trust_inclusion.demo.making import Making
from trust_inclusion.domain import job_description
from trust_inclusion.domain.duties import EXCLUDED
from trust_inclusion.domain.job_description import Findings
from trust_inclusion.domain.posts import PostKind
from trust_inclusion.models.academies import Academy
from trust_inclusion.models.charter import DescriptionCheck, PostDuty
from trust_inclusion.models.posts import Post

NO_TIME = 0.0


@dataclass(frozen=True, slots=True)
class Told:
    """What an account said of an academy's duties on a day: those held, with their own hours a
    week. `rest`: whether the others are said not to be held, or nothing is said of them."""

    at: str
    on: When
    held: Mapping[str, float]
    rest: bool = True
    by: str = ""
    """An account; the head teacher's where none is named."""
    title: str = "SENCO"


TOLD = (
    Told("otterstone", month_ago(13), {"X03": NO_TIME, "X05": NO_TIME}, rest=False),
    Told("otterstone", days_ago(40), {"X02": NO_TIME, "X03": 2.5, "X05": NO_TIME},
         by="Hannah Tollivant"),
    Told("curlew", month_ago(5), {"X09": 1.5}),
    Told("oxlip", september(0), {"X10": NO_TIME, "X04": 1}, by="Bethan Okonjo"),
    Told("chalkdown", month_ago(4), {"X01": 3.25, "X03": 4.5}),
    Told("wrenfield", month_ago(7), {}),
    Told("harrowmere_infant", days_ago(60), {"X06": NO_TIME}, by="senco"),
    Told("harrowmere_junior", days_ago(60), {"X03": NO_TIME, "X06": NO_TIME, "X10": NO_TIME},
         by="senco"),
    Told("teaselbrook", month_ago(9), {"X08": 0.5}, rest=False),
    Told("gosling", month_ago(6), {"X02": NO_TIME, "X09": NO_TIME}, by="Fiona Maddersley"),
    Told("thornwick", month_ago(8), {"X07": 1, "X04": 6.5}),
    Told("marlstone", month_ago(3), {"X01": NO_TIME, "X08": NO_TIME}, by="Delyth Ransome"),
    Told("penhallow", september(0), {"X05": NO_TIME}, rest=False, by="Kwame Hollins"),
    Told("sedgemere", month_ago(10), {"X04": NO_TIME, "X07": NO_TIME}),
    Told("saltmarsh_bay", month_ago(11), {"X06": 0.5, "X03": 3.25}, by="hr"),
    Told("larchwater", days_ago(20), {"X09": NO_TIME, "X02": 2}, by="director",
         title="Inclusion lead"),
)  # fmt: skip

SOUND = """Purpose
To oversee the day-to-day operation of the SEN policy and the provision for pupils with SEN.

Duties
Liaises with and advises fellow teachers on the graduated approach.
Manages the SEN team of teachers and teaching assistants.
Co-ordinates provision for pupils with SEN and organises interventions.
Oversees the records of all pupils with SEN, and annual reviews of EHC plans.
Liaises with parents and carers of pupils with SEN.
Contributes to the in-service training of staff.
Liaises with outside agencies, the local authority and educational psychologists.
Advises the head and governors on the notional SEN budget.
Plans transition with the schools that pupils come from and go to.
"""
GAPS = """Co-ordinates provision for pupils with SEN.
Meets parents and carers each term.
Keeps the SEND register.
Runs and scores whole-school screening tests in September.
Attends the trust's network of SENCOs.
"""
OF_ITS_DAY = """SENCO: job description

Responsible to the head teacher.
Manages the day to day operation of the SEN policy in line with the 2001 Code of Practice.
Keeps the register of pupils at School Action, School Action Plus and with statements of SEN.
Writes and reviews individual education plans with parents.
Liaises with the LEA, educational psychologist and other outside agencies.
Advises and supports class teachers.
Leads intervention groups and evaluates them.
Gives practical day-to-day support in the classroom to identified pupils.
Develops strategies for pupils with English as an additional language.
Is responsible for looked-after pupils and works with the safeguarding lead.
Covers classes for absent colleagues where needed.
Does not act as behaviour co-ordinator.
Promotes the ethos of the school in all things.
Holds, or is ready to gain, the National Award for SEN Co-ordination (NASENCO).
"""


@dataclass(frozen=True, slots=True)
class Checked:
    """A check of a job description, kept by an account; see `Told`."""

    at: str
    on: When
    words: str
    ticked: tuple[str, ...] = ()
    new_post: bool = False
    agreed: When | None = None
    by: str = ""


CHECKED = (
    Checked("curlew", month_ago(6), GAPS),
    Checked("curlew", month_ago(3), SOUND, agreed=month_ago(3), by="Seun Brightwater"),
    Checked("otterstone", days_ago(45), OF_ITS_DAY, new_post=True, agreed=month_ago(14)),
    Checked("harrowmere_junior", days_ago(58), GAPS, ("S1-30", "S4-08"), by="senco"),
)


def add(making: Making) -> None:
    """Store what was told and checked, with the lines of the log that the pages would have left."""
    before: dict[int, dict[str, PostDuty]] = {}
    for told in sorted(TOLD, key=lambda one: one.on(making.dates)):
        post = _post(making.academies[told.at], told.title)
        _tell(making, told, post, before.setdefault(post.id, {}))
    for checked in sorted(CHECKED, key=lambda one: one.on(making.dates)):
        _check(making, checked, _post(making.academies[checked.at], "SENCO"))


def _post(academy: Academy, title: str) -> Post:
    return db.session.scalars(
        select(Post).where(
            Post.academy_id == academy.id,
            Post.kind == PostKind.SENCO.value,
            Post.title == title,
        )
    ).one()


def _account(making: Making, at: str, by: str) -> str:
    """The key of the account that told it."""
    return (by if by in making.accounts else making.account_of(by)) if by else HEAD_OF[at]


def _day(making: Making, academy: Academy, when: When) -> date:
    """Nothing was told before the academy joined."""
    day = when(making.dates)
    return max(day, academy.joined_on) if academy.joined_on else day


def _tell(making: Making, told: Told, post: Post, before: dict[str, PostDuty]) -> None:
    academy, by = making.academies[told.at], _account(making, told.at, told.by)
    day = _day(making, academy, told.on)
    at = making.dates.instant(day, 320)
    rows: list[PostDuty] = []
    for code in EXCLUDED:
        if code not in told.held and not told.rest:
            continue
        hours = told.held.get(code)
        row = PostDuty(
            post_id=post.id, code=code, held=hours is not None,
            minutes=round(hours * 60) if hours else None,
            told_on=day, told_at=at, account_id=making.accounts[by].id,
        )  # fmt: skip
        known = before.get(code)
        if known is None or (known.held, known.minutes) != (row.held, row.minutes):
            rows.append(row)
    making.happened(
        at, by, "duties_told", "post", post.id, academy=academy,
        before={row.code: _figures(before.get(row.code)) for row in rows},
        after={row.code: _figures(row) for row in rows},
    )  # fmt: skip
    making.add(rows)
    before.update((row.code, row) for row in rows)


def _figures(row: PostDuty | None) -> dict[str, bool | int | None]:
    return {"held": row.held, "minutes": row.minutes} if row else {"held": None, "minutes": None}


def _check(making: Making, checked: Checked, post: Post) -> None:
    academy, by = making.academies[checked.at], _account(making, checked.at, checked.by)
    day = _day(making, academy, checked.on)
    at = making.dates.instant(day, 350)
    found = job_description.check(checked.ticked, checked.words, new_post=checked.new_post).findings
    row = DescriptionCheck(
        post_id=post.id, checked_on=day, checked_at=at, account_id=making.accounts[by].id,
        agreed_on=checked.agreed(making.dates) if checked.agreed else None,
        new_post=checked.new_post, ticked={"codes": list(checked.ticked)}, words=checked.words,
        found=found.to_json(),
    )  # fmt: skip
    making.add([row])
    after = _log(row, found)
    making.happened(at, by, "description_checked", "post", post.id, academy=academy, after=after)


def _log(row: DescriptionCheck, found: Findings) -> dict[str, object]:
    return {
        "check_id": row.id,
        "agreed_on": row.agreed_on.isoformat() if row.agreed_on else None,
        "new_post": row.new_post,
        "excluded": list(found.excluded),
        "missing_tasks": list(found.missing_tasks),
        "old_terms": len(found.old_terms),
    }
