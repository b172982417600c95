"""The trust's dated policy on the time formula: weights, rounding, mapping, bands, benchmark.

The defaults are those of the NUT SENCO Charter, Annex A (about 2006), with complete forties
counted and today's SEN support split as closely to the 2001 Code as the figures allow.
"""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Mapping as MappingOf
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import pairwise
from typing import Any

Problem = tuple[str, str]
"""(name of the field, what is wrong with it in plain words)."""


class Rounding(StrEnum):
    """How points become hours. Ties always go up; `floor` counts complete hours only."""

    FLOOR = "floor"
    NEAREST = "nearest"
    UP = "up"
    QUARTER_HOURS = "quarter_hours"


class Mapping(StrEnum):
    """Which pupils of today count as School Action and which as School Action Plus.

    `a`: all SEN support at the lower weight. `b`: all at the higher weight. `c`: those with
    outside specialists at the higher weight, the others at the lower; closest to the 2001 Code.
    """

    A = "a"
    B = "b"
    C = "c"


class Benchmark(StrEnum):
    """What the trust compares an allocation with when it colours the gap."""

    FORMULA = "formula"
    ONE_DAY = "one_day"


@dataclass(frozen=True, slots=True)
class MobilityBand:
    """`minutes` a week are added where turnover is more than `over_tenths` (200 is 20.0%)."""

    over_tenths: int
    minutes: int


ANNEX_A_BANDS = (MobilityBand(200, 60), MobilityBand(300, 120), MobilityBand(400, 180))

# Ranges that a trust may set. Wide on purpose: they stop slips of the key, not opinions.
_LIMITS = (
    ("pounds_per_point", "Pounds for one point", 1, 1_000_000),
    ("sen_support_weight", "The weight of SEN support", 0, 100),
    ("specialist_weight", "The weight of SEN support with outside specialists", 0, 100),
    ("ehcp_weight", "The weight of an EHC plan", 0, 100),
    ("points_per_hour", "Points for one hour", 1, 10_000),
)
_MOST_DEFLATOR_TENTHS = 10_000
_WEEK_MINUTES = 7 * 24 * 60


@dataclass(frozen=True, slots=True)
class Policy:
    """The trust's reading of the formula from `valid_from` on; the defaults are Annex A's own.

    `deflator_tenths`: prices have risen by this many tenths of a percent since the formula was
    set, so the budget is divided by (1 + that); None leaves the budget alone.
    """

    name: str
    valid_from: date
    pounds_per_point: int = 1000
    sen_support_weight: int = 1
    specialist_weight: int = 5
    ehcp_weight: int = 5
    points_per_hour: int = 40
    rounding: Rounding = Rounding.FLOOR
    mapping: Mapping = Mapping.C
    mobility_bands: tuple[MobilityBand, ...] = ANNEX_A_BANDS
    deflator_tenths: int | None = None
    deflator_reason: str = ""
    benchmark: Benchmark = Benchmark.FORMULA

    def validate(self) -> tuple[Problem, ...]:
        """What is wrong with this policy, as (field, message); empty when it can be used."""
        problems: list[Problem] = []
        if not self.name.strip():
            problems.append(("name", "Give the policy a name."))
        for field, words, least, most in _LIMITS:
            if not least <= getattr(self, field) <= most:
                problems.append((field, f"{words} must be between {least:,} and {most:,}."))
        if self.specialist_weight < self.sen_support_weight:
            message = "A pupil with outside specialists cannot weigh less than one without."
            problems.append(("specialist_weight", message))
        return (*problems, *self._band_problems(), *self._deflator_problems())

    def _band_problems(self) -> tuple[Problem, ...]:
        """Bands must rise: more turnover never means fewer hours."""
        bands = self.mobility_bands
        if any(band.over_tenths < 0 or not 0 <= band.minutes <= _WEEK_MINUTES for band in bands):
            message = "Turnover and the hours added for it cannot be negative or above a week."
            return (("mobility_bands", message),)
        for lower, higher in pairwise(bands):
            if higher.over_tenths <= lower.over_tenths or higher.minutes < lower.minutes:
                message = "Put the turnover bands in rising order, with hours that do not fall."
                return (("mobility_bands", message),)
        return ()

    def _deflator_problems(self) -> tuple[Problem, ...]:
        if self.deflator_tenths is None:
            return ()
        if not 0 < self.deflator_tenths <= _MOST_DEFLATOR_TENTHS:
            message = "The rise in prices must be above 0% and at most 1,000%, or left empty."
            return (("deflator_tenths", message),)
        if not self.deflator_reason.strip():
            message = "Say why the budget is reduced for prices, and where the figure is from."
            return (("deflator_reason", message),)
        return ()

    def to_json(self) -> dict[str, Any]:
        """Plain values for storing; `from_json` gives an equal policy back."""
        return {
            "name": self.name,
            "valid_from": self.valid_from.isoformat(),
            "pounds_per_point": self.pounds_per_point,
            "sen_support_weight": self.sen_support_weight,
            "specialist_weight": self.specialist_weight,
            "ehcp_weight": self.ehcp_weight,
            "points_per_hour": self.points_per_hour,
            "rounding": self.rounding.value,
            "mapping": self.mapping.value,
            "mobility_bands": [
                {"over_tenths": band.over_tenths, "minutes": band.minutes}
                for band in self.mobility_bands
            ],
            "deflator_tenths": self.deflator_tenths,
            "deflator_reason": self.deflator_reason,
            "benchmark": self.benchmark.value,
        }

    @classmethod
    def from_json(cls, stored: MappingOf[str, Any]) -> Policy:
        """The policy that `to_json` wrote. A setting that is not there takes its default.

        Raises ValueError for a setting that is unknown, of the wrong kind or out of range.
        """
        try:
            policy = cls(**{name: _read_setting(name, value) for name, value in stored.items()})
        except (TypeError, KeyError) as error:
            raise ValueError(f"This stored formula policy cannot be read: {error}") from error
        if problems := policy.validate():
            raise ValueError(in_one_sentence("This stored formula policy cannot be used", problems))
        return policy


def _whole(value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise TypeError(f"{value!r} is not a whole number")
    return value


def _words(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{value!r} is not text")
    return value


def _whole_or_none(value: Any) -> int | None:
    return None if value is None else _whole(value)


def _bands(value: Any) -> tuple[MobilityBand, ...]:
    return tuple(
        MobilityBand(_whole(band["over_tenths"]), _whole(band["minutes"])) for band in value
    )


_READERS: dict[str, Callable[[Any], Any]] = {
    "name": _words,
    "valid_from": date.fromisoformat,
    "rounding": Rounding,
    "mapping": Mapping,
    "mobility_bands": _bands,
    "deflator_tenths": _whole_or_none,
    "deflator_reason": _words,
    "benchmark": Benchmark,
}


def _read_setting(name: str, value: Any) -> Any:
    """One stored setting as the policy holds it; TypeError, KeyError or ValueError if it cannot."""
    return _READERS.get(name, _whole)(value)


def in_one_sentence(subject: str, problems: tuple[Problem, ...]) -> str:
    """The problems as the text of one error."""
    return f"{subject}: " + " ".join(message for _, message in problems)
