"""The three tracks of the career pathway and their stages.

A proposal of this product (the association's own diagrams are not published as text): three
separate fields, not one ladder, because a person may be far on one track and new on another.
"""

from enum import StrEnum


class Track(StrEnum):
    SCHOOL = "school"
    TRUST = "trust"
    QUALIFICATION = "qualification"


STAGES: dict[Track, dict[int, str]] = {
    Track.SCHOOL: {
        1: "Class teacher with SEND interest",
        2: "Aspiring, assistant or deputy SENCO",
        3: "SENCO in the three-year window",
        4: "SENCO, qualified",
        5: "SENCO on the senior leadership team",
        6: "Deputy head or head of inclusion",
        7: "Head teacher",
    },
    Track.TRUST: {
        1: "Class teacher with SEND interest",
        2: "Trust aspiring-SENCO group",
        3: "School SENCO with trust mentor",
        4: "School SENCO who mentors others",
        5: "Lead or hub SENCO",
        6: "Regional or phase SENCO lead",
        7: "Director of Inclusion or SEND",
        8: "Deputy CEO or CEO",
    },
    Track.QUALIFICATION: {
        1: "QTS, induction passed",
        2: "May start NPQSENCO",
        3: "NPQSENCO in progress",
        4: "NPQSENCO or NASENCO",
        5: "NPQSL or NPQLBC",
        6: "NPQH",
        7: "NPQEL",
        8: "NPQEL, in an executive post",
    },
}


def stage_of(track: Track, text: str) -> int:
    """The number of a stage given as its number or its name. ValueError in plain words."""
    stages = STAGES[track]
    cleaned = text.strip()
    for number, name in stages.items():
        if cleaned == str(number) or cleaned.casefold() == name.casefold():
            return number
    shown = cleaned if len(cleaned) <= 30 else cleaned[:29] + "…"
    raise ValueError(
        f"“{shown}” is not a stage: give a number from 1 to {max(stages)} or its name."
    )
