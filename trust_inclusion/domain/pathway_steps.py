"""What a stage of the pathway asks of the record, the next step, and when somebody is ready.

Everything here is a suggestion in words: the step and the readiness that count are those the
person has agreed with the director or the head. Nobody is kept off a stage by what is missing.
Source: the rulebook, section 4.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from trust_inclusion.domain.pathway import Need, Stage, Track, by_code, of_track, place_of


class Aspiration(StrEnum):
    STEP_UP = "step_up"
    DEEPEN = "deepen"
    BEYOND = "beyond"
    NOT_SURE = "not_sure"


class Readiness(StrEnum):
    """Soonest first."""

    NOW = "now"
    ONE_TO_TWO_YEARS = "one_to_two_years"
    LATER = "later"


class Progress(StrEnum):
    """Where a person has come on a track; there is no word for being stuck."""

    MOVED_ON = "moved_on"
    DEEPENING = "deepening"
    IN_PLACE = "in_place"
    NOT_RECORDED = "not_recorded"


class Step(StrEnum):
    """What a suggestion is about."""

    RECORD = "record"
    COMPLETE = "complete"
    PREPARE = "prepare"
    MOVE_ON = "move_on"
    DEEPEN = "deepen"
    BEYOND = "beyond"


@dataclass(frozen=True, slots=True)
class Record:
    """What the stages ask about. None is not recorded.

    `held` and `begun` are courses by name, passed and under way. `exempt`: the law asks for no
    award of this person. `schools_supported` counts academies beside their own post's.
    """

    qts: bool | None = None
    induction: bool | None = None
    senco_post: bool = False
    exempt: bool = False
    held: frozenset[str] = frozenset()
    begun: frozenset[str] = frozenset()
    on_leadership_team: bool | None = None
    has_mentor: bool | None = None
    mentors_others: bool | None = None
    schools_supported: int | None = None
    executive: bool | None = None


@dataclass(frozen=True, slots=True)
class Missing:
    """A need that the record does not show as met. `under_way`: the course has begun.

    `recorded`: the record says no, rather than nothing.
    """

    need: Need
    sentence: str
    recorded: bool = True
    under_way: bool = False


@dataclass(frozen=True, slots=True)
class Suggestion:
    """The next step on one track: a sentence, and what it works towards."""

    step: Step
    sentence: str
    towards: Stage | None = None
    missing: tuple[Missing, ...] = ()


_COURSES = {
    Need.AWARD: ("NPQSENCO", "NASENCO"),
    Need.QUALIFIED: ("NPQSENCO", "NASENCO"),
    Need.NPQSL: ("NPQSL", "NPQLBC"),
    Need.NPQH: ("NPQH",),
    Need.NPQEL: ("NPQEL",),
}
"""The courses that meet a need; the first is the one to begin today."""

_NOT_MET = {
    Need.QTS: "Qualified teacher status not held",
    Need.INDUCTION: "Induction not completed",
    Need.SENCO_POST: "Not in a SENCO post",
    Need.AWARD_BEGUN: "NPQSENCO not begun",
    Need.ON_LEADERSHIP_TEAM: "Not on the senior leadership team",
    Need.MENTOR: "No mentor",
    Need.MENTORS_OTHERS: "Does not mentor another SENCO",
    Need.SUPPORTS_TWO: "Does not support two schools or more",
    Need.EXECUTIVE: "Not in an executive post",
}
_NOT_RECORDED = {
    Need.QTS: "Qualified teacher status not recorded",
    Need.INDUCTION: "Induction not recorded",
    Need.ON_LEADERSHIP_TEAM: "Place on the senior leadership team not recorded",
    Need.MENTOR: "No mentor recorded",
    Need.MENTORS_OTHERS: "Mentoring of another SENCO not recorded",
    Need.SUPPORTS_TWO: "Support of two schools or more not recorded",
    Need.EXECUTIVE: "Executive post not recorded",
}
_BESIDE = {Need.NPQSL: " (NPQLBC counts too)", Need.AWARD: "", Need.QUALIFIED: ""}


def missing(stage: Stage, record: Record) -> tuple[Missing, ...]:
    """What a stage asks that the record does not show, in the stage's order: "NPQSL not yet
    held". Empty when the record shows it all."""
    found = (_missing(need, record) for need in stage.needs)
    return tuple(one for one in found if one is not None)


def next_stage(stages: Iterable[Stage], track: Track, code: int | None) -> Stage | None:
    """The stage after that of `code`, the first for somebody on none; None at the end."""
    here = of_track(stages, track)
    stage = by_code(here, track, code)
    place = here.index(stage) + 1 if stage else 0
    return here[place] if place < len(here) else None


def suggest(
    stages: Iterable[Stage],
    track: Track,
    code: int | None,
    record: Record,
    aspiration: Aspiration = Aspiration.NOT_SURE,
) -> Suggestion:
    """The next step on a track: first what the present stage still asks, then the next stage.

    Who wants to stay and deepen, on a stage where that counts as progress, is not sent upwards.
    """
    here = tuple(stages)
    stage = by_code(here, track, code)
    if stage is None:
        return Suggestion(Step.RECORD, "Record where this person stands on this track.")
    lacking = missing(stage, record)
    if lacking:
        sentence = f"Complete “{stage.name}”: {_listed(lacking)}."
        return Suggestion(Step.COMPLETE, sentence, stage, lacking)
    if aspiration is Aspiration.DEEPEN and stage.deepens:
        return Suggestion(Step.DEEPEN, _deeper(record), stage)
    following = next_stage(here, track, code)
    if following is None or aspiration is Aspiration.BEYOND:
        return Suggestion(Step.BEYOND, "Talk about where this leads beyond the pathway.")
    lacking = missing(following, record)
    if lacking:
        sentence = f"Prepare for “{following.name}”: {_listed(lacking)}."
        return Suggestion(Step.PREPARE, sentence, following, lacking)
    sentence = f"The record shows all that “{following.name}” asks: talk about when."
    return Suggestion(Step.MOVE_ON, sentence, following)


def readiness(lacking: Iterable[Missing]) -> Readiness:
    """When somebody could be on a stage, by what it asks and the record lacks.

    Nothing: now. At most one course still to begin: one to two years, since an NPQ lasts 18 to 22
    months (DfE). More, or no teacher status: later. What was agreed with the person comes first.
    """
    found = tuple(lacking)
    if not found:
        return Readiness.NOW
    award = _COURSES[Need.AWARD]
    of_courses = {*_COURSES, Need.AWARD_BEGUN}
    courses = {_COURSES.get(one.need, award)[0] for one in found if one.need in of_courses}
    under_way = {_COURSES.get(one.need, award)[0] for one in found if one.under_way}
    no_teacher = any(one.need is Need.QTS and one.recorded for one in found)
    if no_teacher or len(courses - under_way) > 1:
        return Readiness.LATER
    return Readiness.ONE_TO_TWO_YEARS


def progress(
    stages: Iterable[Stage],
    track: Track,
    before: int | None,
    now: int | None,
    aspiration: Aspiration,
) -> Progress:
    """How a person has come on between two looks at a track.

    "Stay in the role, go deeper" is progress (rulebook, section 4). A step back is being in place
    too: a smaller post may be what the person wanted.
    """
    here = tuple(stages)
    stage, place = by_code(here, track, now), place_of(here, track, now)
    if stage is None or place is None:
        return Progress.NOT_RECORDED
    if place > (place_of(here, track, before) or place):
        return Progress.MOVED_ON
    if aspiration is Aspiration.DEEPEN and stage.deepens:
        return Progress.DEEPENING
    return Progress.IN_PLACE


def _missing(need: Need, record: Record) -> Missing | None:
    held = frozenset(_name(one) for one in record.held)
    begun = frozenset(_name(one) for one in record.begun)
    if need in _COURSES:
        courses = _COURSES[need]
        if held & {*courses} or (need is Need.QUALIFIED and record.exempt):
            return None
        under_way = next((one for one in courses if one in begun), None)
        if under_way:
            return Missing(need, f"{under_way} begun, not yet held", under_way=True)
        return Missing(need, f"{courses[0]} not yet held{_BESIDE.get(need, '')}")
    told = _told(need, record, held, begun)
    if told:
        return None
    if told is None:
        return Missing(need, _NOT_RECORDED[need], recorded=False)
    return Missing(need, _NOT_MET[need])


def _told(need: Need, record: Record, held: frozenset[str], begun: frozenset[str]) -> bool | None:
    supported = record.schools_supported
    return {
        Need.QTS: record.qts,
        Need.INDUCTION: record.induction,
        Need.SENCO_POST: record.senco_post,
        Need.AWARD_BEGUN: bool((held | begun) & {*_COURSES[Need.AWARD]}),
        Need.ON_LEADERSHIP_TEAM: record.on_leadership_team,
        Need.MENTOR: record.has_mentor,
        Need.MENTORS_OTHERS: record.mentors_others,
        Need.SUPPORTS_TWO: None if supported is None else supported >= 2,
        Need.EXECUTIVE: record.executive,
    }[need]


def _name(course: str) -> str:
    return "".join(course.split()).upper()


def _listed(lacking: Iterable[Missing]) -> str:
    """ "NPQSL not yet held; not on the senior leadership team"."""
    return "; ".join(_lower(one.sentence) for one in lacking)


def _lower(sentence: str) -> str:
    """A clause within a sentence; the name of a course keeps its capitals."""
    return sentence if sentence[1].isupper() else sentence[0].lower() + sentence[1:]


def _deeper(record: Record) -> str:
    ways: list[str] = []
    if not record.mentors_others:
        ways.append("mentor another SENCO")
    ways.append("an advanced SENCO award or a specialist course")
    if not record.schools_supported:
        ways.append("support a second school")
    return f"Go deeper in the role: {', '.join(ways)}."
