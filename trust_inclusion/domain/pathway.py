"""The three tracks of the career pathway, and their stages as the trust sets them.

The stages given here are a proposal of this product (the association's own diagrams are not
published as text), so a trust may rename, move, add and remove them. Three separate fields, not
one ladder: a person may be far on one track and new on another. Source: rulebook, section 4.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Track(StrEnum):
    SCHOOL = "school"
    TRUST = "trust"
    QUALIFICATION = "qualification"


TRACK_WORDS = {
    Track.SCHOOL: "In a school",
    Track.TRUST: "In a trust",
    Track.QUALIFICATION: "With qualifications",
}
LONGEST_NAME = 80
MOST_STAGES = 20


class Need(StrEnum):
    """What a stage may ask of the record."""

    QTS = "qts"
    INDUCTION = "induction"
    SENCO_POST = "senco_post"
    AWARD_BEGUN = "award_begun"
    AWARD = "award"
    QUALIFIED = "qualified"
    """The award, or an exemption from it in law."""
    ON_LEADERSHIP_TEAM = "on_leadership_team"
    NPQSL = "npqsl"
    """NPQSL, or NPQLBC in its place."""
    NPQH = "npqh"
    NPQEL = "npqel"
    MENTOR = "mentor"
    MENTORS_OTHERS = "mentors_others"
    SUPPORTS_TWO = "supports_two"
    EXECUTIVE = "executive"


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage. `code` stays with it for ever; its place in the track may change.

    `deepens`: who stays here and goes deeper in the role is making progress.
    """

    track: Track
    code: int
    name: str
    needs: tuple[Need, ...] = ()
    deepens: bool = False

    def to_json(self) -> dict[str, Any]:
        """Plain values for storing; `from_json` gives an equal stage back."""
        return {
            "track": self.track.value,
            "code": self.code,
            "name": self.name,
            "needs": [need.value for need in self.needs],
            "deepens": self.deepens,
        }

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Stage:
        """The stage that `to_json` wrote; a need that is no longer known is left out."""
        known = {need.value for need in Need}
        return cls(
            Track(stored["track"]),
            int(stored["code"]),
            str(stored["name"]),
            tuple(Need(need) for need in stored.get("needs", ()) if need in known),
            bool(stored.get("deepens", False)),
        )


Stages = tuple[Stage, ...]
"""The stages of all tracks; those of one track stand in their order."""

_ABLE = (Need.QTS, Need.INDUCTION)
_STUDIED = (Need.AWARD, Need.NPQSL)

DEFAULT: Stages = (
    Stage(Track.SCHOOL, 1, "Class teacher with SEND interest", (Need.QTS,)),
    Stage(Track.SCHOOL, 2, "Aspiring, assistant or deputy SENCO", _ABLE),
    Stage(Track.SCHOOL, 3, "SENCO in the three-year window", (*_ABLE, Need.SENCO_POST)),
    Stage(Track.SCHOOL, 4, "SENCO, qualified", (Need.SENCO_POST, Need.QUALIFIED), deepens=True),
    Stage(
        Track.SCHOOL,
        5,
        "SENCO on the senior leadership team",
        (Need.QUALIFIED, Need.ON_LEADERSHIP_TEAM, Need.NPQSL),
        deepens=True,
    ),
    Stage(Track.SCHOOL, 6, "Deputy head or head of inclusion", (Need.QUALIFIED, Need.NPQH)),
    Stage(Track.SCHOOL, 7, "Head teacher", (Need.QTS, Need.NPQH)),
    Stage(Track.TRUST, 1, "Class teacher with SEND interest", (Need.QTS,)),
    Stage(Track.TRUST, 2, "Trust aspiring-SENCO group", _ABLE),
    Stage(Track.TRUST, 3, "School SENCO with trust mentor", (Need.SENCO_POST, Need.MENTOR)),
    Stage(
        Track.TRUST,
        4,
        "School SENCO who mentors others",
        (Need.SENCO_POST, Need.QUALIFIED, Need.MENTORS_OTHERS),
        deepens=True,
    ),
    Stage(Track.TRUST, 5, "Lead or hub SENCO", (Need.QUALIFIED, Need.SUPPORTS_TWO), deepens=True),
    Stage(Track.TRUST, 6, "Regional or phase SENCO lead", (Need.QUALIFIED, Need.SUPPORTS_TWO)),
    Stage(Track.TRUST, 7, "Director of Inclusion or SEND", (Need.QUALIFIED, Need.NPQEL)),
    Stage(Track.TRUST, 8, "Deputy CEO or CEO", (Need.NPQEL, Need.EXECUTIVE)),
    Stage(Track.QUALIFICATION, 1, "QTS, induction passed", _ABLE),
    Stage(Track.QUALIFICATION, 2, "May start NPQSENCO", _ABLE),
    Stage(Track.QUALIFICATION, 3, "NPQSENCO in progress", (*_ABLE, Need.AWARD_BEGUN)),
    Stage(Track.QUALIFICATION, 4, "NPQSENCO or NASENCO", (Need.AWARD,), deepens=True),
    Stage(Track.QUALIFICATION, 5, "NPQSL or NPQLBC", _STUDIED, deepens=True),
    Stage(Track.QUALIFICATION, 6, "NPQH", (*_STUDIED, Need.NPQH)),
    # A person on the way to CEO may hold the SENCO award alone: nothing between is asked for.
    Stage(Track.QUALIFICATION, 7, "NPQEL", (Need.AWARD, Need.NPQEL)),
    Stage(Track.QUALIFICATION, 8, "NPQEL, in an executive post", (Need.NPQEL, Need.EXECUTIVE)),
)

STAGES: dict[Track, dict[int, str]] = {
    track: {stage.code: stage.name for stage in DEFAULT if stage.track is track} for track in Track
}
"""The names of the default stages by their codes."""


def of_track(stages: Iterable[Stage], track: Track) -> Stages:
    """The stages of one track in their order."""
    return tuple(stage for stage in stages if stage.track is track)


def by_code(stages: Iterable[Stage], track: Track, code: int | None) -> Stage | None:
    """The stage of a code; None where the track has none of it."""
    return next((one for one in of_track(stages, track) if one.code == code), None)


def place_of(stages: Iterable[Stage], track: Track, code: int | None) -> int | None:
    """Where a stage stands in its track, from 1; None where the track has none of that code."""
    codes = [stage.code for stage in of_track(stages, track)]
    return codes.index(code) + 1 if code in codes else None


def furthest(stages: Iterable[Stage], track: Track, codes: Iterable[int | None]) -> int | None:
    """Of several stages the one that stands furthest; None of none."""
    here = tuple(stages)
    known = [(place, code) for code in codes if (place := place_of(here, track, code))]
    return max(known, key=lambda one: one[0])[1] if known else None


def stage_of(track: Track, text: str, stages: Iterable[Stage] = DEFAULT) -> int:
    """The code of a stage given as its place in the track or its name. ValueError in plain words.

    By default a stage's code is its place.
    """
    here = of_track(stages, track)
    cleaned = text.strip()
    for place, stage in enumerate(here, 1):
        if cleaned == str(place) or cleaned.casefold() == stage.name.casefold():
            return stage.code
    shown = cleaned if len(cleaned) <= 30 else cleaned[:29] + "…"
    raise ValueError(f"“{shown}” is not a stage: give a number from 1 to {len(here)} or its name.")


def next_code(stages: Iterable[Stage], track: Track, ever_used: Iterable[int] = ()) -> int:
    """A code for a new stage: one that no stage has, nor any that a person ever stood on."""
    return max([*(one.code for one in of_track(stages, track)), *ever_used], default=0) + 1


def problems(
    before: Iterable[Stage],
    after: Iterable[Stage],
    in_use: Mapping[tuple[Track, int], int],
) -> list[tuple[tuple[Track, int], str]]:
    """Why a trust's new stages cannot be kept, as ((track, code), sentence); empty when they can.

    `in_use` counts the people on each stage: one with people on it may be renamed and moved, but
    not removed, since nobody would know any more where they stand.
    """
    wanted = tuple(after)
    kept = {(stage.track, stage.code) for stage in wanted}
    found = [
        ((stage.track, stage.code), _removal(stage, in_use[stage.track, stage.code]))
        for stage in before
        if (stage.track, stage.code) not in kept and in_use.get((stage.track, stage.code), 0)
    ]
    for track in Track:
        here = of_track(wanted, track)
        if not here:
            found.append(((track, 0), f"{TRACK_WORDS[track]}: keep at least one stage."))
        if len(here) > MOST_STAGES:
            sentence = f"{TRACK_WORDS[track]}: keep to {MOST_STAGES} stages."
            found.append(((track, 0), sentence))
        names: set[str] = set()
        codes: set[int] = set()
        for stage in here:
            sentence = _wrong(stage, names, codes)
            if sentence:
                found.append(((track, stage.code), sentence))
            names.add(stage.name.strip().casefold())
            codes.add(stage.code)
    return found


def _wrong(stage: Stage, names: Collection[str], codes: Collection[int]) -> str:
    name = stage.name.strip()
    if not name:
        return "Enter the name of the stage."
    if len(name) > LONGEST_NAME:
        return f"Keep the name to {LONGEST_NAME} characters."
    if name.isdigit():
        return "A number alone is not a name: files give a stage by its number or its name."
    if name.casefold() in names:
        return f"“{name}” stands twice on this track."
    if stage.code < 1 or stage.code in codes:
        return f"“{name}” needs a code of its own."
    return ""


def _removal(stage: Stage, people: int) -> str:
    who = "1 person is" if people == 1 else f"{people} people are"
    them = "them" if people != 1 else "that person"
    return f"“{stage.name}” cannot be removed: {who} on it. Move {them} to another stage first."
