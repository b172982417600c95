"""What lies inside a SENCO's essential duties, what does not, and what a job description names.

Source: NUT SENCO Charter, Part 1, as in rulebook section 5. The time formula is for the duties
inside; every excluded duty needs time of its own.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

CHARTER_1 = "NUT SENCO Charter, Part 1"
CHARTER_TASKS = "NUT SENCO Charter, key tasks of a job description"


@dataclass(frozen=True, slots=True)
class Heading:
    """One of the eleven headings of essential duties, and what it takes in."""

    name: str
    includes: str


HEADINGS = {
    "pupils": Heading(
        "Liaison about pupils", "With staff, pupils, parents, agencies and other schools."
    ),
    "policy_liaison": Heading(
        "Liaison on policy and practice",
        "With governors, the senior team, and curriculum and pastoral leads.",
    ),
    "provision": Heading(
        "Policy and provision",
        "Developing, carrying out and reviewing; interventions and initiatives.",
    ),
    "inclusive_practice": Heading(
        "Inclusive practice", "Standards, disability duties and the accessibility plan."
    ),
    "advice": Heading("Training, advice, guidance and observation of staff", "Of all who teach."),
    "staff": Heading(
        "Management and deployment of staff",
        "Teaching assistants, SEN teachers, administrators and volunteers.",
    ),
    "plans": Heading(
        "Plans and reviews", "High-focus reviews, provision plans, annual reviews and records."
    ),
    "transition": Heading("Transition", "Into, between and out of schools and key stages."),
    "assessment": Heading(
        "Assessment co-ordination",
        "The SEN audit, extra short-term assessments, feedback, common assessment.",
    ),
    "resources": Heading(
        "Resources", "Information and advice on them, their order, and whether they work."
    ),
    "budget": Heading("Contributing to the notional SEN budget", "With the head and governors."),
}
"""The in-scope headings by code, in the charter's order."""

EXCLUDED = {
    "X01": "Behaviour co-ordinator",
    "X02": "Child protection, looked-after pupils, or supporting the safeguarding lead",
    "X03": "Group or support teaching of pupils with SEN",
    "X04": "English as an additional language",
    "X05": "Covering classes",
    "X06": "Whole-school screening tests",
    "X07": "Student teachers",
    "X08": "Asylum-seeking, refugee and Traveller pupils",
    "X09": "Overall responsibility for inclusion",
    "X10": "Routine administration",
}
"""Duties that are not counted inside the essential duties' time."""

OUTSIDE = "outside"
"""The place of what every teacher does: neither inside the role nor one of the excluded ten."""

KEY_TASKS = {
    "K1": "Day-to-day operation of the SEN policy",
    "K2": "Liaising with and advising teachers",
    "K3": "Managing the SEN team",
    "K4": "Co-ordinating provision",
    "K5": "Overseeing all records",
    "K6": "Liaising with parents",
    "K7": "Contributing to in-service training",
    "K8": "Liaising with outside agencies",
}
"""The eight key tasks that a job description should name."""

STANDARD_WEEK = 1950
"""Minutes of a full-time week, where the trust's own is not given."""


class Holding(StrEnum):
    """How a SENCO post stands with one excluded duty."""

    NOT_HELD = "not_held"
    OWN_TIME = "own_time"
    DEPARTURE = "departure"
    NOT_KNOWN = "not_known"


@dataclass(frozen=True, slots=True)
class Held:
    """An excluded duty of a post: held or not (None is not stated), and its own minutes a week."""

    code: str
    held: bool | None
    minutes: int | None = None


@dataclass(frozen=True, slots=True)
class Judged:
    """What the rule says of one excluded duty, and why."""

    code: str
    holding: Holding
    reason: str


def problems(duty: Held, full_week: int = STANDARD_WEEK) -> list[tuple[str, str]]:
    """What is wrong with an excluded duty as typed, as (field, sentence).

    It cannot have more time of its own than the trust's `full_week`, in minutes.
    """
    if found := _senseless(duty):
        return found
    if duty.minutes and duty.minutes > full_week:
        return [("minutes", "The hours for a duty cannot be more than a full-time week.")]
    return []


def _senseless(duty: Held) -> list[tuple[str, str]]:
    """What is wrong with it however long the trust's full week is."""
    if duty.code not in EXCLUDED:
        return [("code", "This duty is not in the list: choose one from X01 to X10.")]
    if duty.minutes is None:
        return []
    if duty.minutes < 0:
        return [("minutes", "The hours for a duty cannot be less than 0.")]
    if duty.minutes and not duty.held:
        return [("minutes", "Hours are given for a duty that is not held: say that it is held.")]
    return []


def judge(duty: Held) -> Judged:
    """The charter's rule: held with time of its own is fine, and so is not held; held without is
    a departure from the charter, not a breach of law. ValueError for what `problems` refuses of it
    whatever the full week, which may have become shorter since the duty was told."""
    if found := _senseless(duty):
        raise ValueError(found[0][1])
    name = EXCLUDED[duty.code]
    if duty.held is None:
        return Judged(duty.code, Holding.NOT_KNOWN, f"{name}: nobody has said whether it is held.")
    if not duty.held:
        return Judged(duty.code, Holding.NOT_HELD, f"{name}: not held.")
    if duty.minutes:
        return Judged(duty.code, Holding.OWN_TIME, f"{name}: held, with time of its own.")
    return Judged(
        duty.code,
        Holding.DEPARTURE,
        f"{name}: held without time of its own. A departure from the charter, not a breach of law.",
    )


def own_minutes(held: Iterable[Held]) -> int:
    """Minutes a week that the excluded duties have of their own; none of them is SENCO time."""
    return sum(duty.minutes or 0 for duty in held if duty.held)
