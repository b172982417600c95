"""How the story of changes of hours is told: who asks for what and when, and the steps that follow.

Days of steps are working days after the step before. Whoever a step is for takes it, unless told.
"""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from trust_inclusion.demo.dates import Dates, When
from trust_inclusion.domain.changes import Kind, Step
from trust_inclusion.domain.working_days import is_working_day

PERMANENT, TEMPORARY, ONE_OFF = Kind
SENCO, HEAD = "senco", "head"
"""In the place of an account's key: the SENCO of the post, the head teacher of the academy."""

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Taken:
    """A step: so many working days after the one before, or `on` a day of its own.

    `hours` is what a change that was returned asks for when it is sent again.
    """

    step: Step
    after: int
    said: str = ""
    by: str = ""
    on: When | None = None
    hours: float | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """A change: hours a week from a first day on, of one-off hours in all; and what came of it.

    `more` are hours on top of those in force on the first day. `title` None is the academy's first
    SENCO. `linked` are other posts decided with it, as (academy, title, hours). `paper` is the
    first line of what is attached.
    """

    at: str
    why: str
    on: When
    since: When
    hours: float = 0
    more: float = 0
    until: When | None = None
    kind: Kind = PERMANENT
    by: str = SENCO
    title: str | None = None
    steps: tuple[Taken, ...] = ()
    late: str = ""
    cost: str = ""
    view: str = "It would be missed, most of all at the annual reviews."
    paper: str = ""
    linked: tuple[tuple[str, str | None, float], ...] = ()
    granted: bool = False
    """By the head teacher alone."""
    confirmed: bool = True
    """Whether a trust leader has confirmed it where that is needed."""


def endorsed(after: int = 3, said: str = "") -> tuple[Taken, ...]:
    """By the head teacher; by the director where the academy has none who signs in."""
    return (Taken(Step.ENDORSE, after, said),)


def approved(after: int = 5, said: str = "", *, by: str = "") -> tuple[Taken, ...]:
    """Endorsed and approved; what needs a second approval is confirmed some days later."""
    return (*endorsed(), Taken(Step.APPROVE, after, said, by))


def rejected(said: str, after: int = 6) -> tuple[Taken, ...]:
    return (*endorsed(), Taken(Step.REJECT, after, said))


def withdrawn(said: str, after: int = 4) -> tuple[Taken, ...]:
    return (Taken(Step.WITHDRAW, after, said),)


def sent_again(
    returned: str, again: str, *rest: Taken, hours: float | None = None
) -> tuple[Taken, ...]:
    """Returned once and resubmitted, then whatever follows."""
    back = Taken(Step.RETURN, 3, returned)
    return (back, Taken(Step.RESUBMIT, 4, again, hours=hours), *rest)


def on_day(when: When, taken: Taken) -> Taken:
    """A step on a day of its own."""
    return replace(taken, on=when)


def before(when: When, days: int) -> When:
    """So many days on end before another day."""
    return lambda dates: when(dates) - timedelta(days=days)


def working_days_ago(days: int) -> When:
    """So many working days have passed since: 0 is the latest working day."""

    def found(dates: Dates) -> date:
        day, left = dates.today, days
        while True:
            if is_working_day(day):
                if left == 0:
                    return day
                left -= 1
            day -= ONE_DAY

    return found


def working_day(day: date) -> date:
    """This day, or the next working day."""
    while not is_working_day(day):
        day += ONE_DAY
    return day


def later(day: date, working_days: int) -> date:
    """So many working days after a day; 0 is that day itself."""
    for _ in range(working_days):
        day = working_day(day + ONE_DAY)
    return day
