"""Words for checks of job descriptions: what was found in a sentence, and what changed since."""

from collections.abc import Iterable
from datetime import date

from trust_inclusion.domain import charter_record
from trust_inclusion.domain.charter import Recorded
from trust_inclusion.domain.charter_record import Facts, JobDescription
from trust_inclusion.domain.duties import EXCLUDED, KEY_TASKS
from trust_inclusion.domain.job_description import Findings
from trust_inclusion.domain.words import Tag, count

SOURCES = {
    "S0": "National job profile",
    "S1": "A secondary academy’s job description",
    "S4": "NUT SENCO Charter",
}
"""Where the duties of domain/duty_list.py come from, in its order."""

NAMED, MISSING = Tag("Named", "green"), Tag("Not found", "orange")
OUT_OF_DATE = Tag("Out of date", "orange")
NEEDS_TIME = Tag("Own time needed", "orange")
TO_READ = Tag("To be read", "grey")
"""For words with a denial before them: a person decides."""


def summary(found: Findings) -> str:
    """What a check found, in a sentence or two."""
    named = len(KEY_TASKS) - len(found.missing_tasks)
    tasks = "all eight key tasks" if not found.missing_tasks else f"{named} of the eight key tasks"
    number = len(found.excluded)
    held = "no excluded duty"
    if number:
        its = "needs time of its own" if number == 1 else "need time of their own"
        held = f"{count(number, 'excluded duty', 'excluded duties')} that {its}"
    terms = len(found.old_terms)
    be = "is" if terms == 1 else "are"
    old = f"{count(terms, 'term')} {be} out of date" if terms else "No term is out of date"
    return f"It names {tasks} and {held}. {old}."


def condition(found: Findings, agreed_on: date | None) -> Recorded:
    """What condition C09 says by such a check once it is kept."""
    told = JobDescription(agreed_on, len(found.missing_tasks), len(found.old_terms))
    facts = Facts(duty=True, designated=True, job_description=told)
    return charter_record.recorded(facts)["C09"]


def compared(before: Findings, after: Findings) -> list[str]:
    """What is otherwise than in an earlier check, a sentence each; none where nothing is."""
    tasks_before = [code for code in KEY_TASKS if code not in before.missing_tasks]
    tasks_after = [code for code in KEY_TASKS if code not in after.missing_tasks]
    parts: tuple[tuple[str, Iterable[str], Iterable[str], dict[str, str]], ...] = (
        ("Key tasks named now", tasks_after, tasks_before, KEY_TASKS),
        ("Key tasks no longer named", tasks_before, tasks_after, KEY_TASKS),
        ("Excluded duties new in it", after.excluded, before.excluded, EXCLUDED),
        ("Excluded duties no longer in it", before.excluded, after.excluded, EXCLUDED),
        ("Terms out of date that are new", after.old_terms, before.old_terms, {}),
        ("Terms put right", before.old_terms, after.old_terms, {}),
    )
    found: list[str] = []
    for said, here, there, names in parts:
        if more := [one for one in here if one not in there]:
            found.append(f"{said}: {_listed(more, names)}.")
    return found


def _listed(codes: Iterable[str], names: dict[str, str]) -> str:
    return "; ".join(f"{code} {names[code]}" if code in names else code for code in codes)
