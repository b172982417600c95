"""Words of sample weeks and of cover: who sees what, and what the sums say."""

from datetime import date
from enum import StrEnum

from trust_inclusion.domain.cover_ledger import Way
from trust_inclusion.domain.diary import ACTIVITIES, COVER, Week, mondays
from trust_inclusion.domain.diary_totals import OTHER_EXCLUDED, STEP
from trust_inclusion.domain.duties import EXCLUDED, HEADINGS
from trust_inclusion.domain.survey import FEWEST
from trust_inclusion.domain.words import Tag, count, hours, long_date


class Sharing(StrEnum):
    """Who may read a sample week beside its author."""

    NO = "no"
    TOTALS = "totals"
    NAMED = "named"


SHARINGS = {
    Sharing.NO: (
        "Nobody",
        "It stays with you. Nobody else can open it, not an administrator and not HR.",
    ),
    Sharing.TOTALS: (
        "Count it in the trust’s totals, without my name",
        f"Its hours are added to those of at least {FEWEST} other SENCOs. Nobody sees yours.",
    ),
    Sharing.NAMED: (
        "Show this week to my head teacher and the director",
        "They read it with your name. It is counted in the totals too.",
    ),
}
"""Each choice with what it means."""
SHARING_TAGS = {
    Sharing.NO: Tag("Only you", "grey"),
    Sharing.TOTALS: Tag("In totals", "blue"),
    Sharing.NAMED: Tag("By name", "blue"),
}

NEVER_FOR_APPRAISAL = (
    "Never for appraisal. A sample week shows what the job takes, not how well somebody does it."
)
ONCE_COUNTED = (
    "You can take it back at any time. It is then not counted again; totals that were drawn up "
    "before keep their sums, because the difference would tell what yours was."
)
COUNTED_ALREADY = (
    "This week is counted in totals with other SENCOs’ weeks. Shown by name as well, it could be "
    "taken away from them and leave too few to hide the others. Share another week by name, or "
    "print this one."
)
HELD_BACK = (
    f"There are no totals yet: they are drawn up once {STEP} SENCOs have shared a week without "
    f"their name, and again when {STEP} more have. Then nobody can work out whose week was whose."
)
NO_ACADEMY_TOTALS = (
    "There are no totals of one academy: it has too few SENCOs to hide whose week was whose. "
    "Only weeks that were shared by name are shown."
)
EXCLUDED_LEFT_OUT = (
    f"Excluded duties are left out: too few SENCOs of these hold any, and who does is known. They "
    f"are counted once {FEWEST} of those who shared hold some."
)
GROUPS = {"hub": "Hub", "phase": "Phase"}
WAYS = {Way.TAKEN: "Taken for cover", Way.GIVEN_BACK: "Given back"}
STRUCK = Tag("Struck out", "grey")
EXCLUDED_WORD = "Excluded duty"


def week(week_of: date, today: date) -> str:
    """A week by its Monday: "This week, from 16 November 2026", "Week from 2 November 2026"."""
    this, last, *_ = mondays(today)
    said = {this: "This week,", last: "Last week,"}.get(week_of, "Week")
    return f"{said} from {long_date(week_of)}"


def part(code: str) -> str:
    """Where an activity belongs: inside the role, excluded, or cover."""
    if code in HEADINGS:
        return "Inside the role"
    return "Cover" if code == COVER else EXCLUDED_WORD


def activity(code: str) -> str:
    """An activity's name; an excluded duty with its code."""
    if code == OTHER_EXCLUDED:
        return "Excluded duties that few entered, together"
    return f"{code} {EXCLUDED[code]}" if code in EXCLUDED else ACTIVITIES[code]


def beyond(week: Week, allocated: int | None) -> str:
    """How the week's essential duties stand to the time set aside, in a sentence."""
    if allocated is None or week.beyond is None:
        return "No hours are set aside for the post that week, so hours beyond them are not known."
    if week.beyond:
        return (
            f"{hours(week.beyond)} hours beyond the {hours(allocated)} set aside for the role "
            "that week."
        )
    return f"Within the {hours(allocated)} hours set aside for the role that week."


def excluded_beyond(week: Week, own: int) -> str:
    """How excluded duties stand to time of their own; nothing where none took any time."""
    if not week.excluded:
        return ""
    if not week.excluded_beyond:
        return f"Excluded duties kept within the {hours(own)} hours they have of their own."
    have = f"the {hours(own)} hours they have of their own" if own else "no time of their own"
    return f"Excluded duties took {hours(week.excluded)} hours against {have}."


def unreadable(many: int) -> str:
    """How many figures of a form are left out of its sums; nothing where none is."""
    be = "is" if many == 1 else "are"
    return f"{count(many, 'figure')} cannot be read and {be} left out." if many else ""


def sums(week: Week) -> str:
    """The sums in one line, as they run along under the form."""
    return (
        f"{hours(week.total)} hours: {hours(week.inside)} inside the role, "
        f"{hours(week.excluded)} excluded duties, {hours(week.cover)} cover."
    )
