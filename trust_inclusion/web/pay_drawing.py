"""The ladder of pay as a drawing: a lane for each phase, a column for each point somebody is at.

Places only; templates/components/ladder.html draws them. The height of a column is the number of
posts, written above it, so the drawing reads in grey and says what its table says.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from trust_inclusion.services.pay.ladder import Rung
from trust_inclusion.web.pay_asked import PHASES

LEFT, STEP, LANE, TALLEST = 130, 40, 74, 40
"""In the drawing's own units: the lanes' names, from point to point, a lane's height and its
tallest column."""
GAP = 16
"""Between two scales."""


@dataclass(frozen=True, slots=True)
class Bar:
    """A column: its left edge, its top, its height, and the number above it."""

    x: int
    y: int
    height: int
    number: int


@dataclass(frozen=True, slots=True)
class Lane:
    """One phase: its base line and its columns."""

    label: str
    base: int
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Drawing:
    """All lanes with the points under them and the scales below these, as (left, words)."""

    lanes: tuple[Lane, ...]
    points: tuple[tuple[int, str], ...]
    scales: tuple[tuple[int, str], ...]
    width: int
    height: int


def phases_of(rungs: Sequence[Rung]) -> list[str]:
    """The phases of which some post is on the ladder, in their usual order."""
    held = {phase for rung in rungs for phase in rung.by_phase}
    return [phase for phase in PHASES if phase in held]


def ladder(rungs: Sequence[Rung]) -> Drawing | None:
    """Where everything stands; None when nobody's point is recorded."""
    if not rungs:
        return None
    places, scales, x = _places(rungs)
    most = max(max(rung.by_phase.values()) for rung in rungs)
    phases = phases_of(rungs)
    lanes = tuple(
        _lane(phase, (number + 1) * LANE, rungs, places, most)
        for number, phase in enumerate(phases)
    )
    points = tuple((place, rung.point) for place, rung in zip(places, rungs, strict=True))
    return Drawing(lanes, points, scales, x, len(phases) * LANE + 56)


def _places(rungs: Sequence[Rung]) -> tuple[list[int], tuple[tuple[int, str], ...], int]:
    """The left edge of each point and of each scale, and the right end."""
    places: list[int] = []
    scales: list[tuple[int, str]] = []
    x = LEFT
    for rung in rungs:
        if not scales or scales[-1][1] != rung.scale:
            # A scale's name needs its room, however few points it has.
            if scales:
                x = max(x + GAP, scales[-1][0] + 9 * len(scales[-1][1]) + GAP)
            scales.append((x, rung.scale))
        places.append(x)
        x += STEP
    return places, tuple(scales), max(x, scales[-1][0] + 9 * len(scales[-1][1]))


def _lane(phase: str, base: int, rungs: Sequence[Rung], places: Sequence[int], most: int) -> Lane:
    bars = [
        Bar(place, base - height, height, number)
        for place, rung in zip(places, rungs, strict=True)
        if (number := rung.by_phase.get(phase, 0))
        for height in [max(TALLEST * number // most, 3)]
    ]
    return Lane(PHASES[phase], base, tuple(bars))
