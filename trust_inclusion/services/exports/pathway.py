"""People by stage as a file: the rows and order of the page, with the columns of the reader."""

from collections.abc import Iterator, Sequence
from datetime import date

from trust_inclusion.domain.access import Actor
from trust_inclusion.domain.pathway import Stages, Track, place_of
from trust_inclusion.services import settings
from trust_inclusion.services.exports.table import Cell, Table
from trust_inclusion.services.pathway import overview
from trust_inclusion.services.pathway.overview import Listed

STAGES = tuple(
    f"{track.value}_{name}" for track in Track for name in ("stage", "stage_name", "since")
)
COLUMNS = ("person", "posts", "urns", *STAGES)
OF_PLANS = ("aspiration", "readiness", "next_step", "next_step_on")
"""Columns for readers who may know of a plan; a cell is blank where they may not."""
BATCH = 500


def people_by_stage(actor: Actor, ids: Sequence[int], day: date) -> Table:
    """These people of the overview, in their order. A stage is its place in the track and its
    name."""
    plans = overview.sees_aspirations(actor)
    return Table(COLUMNS + (OF_PLANS if plans else ()), _rows(actor, ids, day, plans=plans))


def _rows(
    actor: Actor, ids: Sequence[int], day: date, *, plans: bool
) -> Iterator[tuple[Cell, ...]]:
    stages = settings.pathway_stages()
    for start in range(0, len(ids), BATCH):
        for one in overview.page(actor, ids[start : start + BATCH], stages, day):
            yield (*_cells(one, stages), *(_of_plan(one) if plans else ()))


def _cells(one: Listed, stages: Stages) -> tuple[Cell, ...]:
    posts = "; ".join(
        f"{title}, {academy}" if academy else title for title, academy, _ in one.posts
    )
    urns = "; ".join(dict.fromkeys(str(urn) for _, _, urn in one.posts if urn is not None))
    found: list[Cell] = [one.name, posts, urns or None]
    for track in Track:
        stage = one.stages[track]
        found += [
            place_of(stages, track, stage.code) if stage else None,
            stage.name if stage else None,
            one.since[track],
        ]
    return tuple(found)


def _of_plan(one: Listed) -> tuple[Cell, ...]:
    return (
        one.aspiration.value if one.aspiration else None,
        one.readiness.value if one.readiness else None,
        one.next_step or None,
        one.next_step_on,
    )
