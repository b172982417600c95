"""A person's record in words: labels, values, and its history in sentences."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from trust_inclusion.domain.calendar import parse_date
from trust_inclusion.domain.words import long_date

NOT_STATED = "not stated"
OUTCOMES = {
    "enrolled": "Enrolled",
    "passed": "Passed",
    "failed": "Failed",
    "retake": "To retake",
    "voided": "Voided",
    "withdrawn": "Withdrawn",
}
BASES = {"qts": "QTS", "qtls": "QTLS", "other": "Another route"}
INDUCTION = {"yes": "completed", "no": "not completed", "not_required": "not required"}
ABOUT = {
    "teacher": "Teacher status",
    "service": "Service as SENCO",
    "qualification": "Qualification",
}
LABELS = {
    "qts": "Qualified teacher status",
    "qts_basis": "Basis of the status",
    "para_8a": "Qualified under paragraph 8A only",
    "induction_completed": "Induction",
    "qtls_recheck_on": "QTLS membership to check again",
    "started_on": "Start",
    "ended_on": "Last day",
    "school": "School",
    "relevant": "Counts in law",
    "course": "Qualification",
    "provider": "Provider",
    "expected_on": "Outcome expected",
    "outcome": "Outcome",
    "passed_on": "Awarded",
    "checked_on": "Checked",
    "file_id": "Certificate",
    "must_qualify_by": "Must qualify by",
    "review_on": "Review on",
    "name": "Name",
    "email": "Work e-mail",
    "telephone": "Telephone",
    "trn": "Teacher reference number",
}


def value(name: str, told: Any) -> str:
    """A fact in words, as it is stored or as a claim or the log keeps it."""
    if told is None or told == "":
        return "still running" if name == "ended_on" else NOT_STATED
    if isinstance(told, bool):
        return "yes" if told else "no"
    if name.endswith(("_on", "_by")):
        return long_date(parse_date(told) if isinstance(told, str) else told)
    known = {"outcome": OUTCOMES, "qts_basis": BASES, "induction_completed": INDUCTION}
    if name == "course" and told == "other":
        return "another qualification"
    return known.get(name, {}).get(told, str(told))


def compared(
    before: Mapping[str, Any], after: Mapping[str, Any]
) -> list[tuple[str, str, str, bool]]:
    """Label, value before, value after and whether they differ, for each known name."""
    names = [name for name in LABELS if name in {**before, **after} and name != "file_id"]
    return [
        (
            LABELS[name],
            value(name, before.get(name)) if name in before else "",
            value(name, after.get(name)) if name in after else "",
            before.get(name) != after.get(name),
        )
        for name in names
    ]


_SENTENCES = {
    "record_contact": "changed {changed}",
    "record_teacher": "recorded the teacher status",
    "record_service": "recorded service as SENCO{of}",
    "record_service_removed": "took service as SENCO off the record",
    "record_qualification": "recorded {which}",
    "record_checked": "checked the {about}{of}",
    "claim_made": "told something new of the {about}{of}, to be checked",
    "claim_accepted": "checked what was told of the {about}{of} and accepted it",
    "claim_refused": "checked what was told of the {about}{of} and refused it",
    "claim_withdrawn": "took back what was told of the {about}{of}",
    "file_added": "added a certificate",
    "person_imported": "brought in facts from the trust’s file",
    "ruling_accepted": "accepted a ruling",
}


def sentence(who: str, action: str, after: Mapping[str, Any], of: str = "") -> str | None:
    """One line of the log in words; None for what a record's history leaves out.

    `of` is the name of the course or spell it is about, where it is still on the record.
    """
    words = _SENTENCES.get(action)
    if words is None:
        return None
    about = ABOUT.get(str(after.get("about", "")), "record").lower().replace("senco", "SENCO")
    changed = " and ".join(
        LABELS.get(str(name), str(name)).lower() for name in after.get("changed", ())
    )
    said = words.format(
        about=about,
        changed=changed or "the contact details",
        of=f" {of}" if of else "",
        which=f"the {of}" if of else "a qualification",
    )
    return f"{who} {said}."
