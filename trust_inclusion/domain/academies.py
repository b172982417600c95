"""Establishment types, phases and status by GIAS code, and whom the SENCO duty reaches.

The duty of the Children and Families Act 2014 s.67 lies on mainstream schools and maintained
nursery schools. s.83(2): a mainstream school is a maintained school or an Academy school that is
not a special school. Alternative provision and 16 to 19 academies, pupil referral units and
further education stand apart from these in s.66 and are not in s.67. So the type code decides,
never the phase. Code list: GIAS establishment types, 22 April 2025.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Sector(StrEnum):
    """What kind of school a type is, for the reader and for the duty."""

    MAINSTREAM = "mainstream"
    NURSERY = "nursery"
    SPECIAL = "special"
    ALTERNATIVE = "alternative"
    SIXTEEN_TO_NINETEEN = "sixteen_to_nineteen"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class EstablishmentType:
    """One GIAS type: two-digit `code`, its name there, and whether s.67 asks for a SENCO."""

    code: str
    name: str
    sector: Sector

    @property
    def has_senco_duty(self) -> bool:
        """Whether CFA 2014 s.67 applies to a school of this type in England."""
        return self.sector in {Sector.MAINSTREAM, Sector.NURSERY}


def _types(sector: Sector, names: dict[str, str]) -> dict[str, EstablishmentType]:
    return {code: EstablishmentType(code, name, sector) for code, name in names.items()}


TYPES: dict[str, EstablishmentType] = {
    **_types(
        Sector.MAINSTREAM,
        {
            "01": "Community school",
            "02": "Voluntary aided school",
            "03": "Voluntary controlled school",
            "05": "Foundation school",
            "28": "Academy sponsor led",
            "34": "Academy converter",
            "35": "Free schools",
            "40": "University technical college",
            "41": "Studio schools",
        },
    ),
    **_types(Sector.NURSERY, {"15": "Local authority nursery school"}),
    **_types(
        Sector.SPECIAL,
        {
            "07": "Community special school",
            "08": "Non-maintained special school",
            "10": "Other independent special school",
            "12": "Foundation special school",
            "33": "Academy special sponsor led",
            "36": "Free schools special",
            "44": "Academy special converter",
        },
    ),
    **_types(
        Sector.ALTERNATIVE,
        {
            "14": "Pupil referral unit",
            "38": "Free schools alternative provision",
            "42": "Academy alternative provision converter",
            "43": "Academy alternative provision sponsor led",
        },
    ),
    **_types(
        Sector.SIXTEEN_TO_NINETEEN,
        {
            "18": "Further education",
            "31": "Sixth form centres",
            "32": "Special post 16 institution",
            "39": "Free schools 16 to 19",
            "45": "Academy 16-19 converter",
            "46": "Academy 16 to 19 sponsor led",
            "57": "Academy secure 16 to 19",
        },
    ),
    **_types(
        Sector.OTHER,
        {
            # A city technology college is an independent school, not an Academy school.
            "06": "City technology college",
            "11": "Other independent school",
            "24": "Secure units",
            "25": "Offshore schools",
            "26": "Service children's education",
            "27": "Miscellaneous",
            "29": "Higher education institutions",
            # Part 3 of the Act is for England.
            "30": "Welsh establishment",
            "37": "British schools overseas",
            "49": "Online provider",
            "56": "Institution funded by other government department",
        },
    ),
}

PHASES: dict[str, str] = {
    "0": "Not applicable",
    "1": "Nursery",
    "2": "Primary",
    "3": "Middle deemed primary",
    "4": "Secondary",
    "5": "Middle deemed secondary",
    "6": "16 plus",
    "7": "All-through",
}

STATUSES: dict[str, str] = {
    "1": "Open",
    "2": "Closed",
    "3": "Open, but proposed to close",
    "4": "Proposed to open",
}


def establishment_type(code: str) -> EstablishmentType:
    """The type for a GIAS code, with or without its leading zero. Unknown: ValueError."""
    try:
        return TYPES[_digits(code).zfill(2)]
    except KeyError:
        raise ValueError(f"“{code.strip()}” is not a GIAS establishment type code.") from None


def duty_applies(type_code: str) -> bool:
    """Whether s.67 asks for a designated SENCO at a school of this type. Unknown: ValueError."""
    return establishment_type(type_code).has_senco_duty


def phase_code(text: str) -> str:
    """The phase for a GIAS code or its name ("All through" and "All-through" are one).

    Unknown: ValueError.
    """
    digits = _digits(text)
    if digits in PHASES:
        return digits
    try:
        return _PHASE_BY_NAME[_letters(text)]
    except KeyError:
        raise ValueError(f"“{text.strip()}” is not a phase of education in GIAS.") from None


def phase_name(code: str) -> str:
    """The phase in words. Unknown: ValueError."""
    return PHASES[phase_code(code)]


def phase_group(phase: str, type_code: str) -> str:
    """The code under which lists show an academy: its kind where special, else its phase.

    GIAS gives special and alternative provision schools no phase. Unknown codes: ValueError.
    """
    sector = establishment_type(type_code).sector
    if sector in {Sector.SPECIAL, Sector.ALTERNATIVE, Sector.SIXTEEN_TO_NINETEEN}:
        return sector.value
    return _PHASE_GROUPS[phase_code(phase)]


def expected_by_code(group: str) -> bool:
    """Whether the Code expects a SENCO where s.67 asks for none: in alternative provision.

    `group` as `phase_group` gives it. A vacancy there breaks no law; whether the funding agreement
    asks for somebody, only the trust can look up. Source: SEND Code of Practice, chapter 6.
    """
    return group == Sector.ALTERNATIVE.value


def status_code(text: str) -> str:
    """The status for a GIAS code or its name. Unknown: ValueError."""
    digits = _digits(text)
    if digits in STATUSES:
        return digits
    try:
        return _STATUS_BY_NAME[_letters(text)]
    except KeyError:
        raise ValueError(f"“{text.strip()}” is not a GIAS establishment status.") from None


def is_open(code: str) -> bool:
    """Whether a school of this status has pupils: open, or open but proposed to close."""
    return status_code(code) in {"1", "3"}


def _digits(code: str) -> str:
    """The code without its leading zeros; anything that is not a code stays unlike any."""
    stripped = code.strip()
    return (stripped.lstrip("0") or "0") if stripped.isascii() and stripped.isdigit() else stripped


def _letters(text: str) -> str:
    return "".join(character for character in text.casefold() if character.isalnum())


_PHASE_BY_NAME = {_letters(name): code for code, name in PHASES.items()}
_STATUS_BY_NAME = {_letters(name): code for code, name in STATUSES.items()}
_PHASE_GROUPS = {
    "0": "other",
    "1": "nursery",
    "2": "primary",
    "3": "primary",
    "4": "secondary",
    "5": "secondary",
    "6": "sixteen_to_nineteen",
    "7": "all_through",
}
