"""The stages of the three tracks as the trust sets them: read by many, saved track by track."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import func, literal, select, union_all

from trust_inclusion.db import db
from trust_inclusion.domain import access, pathway
from trust_inclusion.domain.access import TRUST, Action, Actor
from trust_inclusion.domain.pathway import Stage, Stages, Track, of_track
from trust_inclusion.models.pathway import PathwayPlace
from trust_inclusion.models.people import Person
from trust_inclusion.models.settings import TrustSettings
from trust_inclusion.services import audit, settings, standing
from trust_inclusion.services.places import Changed, NotThere

NEW = 0
"""The code of a stage that has none yet."""
COLUMNS = {
    Track.SCHOOL: Person.__table__.c.school_stage,
    Track.TRUST: Person.__table__.c.trust_stage,
    Track.QUALIFICATION: Person.__table__.c.qualification_stage,
}
"""Where a person's present stage of each track is kept, for lists and files."""

InUse = Mapping[tuple[Track, int], int]


@dataclass(frozen=True, slots=True)
class Setting:
    """The stages in force, and how many people are on each."""

    stages: Stages
    in_use: InUse

    def of(self, track: Track) -> Stages:
        """One track's stages in their order."""
        return of_track(self.stages, track)

    def people_on(self, stage: Stage) -> int:
        """How many people are on a stage."""
        return self.in_use.get((stage.track, stage.code), 0)

    def is_proposed(self, track: Track) -> bool:
        """Whether the track is as this product proposes it."""
        return self.of(track) == of_track(pathway.DEFAULT, track)

    def mark(self, track: Track) -> str:
        """Letters that differ once somebody saved the track otherwise."""
        stored = json.dumps([stage.to_json() for stage in self.of(track)], sort_keys=True)
        return hashlib.sha256(stored.encode()).hexdigest()[:20]


class NotPossible(Exception):
    """Why a track cannot be kept like this.

    `problems` are (place among the wanted stages, or None for all of them; sentence); `removed`
    are stages with people on them that the wanted ones lack.
    """

    def __init__(
        self, problems: Sequence[tuple[int | None, str]], removed: Sequence[tuple[Stage, str]]
    ) -> None:
        super().__init__("These stages cannot be kept.")
        self.problems, self.removed = problems, removed


def current(actor: Actor) -> Setting:
    """The stages in force. Raises Refused."""
    access.require(actor, Action.SEE_PATHWAY_SETTINGS, TRUST)
    return _setting()


def save(actor: Actor, track: Track, wanted: Stages, *, seen: str, now: datetime) -> bool:
    """Put other stages of a track in force; a stage whose code is neither there nor proposed is
    a new one.

    `seen` is the track's mark as it was shown. False where nothing differs. Raises Refused,
    NotPossible, Changed when somebody saved the track meanwhile, NotThere before the trust has
    a name.
    """
    access.require(actor, Action.EDIT_PATHWAY_SETTINGS, TRUST)
    row = db.session.get(TrustSettings, 1)
    if row is None:
        raise NotThere("The trust has no name yet: import its academies first.")
    setting = _setting()
    before = setting.of(track)
    after = _coded(setting, track, wanted)
    if after == before:
        return False
    if setting.mark(track) != seen:
        raise Changed("Somebody saved other stages of this track while you were typing.")
    whole = tuple(stage for one in Track for stage in (after if one is track else setting.of(one)))
    _possible(setting, whole, after)
    settings.set_pathway_stages(whole)
    audit.record(
        actor, "pathway_stages_set", "settings", row.id, now=now,
        before=_loggable(before), after={**_loggable(after), "renamed": _renamed(before, after)},
    )  # fmt: skip
    if [stage.code for stage in before] != [stage.code for stage in after]:
        # Of several SENCOs the furthest counts, and what is furthest has moved.
        standing.rebuild_all()
    else:
        settings.raise_revision()
    return True


def _setting() -> Setting:
    return Setting(settings.pathway_stages(), _in_use())


def _in_use() -> dict[tuple[Track, int], int]:
    parts = [
        select(literal(track.value).label("track"), column.label("code"), func.count())
        .where(column.is_not(None))
        .group_by(column)
        for track, column in COLUMNS.items()
    ]
    return {(Track(row[0]), row[1]): row[2] for row in db.session.execute(union_all(*parts))}


def _coded(setting: Setting, track: Track, wanted: Stages) -> Stages:
    """The wanted stages, the new ones with codes that nobody ever stood on.

    The proposed stages keep theirs, so that one can go back to them.
    """
    proposed = [stage.code for stage in of_track(pathway.DEFAULT, track)]
    known = {*(stage.code for stage in setting.of(track)), *proposed}
    used = [*proposed, *(code for one, code in setting.in_use if one is track)]
    stood = select(func.max(PathwayPlace.code)).where(PathwayPlace.track == track.value)
    used.append(db.session.scalar(stood) or 0)
    code = pathway.next_code(setting.stages, track, used)
    found: list[Stage] = []
    for stage in wanted:
        if stage.code in known:
            known.discard(stage.code)
            found.append(stage)
        else:
            found.append(replace(stage, code=code))
            code += 1
    return tuple(found)


def _possible(setting: Setting, whole: Stages, after: Stages) -> None:
    codes = [stage.code for stage in after]
    gone = {(s.track, s.code): s for s in setting.stages if s not in whole}
    problems: list[tuple[int | None, str]] = []
    removed: list[tuple[Stage, str]] = []
    for (track, code), sentence in pathway.problems(setting.stages, whole, setting.in_use):
        if code in codes:
            problems.append((codes.index(code), sentence))
        elif (track, code) in gone:
            removed.append((gone[track, code], sentence))
        else:
            problems.append((None, sentence))
    if problems or removed:
        raise NotPossible(problems, removed)


def _loggable(stages: Stages) -> dict[str, object]:
    """Codes only: what a stage is called is the trust's own words."""
    return {
        "track": stages[0].track.value if stages else "",
        "order": [stage.code for stage in stages],
        "needs": {str(stage.code): [need.value for need in stage.needs] for stage in stages},
        "deepens": [stage.code for stage in stages if stage.deepens],
    }


def _renamed(before: Stages, after: Stages) -> list[int]:
    names = {stage.code: stage.name for stage in before}
    return [one.code for one in after if one.code in names and names[one.code] != one.name]
