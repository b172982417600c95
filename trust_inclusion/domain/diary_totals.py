"""Totals of shared sample weeks: drawn up in steps, so that no difference tells one SENCO's week.

Whoever reads totals may know some weeks already: those shared by name, and their own. So figures
are drawn up anew only when six weeks (five and the reader's own) have come that nobody reads by
name and that no totals held before. Whatever is then subtracted from whatever, those six stay
together. See docs/decisions/0020. Excluded duties need five SENCOs of their own who hold some: who
holds one stands in the charter's table.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from trust_inclusion.domain.diary import Diary, Pressure, Share, Together, groups_shown, together
from trust_inclusion.domain.duties import EXCLUDED
from trust_inclusion.domain.survey import FEWEST

STEP = FEWEST + 1
"""Five SENCOs whom the reader cannot tell apart, and the reader, who may be one of them."""
OTHER_EXCLUDED = "X"
"""The excluded duties that too few SENCOs entered to be told apart: a duty that one post holds
would tell whose hours they are."""
NO_HUB = "0"
"""The group of academies without a hub, and of trust-wide posts."""


@dataclass(frozen=True, slots=True)
class Shared:
    """A week that counts in totals.

    `hidden`: nobody reads or ever read it by name. `fresh`: it was in no totals so far.
    """

    diary: Diary
    allocated: int | None
    hidden: bool
    fresh: bool
    hub: str = NO_HUB
    phase: str = ""
    number: int = 0
    """Of its row."""


@dataclass(frozen=True, slots=True)
class Totals:
    """Totals as drawn up. `hidden` are the SENCOs in them whose week nobody reads by name.

    `groups` are by `by`: "hub" or "phase", never both, which could be crossed; "" for none.
    """

    whole: Together
    hidden: int
    by: str = ""
    groups: Mapping[str, Together] = field(default_factory=dict[str, Together])


def latest(weeks: Iterable[Shared]) -> list[Shared]:
    """The latest week of each author; of one week's two posts the one given later."""
    found: dict[int, Shared] = {}
    for week in weeks:
        held = found.get(week.diary.author)
        if held is None or held.diary.week_of <= week.diary.week_of:
            found[week.diary.author] = week
    return list(found.values())


def draw_up(weeks: Iterable[Shared], *, hidden_before: bool) -> Totals | None:
    """New totals of all shared weeks, the latest of each author; None while too few have come.

    `hidden_before`: whether earlier totals held weeks that nobody reads by name. While none ever
    did, weeks shared by name may make a step by themselves: the director knows each of them.
    """
    members = latest(weeks)
    hidden = sum(one.hidden for one in members)
    all_named = hidden == 0 and not hidden_before
    counts = _named_or_hidden if all_named else _hidden
    whole = _together(members, counts)
    if whole is None:
        return None
    by, groups = ("", {}) if all_named else _grouped(members)
    return Totals(whole, hidden, by, groups)


def _hidden(week: Shared) -> bool:
    return week.fresh and week.hidden


def _named_or_hidden(week: Shared) -> bool:
    return week.fresh


def _together(
    members: Sequence[Shared], counts: Callable[[Shared], bool], *, excluded: bool | None = None
) -> Together | None:
    """The sums, where enough of these weeks count; hours beyond only where they are known of
    enough of those. `excluded`: whether excluded duties are told, else as enough of them hold any.
    """
    new = [one for one in members if counts(one)]
    if len(new) < STEP:
        return None
    told = _enough_hold(new) if excluded is None else excluded
    sums = together((one.diary if told else _without(one.diary), one.allocated) for one in members)
    if sums is None:
        return None
    sums = replace(sums, shares=_gathered(sums.shares, new))
    sums = sums if told else replace(sums, excluded=None)
    known = sum(one.allocated is not None for one in new)
    return sums if known >= STEP else replace(sums, beyond=0, beyond_known=0)


def _without(diary: Diary) -> Diary:
    """A week without its excluded duties."""
    kept = {code: minutes for code, minutes in diary.minutes.items() if code not in EXCLUDED}
    return replace(diary, minutes=kept)


def _enough_hold(new: Iterable[Shared], codes: Iterable[str] = EXCLUDED) -> bool:
    """Whether so many of these weeks hold some of these excluded duties that none is told: who
    holds one is no secret, so the hours of a few would be theirs."""
    some = list(codes)
    return sum(any(one.diary.minutes.get(code) for code in some) for one in new) >= FEWEST


def _gathered(shares: Sequence[Share], new: Sequence[Shared]) -> tuple[Share, ...]:
    """The shares, with excluded duties that few of the new weeks hold gathered into one."""
    entered = {code: sum(one.diary.minutes.get(code, 0) > 0 for one in new) for code in EXCLUDED}
    apart = set(groups_shown(entered))
    few = {code for code, many in entered.items() if many} - apart
    # One SENCO may hold several of the few: then they are gathered with more.
    while few and apart and not _enough_hold(new, few):
        few.add(min(apart, key=lambda code: (entered[code], code)))
        apart -= few
    kept = [one for one in shares if one.code not in EXCLUDED or one.code in apart]
    rest = [one for one in shares if one.code in EXCLUDED and one.code not in apart]
    if not rest:
        return tuple(kept)
    minutes, tenths = sum(one.minutes for one in rest), sum(one.tenths for one in rest)
    return (*kept, Share(OTHER_EXCLUDED, minutes, tenths))


def _grouped(members: Sequence[Shared]) -> tuple[str, dict[str, Together]]:
    """By hub where that can be, else by phase, else not at all."""
    for by in ("hub", "phase"):
        of_group: dict[str, list[Shared]] = {}
        for one in members:
            of_group.setdefault(getattr(one, by), []).append(one)
        if len(of_group) > 1 and (shown := _shown(of_group)):
            told = _excluded_told(of_group, shown)
            sums = {
                group: _together(of_group[group], _hidden, excluded=told) for group in sorted(shown)
            }
            return by, {group: one for group, one in sums.items() if one is not None}
    return "", {}


def _excluded_told(of_group: Mapping[str, Sequence[Shared]], shown: Iterable[str]) -> bool:
    """Whether excluded duties are told by group: enough hold some in each of those shown, and in
    what is left beside them in the total."""
    left = [one for group, here in of_group.items() if group not in shown for one in here]
    parts = [*(of_group[group] for group in shown), *([left] if left else [])]
    return all(_enough_hold(filter(_hidden, part)) for part in parts)


def _shown(of_group: Mapping[str, Sequence[Shared]]) -> set[str]:
    """Groups that may be shown; what is left beside them is nobody, or enough to be a step."""
    steps = {group: sum(_hidden(one) for one in here) for group, here in of_group.items()}
    shown = set(groups_shown(steps, STEP))
    left = set(of_group) - shown
    if shown and left and not any(steps[group] for group in left):
        shown.discard(min(shown, key=lambda group: (steps[group], group)))
    return shown


def to_json(totals: Totals) -> dict[str, Any]:
    """As it is stored."""
    return {
        "whole": asdict(totals.whole),
        "hidden": totals.hidden,
        "by": totals.by,
        "groups": {group: asdict(sums) for group, sums in totals.groups.items()},
    }


def from_json(stored: Mapping[str, Any]) -> Totals:
    """As it was stored."""
    groups = {group: _sums(one) for group, one in stored["groups"].items()}
    return Totals(_sums(stored["whole"]), stored["hidden"], stored["by"], groups)


def _sums(stored: Mapping[str, Any]) -> Together:
    found = dict(stored)
    found["shares"] = tuple(Share(**one) for one in stored["shares"])
    found["pressures"] = tuple((Pressure(point), many) for point, many in stored["pressures"])
    return Together(**found)
