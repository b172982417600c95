"""What a row changes, cell by cell, in the columns and words of the file."""

from typing import Any

from trust_inclusion.domain import words
from trust_inclusion.domain.hours import hours_text
from trust_inclusion.domain.pathway import Stages, Track, by_code, place_of
from trust_inclusion.services.imports.posts import people
from trust_inclusion.services.imports.preview import CellChange, shown

COLUMNS = {
    "kind": "post_kind",
    "title": "post_title",
    "name": "person_name",
    "spells": "earlier_relevant_service",
    "minutes": "hours_per_week",
    "started_on": "role_started_on",
    "ended_on": "role_ended_on",
    "starts_on": "absent_from",
    "ends_on": "absent_to",
    "area": "pay_area",
    "scale": "pay_scale",
    "point": "pay_point",
    "tlr_pence": "tlr_gbp",
    "sen_allowance_pence": "sen_allowance_gbp",
}
"""Our columns where the template calls them otherwise."""
COURSE_COLUMNS = {
    "provider": "course_provider",
    "started_on": "course_started_on",
    "expected_on": "course_expected_on",
    "checked_on": "evidence_checked_on",
}


def changed(name: str, before: Any, after: Any, stages: Stages) -> CellChange:
    """A cell that changes, by our name of its column."""
    told = COLUMNS.get(name, name)
    return CellChange(told, in_words(name, before, stages), in_words(name, after, stages))


def in_words(name: str, value: Any, stages: Stages) -> str:
    """A value as the preview shows it; None is blank."""
    match name, value:
        case _, None:
            return ""
        case "minutes", int():
            return hours_text(value)
        case "tlr_pence" | "sen_allowance_pence", int():
            return words.pounds(value)
        case "spells", _:
            return people.in_words(value)
        case "school_stage" | "trust_stage" | "qualification_stage", int():
            return _stage(Track(name.removesuffix("_stage")), value, stages)
        case _:
            return shown(value)


def _stage(track: Track, code: int, stages: Stages) -> str:
    """A stage by its place in the track, as files give it, and its name."""
    stage = by_code(stages, track, code)
    return f"{place_of(stages, track, code)} {stage.name}" if stage else ""
