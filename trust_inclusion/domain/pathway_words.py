"""The career pathway in words."""

from collections.abc import Iterable, Mapping
from typing import Any

from trust_inclusion.domain.pathway import Need
from trust_inclusion.domain.pathway_steps import Aspiration, Progress, Readiness
from trust_inclusion.domain.words import Tag, count, long_date, yes_no

ASPIRATIONS = {
    Aspiration.STEP_UP: "Step up",
    Aspiration.DEEPEN: "Stay in the role and go deeper",
    Aspiration.BEYOND: "Go beyond the pathway",
    Aspiration.NOT_SURE: "Not sure yet",
}
READINESS = {
    Readiness.NOW: Tag("Now", "green"),
    Readiness.ONE_TO_TWO_YEARS: Tag("One to two years", "blue"),
    Readiness.LATER: Tag("Later", "grey"),
}
PROGRESS = {
    Progress.MOVED_ON: Tag("Moved on", "green"),
    Progress.DEEPENING: Tag("Going deeper", "green"),
    Progress.IN_PLACE: Tag("In place", "blue"),
    Progress.NOT_RECORDED: Tag("Not recorded", "grey"),
}
SUCCESSION_THIN = Tag("Thin", "orange")

NEEDS = {
    Need.QTS: "Qualified teacher status",
    Need.INDUCTION: "Induction completed",
    Need.SENCO_POST: "A SENCO post",
    Need.AWARD_BEGUN: "NPQSENCO begun",
    Need.AWARD: "NPQSENCO or NASENCO",
    Need.QUALIFIED: "NPQSENCO or NASENCO, or exempt in law",
    Need.ON_LEADERSHIP_TEAM: "A place on the senior leadership team",
    Need.NPQSL: "NPQSL or NPQLBC",
    Need.NPQH: "NPQH",
    Need.NPQEL: "NPQEL",
    Need.MENTOR: "A mentor",
    Need.MENTORS_OTHERS: "Mentors another SENCO",
    Need.SUPPORTS_TWO: "Supports two schools or more",
    Need.EXECUTIVE: "An executive post",
}

DESTINATIONS = (
    "Inclusion manager",
    "Leadership in a special school or alternative provision",
    "SEND consultancy and training",
    "Local authority SEN or school liaison officer",
    "Retraining as a therapist or educational psychologist",
)
"""Beyond the pathway, as the sources name them (Prospects; ASCL, Annex Two, paragraph 4)."""

PROPOSAL = (
    "These stages are a proposal of this product, put together from several sources. "
    "The trust can change them."
)


def thin(many: int, of: int) -> str:
    """How thin succession is, in a sentence."""
    if not of:
        return "No academy is shown."
    if not many:
        return "At every academy shown somebody could step up as SENCO."
    return f"At {many:,} of {count(of, 'academy', 'academies')} nobody could step up as SENCO."


def answer(people: int, thin_ones: int, of: int, ready: Mapping[str, int]) -> str:
    """The pathway's answer above the lanes. `ready` counts those whose plans the reader may know,
    by readiness."""
    said = f"{count(people, 'person', 'people')} in posts. {thin(thin_ones, of)}"
    if now := ready.get(Readiness.NOW, 0):
        said += f" {count(now, 'person is', 'people are')} ready for the next step now."
    return said


def told(plan: Any) -> dict[str, str]:
    """What a person told, in words, by the names of the form's boxes."""
    return {
        "aspiration": ASPIRATIONS[Aspiration(plan.aspiration)] if plan.aspiration else "",
        "words": plan.words,
        "would_move": _stated(plan.would_move),
        "head_sees": yes_no(plan.head_sees),
        "mentor_sees": yes_no(plan.mentor_sees),
    }


def agreed(plan: Any) -> dict[str, str]:
    """What was agreed, in words, by the names of the form's boxes."""
    return {
        "next_step": plan.next_step,
        "next_step_on": long_date(plan.next_step_on) if plan.next_step_on else "",
        "readiness": READINESS[Readiness(plan.readiness)].word if plan.readiness else "",
    }


def beyond(plan: Any) -> dict[str, str]:
    """What a person does beyond their own post, in words, by the names of the form's boxes."""
    schools = plan.schools_supported
    return {
        "mentors_others": _stated(plan.mentors_others),
        "schools_supported": "not stated" if schools is None else str(schools),
        "executive": _stated(plan.executive),
    }


def asked(plan: Any) -> str:
    """What a person told, in one sentence for whoever agrees it."""
    wish = ASPIRATIONS[Aspiration(plan.aspiration)] if plan.aspiration else "nothing yet"
    return f"They told: {wish}." + (f" “{plan.words}”" if plan.words else "")


def _stated(told: bool | None) -> str:
    return "not stated" if told is None else yes_no(told)


def asks(needs: Iterable[Need]) -> str:
    """What a stage asks of the record, in one line."""
    return "; ".join(NEEDS[need] for need in needs) or "Nothing"
