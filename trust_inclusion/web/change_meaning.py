"""What a proposal would mean, in words, beside the form that is being filled in."""

from collections.abc import Iterable
from typing import NamedTuple

from trust_inclusion.domain import change_sentences, change_words, words
from trust_inclusion.domain.change_rules import OF_COST, Second
from trust_inclusion.domain.changes import Kind
from trust_inclusion.domain.frozen import Figures
from trust_inclusion.domain.hours import FullWeek, days_text, percent_text, periods_text
from trust_inclusion.services.changes.offering import Meaning, Part
from trust_inclusion.web import brief
from trust_inclusion.web.change_page import formula, gap

Row = tuple[str, list[str]]


class PartInWords(NamedTuple):
    """One post: a table of now and proposed, and what else is to be said."""

    heading: str
    columns: list[str]
    rows: list[Row]
    remarks: list[str]
    warning: str


class InWords(NamedTuple):
    """All of a proposal. `second`: why a trust leader must confirm it; None where it cannot be
    said yet. `grant`: why the headteacher cannot grant it alone; None where nobody asks."""

    announce: str
    parts: list[PartInWords]
    second: list[str] | None
    grant: str | None
    missing: list[str]


def so_far(figures: Figures, week: FullWeek, missing: Iterable[str] = ()) -> InWords:
    """What holds today, while what is typed says nothing yet; `missing` is why not."""
    rows = [(label, [now]) for label, (now, *_) in _hours(figures, week, None)]
    rows += [(label, [now]) for label, (now, *_) in _gaps(figures, None)]
    part = PartInWords("", ["Today"], rows, _needs(figures), "")
    return InWords("", [part], None, None, list(missing))


def meaning(found: Meaning, week: FullWeek) -> InWords:
    """What the hours typed would mean."""
    parts = [_part(one, week, alone=len(found.parts) == 1) for one in found.parts]
    after = found.parts[0].preview.figures
    announce = f"Gap after: {words.gap_in_words(after.gap(after.after))}."
    return InWords(announce, parts, _second(found.parts), found.why_no_grant, [])


def _part(one: Part, week: FullWeek, *, alone: bool) -> PartInWords:
    figures, move, value = one.preview.figures, one.preview.move, one.preview.value
    one_off = move.kind is Kind.ONE_OFF
    remarks = _needs(figures)
    rows = _hours(figures, week, None if one_off else figures.proposed)
    if one_off:
        given = f"{words.hours(figures.proposed)} hours in all"
        remarks.insert(0, f"{given}, beside what the post has each week.")
    rows += _gaps(figures, figures.after)
    if one.sees_pay:
        rows.append(("Annual value", ["", change_sentences.value(value, move.kind)]))
        remarks += change_sentences.value_basis(value)
    if move.kind is Kind.TEMPORARY and move.ends_on is not None:
        remarks.append(
            f"After {words.long_date(move.ends_on)} what the post has without it returns by itself."
        )
    if turns := change_words.course(one.preview.course):
        remarks.append(turns)
    if not move.counts:
        remarks.append("The hours of this post do not count against the formula.")
    warning = _too_much(one.total, week)
    if one.total is not None and not warning:
        remarks.append(f"Over all posts of the same person: {words.hours(one.total)} hours a week.")
    heading = "" if alone else f"{one.title} at {one.academy}"
    return PartInWords(heading, ["Now", "Proposed"], rows, remarks, warning)


def _too_much(total: int | None, week: FullWeek) -> str:
    if total is None or total <= week.week_minutes:
        return ""
    return (
        f"Over all posts the same person would have {words.hours(total)} hours a week: more than "
        f"a full-time week of {words.hours(week.week_minutes)}."
    )


def _hours(figures: Figures, week: FullWeek, proposed: int | None) -> list[Row]:
    pair = [figures.now] if proposed is None else [figures.now, proposed]

    def cells(written: Iterable[str]) -> list[str]:
        return [*written, words.DASH][:2]

    return [
        ("Hours a week", cells(words.hours(one) for one in pair)),
        (f"Days of {words.hours(week.day_minutes)} h", cells(days_text(one, week) for one in pair)),
        ("Of full time", cells(f"{percent_text(one, week)}%" for one in pair)),
        ("Periods of an hour a week", cells(periods_text(one, week) for one in pair)),
    ]


def _gaps(figures: Figures, after: int | None) -> list[Row]:
    """The formula and one working day, and the academy's gap without and with the change."""
    asked, day = formula(figures), f"{words.hours(figures.one_day)} h"
    found = [
        ("Formula", [asked, asked]),
        ("Gap to the formula", [gap(figures.gap(figures.before))]),
        ("One working day", [day, day]),
        ("Gap to one working day", [gap(figures.before - figures.one_day)]),
    ]
    if after is not None:
        found[1][1].append(gap(figures.gap(after)))
        found[3][1].append(gap(after - figures.one_day))
    return found


def _needs(figures: Figures) -> list[str]:
    missing = brief.needs(figures.outcome)
    if missing:
        return [missing]
    if figures.outcome.high:
        return ["The formula gives a range: the gap is taken against its lower end."]
    return []


def _second(parts: list[Part]) -> list[str]:
    """Why a trust leader must confirm it; of cost only that there is a reason, without the
    grant."""
    found: list[Second] = []
    hidden = False
    for one in parts:
        told = [why for why in one.preview.second if one.sees_pay or why not in OF_COST]
        hidden = hidden or len(told) < len(one.preview.second)
        found += told
    return change_sentences.second(dict.fromkeys(found), hidden=hidden)
