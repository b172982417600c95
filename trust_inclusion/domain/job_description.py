"""The check of a job description: what lies inside the essential duties, what does not.

Duties are ticked from domain/duty_list.py, or text is pasted; each finding shows the words it was
found by, so that a person can disagree with it. Nothing is read into what is not written.
Sources: NUT SENCO Charter, Part 1 and key tasks; rulebook section 5.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from trust_inclusion.domain.duties import EXCLUDED, HEADINGS, KEY_TASKS, OUTSIDE
from trust_inclusion.domain.duty_list import DUTIES
from trust_inclusion.domain.job_description_phrases import FIRST, PASSED_OVER, PLACES
from trust_inclusion.domain.job_description_phrases import KEY_TASKS as TASK_PHRASES
from trust_inclusion.domain.job_description_terms import TERMS, Term
from trust_inclusion.domain.phrases import Line, Match, lines_of, longest, matches, pattern

LONGEST_TEXT = 50_000
"""Characters: some fifteen pages, more than any job description."""
FEWEST_WORDS = 3
"""A line of fewer words is a title, not a duty to be placed."""


@dataclass(frozen=True, slots=True)
class Found:
    """A finding: its code, the words it was found by, and the line they stand in.

    `line` is the number in the pasted text, or 0 for a ticked duty. `doubt`: a word such as "not"
    that stands before: the line has to be read.
    """

    code: str
    words: str
    text: str
    line: int = 0
    doubt: str = ""


@dataclass(frozen=True, slots=True)
class Findings:
    """What a check found, in codes, as it is kept: the excluded duties that are named for certain,
    the key tasks that are not named, and the names of terms that are out of date."""

    excluded: tuple[str, ...]
    missing_tasks: tuple[str, ...]
    old_terms: tuple[str, ...]

    def to_json(self) -> dict[str, list[str]]:
        """As stored."""
        return {
            "excluded": list(self.excluded),
            "missing_tasks": list(self.missing_tasks),
            "old_terms": list(self.old_terms),
        }

    @staticmethod
    def from_json(stored: Mapping[str, Iterable[str]]) -> "Findings":
        """From what `to_json` gave. KeyError where a part is missing."""
        return Findings(
            tuple(stored["excluded"]), tuple(stored["missing_tasks"]), tuple(stored["old_terms"])
        )


@dataclass(frozen=True, slots=True)
class Check:
    """What the check found, in the order of the text.

    `inside` by heading, `excluded` by X code, `outside` for what every teacher does, `tasks` by key
    task, `terms` by the term's name, `not_placed` for lines that none of the words name.
    """

    inside: tuple[Found, ...]
    excluded: tuple[Found, ...]
    outside: tuple[Found, ...]
    tasks: tuple[Found, ...]
    terms: tuple[Found, ...]
    not_placed: tuple[Line, ...]

    @property
    def findings(self) -> Findings:
        """In codes, as a kept check holds it."""
        return Findings(self.conflicts, self.missing_tasks, self.old_terms)

    @property
    def conflicts(self) -> tuple[str, ...]:
        """The excluded duties that it names for certain, in the charter's order."""
        named = {one.code for one in self.excluded if not one.doubt}
        return tuple(code for code in EXCLUDED if code in named)

    @property
    def missing_tasks(self) -> tuple[str, ...]:
        """The key tasks that it does not name, in the charter's order."""
        named = {one.code for one in self.tasks if not one.doubt}
        return tuple(code for code in KEY_TASKS if code not in named)

    @property
    def old_terms(self) -> tuple[str, ...]:
        """The names of the terms that are out of date, each once."""
        named = {one.code for one in self.terms}
        return tuple(name for name in TERMS if name in named)


def problems(ticked: Iterable[str], text: str) -> list[tuple[str, str]]:
    """What is wrong with a job description as entered, as (field, sentence)."""
    chosen = set(ticked)
    found: list[tuple[str, str]] = []
    if not chosen and not text.strip():
        found.append(("text", "Tick the duties of the job description, or paste its text."))
    elif text.strip() and not any(letter.isalpha() for letter in text):
        found.append(("text", "There are no words in the text: paste the duties as written."))
    if not chosen <= DUTIES.keys():
        found.append(("ticked", "One of the ticked duties is not in the list: tick them again."))
    if len(text) > LONGEST_TEXT:
        found.append(
            ("text", f"The text is longer than {LONGEST_TEXT:,} characters: paste the duties only.")
        )
    return found


def check(ticked: Iterable[str] = (), text: str = "", *, new_post: bool = True) -> Check:
    """The check of ticked duties and pasted text together; `new_post`: for somebody yet to come.

    ValueError in plain words for what `problems` refuses.
    """
    given = set(ticked)
    if wrong := problems(given, text):
        raise ValueError(wrong[0][1])
    places: list[Found] = []
    tasks: list[Found] = []
    for duty in (one for one in DUTIES.values() if one.code in given):
        places.append(Found(duty.place, duty.words, duty.words))
        tasks.extend(Found(task, duty.words, duty.words) for task in duty.tasks)
    terms: list[Found] = []
    not_placed: list[Line] = []
    for line in lines_of(text):
        placed = _placed(line)
        named = _tasks(line)
        old = _terms(line, new_post=new_post)
        places += placed
        tasks += named
        terms += old
        if not (placed or named or old) and len(line.text.split()) >= FEWEST_WORDS:
            not_placed.append(line)
    return Check(
        inside=tuple(one for one in places if one.code in HEADINGS),
        excluded=tuple(one for one in places if one.code in EXCLUDED),
        outside=tuple(one for one in places if one.code == OUTSIDE),
        tasks=tuple(tasks),
        terms=tuple(terms),
        not_placed=tuple(not_placed),
    )


_FIRST_PHRASES = tuple((code, phrase) for code, some in FIRST.items() for phrase in some)
_PLACE_PHRASES = tuple((code, phrase) for code, some in PLACES.items() for phrase in some)
_TASK_PHRASES = tuple((code, phrase) for code, some in TASK_PHRASES.items() for phrase in some)
_TERM_PHRASES = tuple((name, phrase) for name, term in TERMS.items() for phrase in term.phrases)
_RANKS = (frozenset({PASSED_OVER}), frozenset(EXCLUDED), frozenset({OUTSIDE}))
"""Where words overlap: what is no duty, then an excluded duty, then what every teacher does. Two
headings, or two tasks, may be named by the same words."""


def _placed(line: Line) -> list[Found]:
    first = matches(line.text, _FIRST_PHRASES)
    others = _ranked(matches(line.text, _PLACE_PHRASES))
    kept = [*first, *(one for one in others if not _any_overlap(one, first))]
    return _once(line, sorted(kept, key=lambda one: one.start))


def _tasks(line: Line) -> list[Found]:
    return _once(line, _ranked(matches(line.text, _TASK_PHRASES)))


def _ranked(found: Iterable[Match]) -> list[Match]:
    """Without the matches whose words a higher rank has taken."""
    left = list(found)
    for codes in _RANKS:
        taken = [one for one in left if one.code in codes]
        left = [one for one in left if one in taken or not _any_overlap(one, taken)]
    return left


def _any_overlap(one: Match, others: Iterable[Match]) -> bool:
    return any(one.overlaps(other) for other in others)


def _terms(line: Line, *, new_post: bool) -> list[Found]:
    found = longest(matches(line.text, _TERM_PHRASES))
    return _once(line, [one for one in found if _is_old(TERMS[one.code], line, new_post=new_post)])


def _is_old(term: Term, line: Line, *, new_post: bool) -> bool:
    if term.new_post_only and not new_post:
        return False
    return not any(pattern(phrase).search(line.text) for phrase in term.unless)


def _once(line: Line, found: Iterable[Match]) -> list[Found]:
    """Each code once a line: the first that is not in doubt, or else the first."""
    kept: dict[str, Found] = {}
    for one in found:
        if one.code == PASSED_OVER:
            continue
        if one.code not in kept or (kept[one.code].doubt and not one.doubt):
            kept[one.code] = Found(one.code, one.words, line.text, line.number, one.doubt)
    return list(kept.values())
