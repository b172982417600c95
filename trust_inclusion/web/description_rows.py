"""What a check of a job description found, as pages draw it."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from markupsafe import Markup

from trust_inclusion.domain import job_description_words as jd_words
from trust_inclusion.domain import words
from trust_inclusion.domain.charter_words import REPLIES
from trust_inclusion.domain.duties import EXCLUDED, HEADINGS, KEY_TASKS, Heading, Judged
from trust_inclusion.domain.job_description import Check, Findings, Found
from trust_inclusion.domain.job_description_terms import TERMS, Term
from trust_inclusion.domain.phrases import Line
from trust_inclusion.web import charter_rows

MOST_LINES = 25
"""Lines shown of one finding: a job description has fewer, and a page has to end."""
MOST_AROUND = 160
"""Letters of a line shown on either side of the words."""


class Shown(NamedTuple):
    """A line with the words it was found by."""

    where: str
    before: str
    words: str
    after: str
    doubt: str


class Lines(NamedTuple):
    """The lines of one finding, and how many more there are."""

    shown: list[Shown]
    more: int


class Excluded(NamedTuple):
    """An excluded duty that is named; `record` is how the post stands with it, if it is a post's.

    `sure` is False where a word of denial stands before each mention."""

    code: str
    name: str
    lines: Lines
    sure: bool
    record: Markup | str


class Task(NamedTuple):
    """A key task; `named` where it was found for certain."""

    code: str
    name: str
    named: bool
    lines: Lines


class Result(NamedTuple):
    """Everything a page says of a check."""

    sentence: str
    condition: str
    condition_reason: str
    inside: list[tuple[Heading, Lines]]
    excluded: list[Excluded]
    outside: Lines
    tasks: list[Task]
    terms: list[tuple[Term, Lines]]
    not_placed: Lines
    codes: tuple[str, ...]
    """The excluded duties that are named for certain."""


def result(
    check: Check, agreed_on: date | None, record: Mapping[str, Judged] | None = None
) -> Result:
    """A check in words; with `record`, beside how its post stands with the excluded duties."""
    found = check.findings
    said = jd_words.condition(found, agreed_on)
    return Result(
        jd_words.summary(found),
        REPLIES[said.reply],
        said.reason,
        [(one, _of(check.inside, code)) for code, one in HEADINGS.items()
         if any(part.code == code for part in check.inside)],
        [_excluded(check, code, record) for code in EXCLUDED
         if any(part.code == code for part in check.excluded)],
        _lines(check.outside),
        [Task(code, name, code not in found.missing_tasks, _of(check.tasks, code))
         for code, name in KEY_TASKS.items()],
        [(TERMS[name], _of(check.terms, name)) for name in found.old_terms],
        _unplaced(check.not_placed),
        found.excluded,
    )  # fmt: skip


def _excluded(check: Check, code: str, record: Mapping[str, Judged] | None) -> Excluded:
    sign = charter_rows.HOLDINGS[record[code].holding] if record is not None else ""
    lines = _of(check.excluded, code)
    return Excluded(code, EXCLUDED[code], lines, code in check.conflicts, sign)


def _of(found: Iterable[Found], code: str) -> Lines:
    return _lines([one for one in found if one.code == code])


def _lines(found: Sequence[Found]) -> Lines:
    return Lines([_shown(one) for one in found[:MOST_LINES]], max(0, len(found) - MOST_LINES))


def _shown(one: Found) -> Shown:
    if not one.line:
        return Shown("Ticked", "", one.words, "", "")
    before, _, after = one.text.partition(one.words)
    doubt = f"“{one.doubt}” stands before it: read the line." if one.doubt else ""
    return Shown(f"Line {one.line}", _end(before), _short(one.words), _start(after), doubt)


def _unplaced(lines: Sequence[Line]) -> Lines:
    shown = [
        Shown(f"Line {one.number}", "", "", _start(one.text), "") for one in lines[:MOST_LINES]
    ]
    return Lines(shown, max(0, len(lines) - MOST_LINES))


def _start(text: str) -> str:
    return text if len(text) <= MOST_AROUND else f"{text[:MOST_AROUND]}…"


def _end(text: str) -> str:
    return text if len(text) <= MOST_AROUND else f"…{text[-MOST_AROUND:]}"


def _short(text: str) -> str:
    """Words with a gap can be as long as what stands in the gap."""
    return text if len(text) <= 2 * MOST_AROUND else f"{text[:MOST_AROUND]}…{text[-MOST_AROUND:]}"


def facts(found: Findings) -> list[str]:
    """What a kept check found, for a row of the history: tasks, excluded duties, terms."""
    named = len(KEY_TASKS) - len(found.missing_tasks)
    return [
        f"{named} of {len(KEY_TASKS)}",
        ", ".join(found.excluded) or "none",
        words.figure(len(found.old_terms)),
    ]
