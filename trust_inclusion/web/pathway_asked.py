"""What the address of a page of the pathway asks for, and back to links."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from trust_inclusion.domain import pathway_words, words
from trust_inclusion.domain.access import Actor
from trust_inclusion.domain.pathway import TRACK_WORDS, Track
from trust_inclusion.services.pathway import overview
from trust_inclusion.services.pathway.narrowing import Filters
from trust_inclusion.services.pathway.succession import THIN
from trust_inclusion.web import asking

PATH = "/pathway/"
ALL = ("", "All")
TO_AGREE = "to_agree"
TRACKS = (ALL, *((track.value, said) for track, said in TRACK_WORDS.items()))
PHASES = (ALL, *words.PHASES.items())
ASPIRATIONS = (ALL, *((one.value, said) for one, said in pathway_words.ASPIRATIONS.items()))
PLANS = (ALL, (TO_AGREE, "To agree"))
STEPPING_UP = (ALL, (THIN, "Thin"))


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address of one of the pages asks for."""

    path: str
    filters: Filters
    stage: tuple[Track, int] | None = None
    """A stage by its code; NONE for those on no stage of the track."""
    thin: bool = False
    number: int = 1

    @property
    def in_use(self) -> int:
        """How many filters are on, the search not counted."""
        return self.filters.count + (self.stage is not None) + self.thin

    @property
    def stage_text(self) -> str:
        """The stage as the address has it: "school-4"."""
        return stage_text(*self.stage) if self.stage else ""

    def query(self, path: str = "", **other: Any) -> str:
        """This view, or another page of the same filters, with something changed; page 1 unless
        given."""
        filters = self.filters
        values: dict[str, Any] = {
            "q": filters.words,
            "hub": filters.hub_id,
            "phase": filters.phase,
            "track": filters.track,
            "aspiration": filters.aspiration,
            "plan": TO_AGREE if filters.to_agree else "",
            "stage": self.stage_text,
            "show": THIN if self.thin else "",
            **other,
        }
        chosen = {name: value for name, value in values.items() if value not in ("", None)}
        return f"{path or self.path}?{urlencode(chosen)}" if chosen else path or self.path


@dataclass(frozen=True, slots=True)
class Paged:
    """One page of a list of ids."""

    asked: Asked
    ids: Any
    length: int

    @property
    def last(self) -> int:
        """Number of the last page, from 1."""
        return max(-(-len(self.ids) // self.length), 1)

    @property
    def number(self) -> int:
        """The page that is shown: the last one when a later is asked for."""
        return min(self.asked.number, self.last)

    @property
    def shown(self) -> Any:
        """The ids of this page."""
        return self.ids[(self.number - 1) * self.length : self.number * self.length]

    def range_words(self, one: str, many: str | None = None) -> str:
        """Which of them this page shows, such as "1 to 25 of 312 academies"."""
        first = (self.number - 1) * self.length + 1
        return (
            f"{first} to {first + len(self.shown) - 1} of {words.count(len(self.ids), one, many)}"
        )

    def href(self, number: int) -> str | None:
        """The address of a page; None where there is none."""
        if not 1 <= number <= self.last:
            return None
        return self.asked.query(page=number if number > 1 else "")

    def links(self) -> list[tuple[str, str | None]]:
        """The pages around this one."""
        return asking.page_links(self.number, self.last, lambda number: self.href(number) or "")


def asked(path: str, args: Mapping[str, str], who: Actor) -> Asked:
    """Read the address; what means nothing, or is not this reader's to ask, narrows nothing."""
    filters = Filters(
        words=asking.searched(args.get("q", "")),
        hub_id=asking.whole(args.get("hub", "")),
        phase=asking.one_of(args.get("phase", ""), dict(PHASES)),
        track=asking.one_of(args.get("track", ""), dict(TRACKS)),
    )
    if overview.sees_aspirations(who):
        filters = replace(
            filters, aspiration=asking.one_of(args.get("aspiration", ""), dict(ASPIRATIONS))
        )
    if overview.agrees_any(who):
        filters = replace(filters, to_agree=args.get("plan", "") == TO_AGREE)
    return Asked(
        path,
        filters,
        stage=_stage(args.get("stage", "")),
        thin=args.get("show", "") == THIN,
        number=asking.page_number(args.get("page", "")),
    )


def stage_text(track: Track, code: int) -> str:
    """A stage as the address has it."""
    return f"{track.value}-{code}"


def _stage(text: str) -> tuple[Track, int] | None:
    track, _, code = text.partition("-")
    number = asking.whole(code)
    return None if track not in set(Track) or number is None else (Track(track), number)
