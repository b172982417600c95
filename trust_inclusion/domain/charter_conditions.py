"""The thirty-six conditions for a SENCO post, in our words, each with its kind and its source.

Source of the list: rulebook section 5, drawn from the law, the SEND Code of Practice, the NUT SENCO
Charter with its Annex A, ASCL's career pathway, a county's advice to heads and a job description.
"""

from dataclasses import dataclass
from enum import StrEnum

from trust_inclusion.domain.law import CODE_6, REG_49_2, REG_49_4, SECTION_67


class Kind(StrEnum):
    """How much a condition binds: law must be kept, statutory guidance needs a good reason to
    depart from, good practice is advice of unions, associations and local authorities."""

    LAW = "law"
    STATUTORY = "stat"
    GOOD = "good"


@dataclass(frozen=True, slots=True)
class Condition:
    """`tells_pay`: its answer says something of a person's pay, so the grants for pay hold."""

    code: str
    sentence: str
    kind: Kind
    source: str
    tells_pay: bool = False


SCHEDULE_1 = "SEND Regulations 2014, Schedule 1, paragraph 4"
REG_50 = "SEND Regulations 2014, regulation 50"
CHARTER = "NUT SENCO Charter"
ANNEX_A = "NUT SENCO Charter, Annex A"
ASCL = "ASCL, SENCO career pathway"
COUNTY = "A county’s advice to heads"
PROFILE = "A secondary academy’s SENCO job description"

_LAW, _STAT, _GOOD = Kind.LAW, Kind.STATUTORY, Kind.GOOD
_FACILITIES = f"{CHARTER}, facilities"

_ALL = (
    Condition("C01", "A named person is designated SENCO for this academy.", _LAW, SECTION_67),
    Condition(
        "C02",
        "The SENCO is a qualified teacher who has completed induction and works as a teacher here, "
        "or is the head.",
        _LAW,
        REG_49_2,
    ),
    Condition("C03", "The SENCO qualification is held or on track.", _LAW, REG_49_4),
    Condition(
        "C04",
        "The published SEN information report gives the SENCO’s name and contact details.",
        _LAW,
        SCHEDULE_1,
    ),
    Condition(
        "C05",
        "The trust has set down the SENCO’s part in leadership and management and the key "
        "responsibilities, and looks at how well they are carried out.",
        _LAW,
        REG_50,
    ),
    Condition(
        "C06",
        "The SENCO is on the senior leadership team, or has a remit to influence strategy.",
        _STAT,
        f"{CODE_6}; {COUNTY}, tip 1; {ASCL}, paragraphs 1 and 2",
    ),
    Condition(
        "C07", "A TLR is paid, or the post is on the leadership scale.", _GOOD, CHARTER, True
    ),
    Condition(
        "C08",
        "An SEN allowance has been considered where the SENCO teaches pupils with SEN.",
        _GOOD,
        CHARTER,
        True,
    ),
    Condition(
        "C09",
        "A written job description names the eight key tasks in today’s terms, and is agreed with "
        "the postholder and dated.",
        _GOOD,
        f"{CHARTER}; {PROFILE}",
    ),
    Condition(
        "C10",
        "Time without teaching is set in the timetabled day.",
        _STAT,
        f"{CODE_6}; {CHARTER}; {ASCL}, paragraph 5",
    ),
    Condition("C11", "That time is in addition to PPA.", _GOOD, f"{CHARTER}; NASUWT"),
    Condition("C12", "The time is at least the formula’s minimum.", _GOOD, ANNEX_A),
    Condition("C13", "The time is at least one working day a week.", _GOOD, f"{ASCL}, paragraph 6"),
    Condition(
        "C14",
        "The time is protected: not routinely used for cover, and given back when it is.",
        _GOOD,
        f"{CHARTER}; {COUNTY}, tip 3",
    ),
    Condition(
        "C15",
        "A SENCO on the leadership scale has protected time as well.",
        _GOOD,
        f"{ASCL}, question i",
        True,
    ),
    Condition(
        "C16",
        "A named administrator has the time and training for SEN paperwork.",
        _STAT,
        f"{CODE_6}; {CHARTER}; {COUNTY}, tip 4",
    ),
    Condition("C17", "The SENCO has an office.", _GOOD, _FACILITIES),
    Condition("C18", "The SENCO has a desk.", _GOOD, _FACILITIES),
    Condition("C19", "The SENCO has filing.", _GOOD, _FACILITIES),
    Condition("C20", "The SENCO has a computer and the software needed.", _GOOD, _FACILITIES),
    Condition("C21", "The SENCO has a telephone.", _GOOD, _FACILITIES),
    Condition("C22", "The SENCO has e-mail.", _GOOD, _FACILITIES),
    Condition(
        "C23",
        "The SENCO takes part in talks on finance and SEN funding.",
        _GOOD,
        f"{CHARTER}; {COUNTY}, tip 7",
    ),
    Condition(
        "C24",
        "The SENCO and the SEND governor are both trained on SEND funding and account for the "
        "notional budget together.",
        _GOOD,
        f"{COUNTY}, tip 7",
    ),
    Condition(
        "C25",
        "The SENCO attends the local authority’s or the trust’s SENCO network each term.",
        _GOOD,
        f"{COUNTY}, tip 5; {CHARTER}",
    ),
    Condition(
        "C26",
        "A new SENCO has an experienced SENCO as mentor, extra time, induction, and training in "
        "managing staff.",
        _GOOD,
        f"{COUNTY}, tip 3; {CHARTER}, induction",
    ),
    Condition(
        "C27",
        "The SENCO’s training needs are written in the school’s development plan.",
        _GOOD,
        CHARTER,
    ),
    Condition(
        "C28",
        "The SENCO is supported onto accredited and leadership courses.",
        _GOOD,
        f"{CHARTER}; {ASCL}, paragraph 8",
    ),
    Condition(
        "C29",
        "SEND is treated as everybody’s responsibility, in staff meetings and messages.",
        _GOOD,
        f"{COUNTY}, tip 2",
    ),
    Condition(
        "C30",
        "There is time for paired observations with the head or senior leaders.",
        _GOOD,
        f"{COUNTY}, tip 4",
    ),
    Condition(
        "C31",
        "The SENCO has access to the SEND Gateway or Whole School SEND.",
        _GOOD,
        f"{COUNTY}, tip 6",
    ),
    Condition(
        "C32",
        "Class and subject teachers plan and assess for their own pupils with SEN.",
        _GOOD,
        CHARTER,
    ),
    Condition(
        "C33",
        "Where the head or a deputy is the SENCO, the work is not handed to a colleague without "
        "pay or title.",
        _GOOD,
        CHARTER,
    ),
    Condition("C34", "The SENCO works with the trust’s other SENCOs.", _GOOD, PROFILE),
    Condition("C35", "The pay range leaves room to rise.", _GOOD, f"{ASCL}, question iii", True),
    Condition(
        "C36",
        "A trust-wide role is senior and strategic, not the line management of specialists and "
        "support staff.",
        _GOOD,
        f"{ASCL}, paragraph 10",
    ),
)

CONDITIONS: dict[str, Condition] = {condition.code: condition for condition in _ALL}
"""Every condition by its code, in the order of the rulebook."""


def of_kind(kind: Kind) -> tuple[Condition, ...]:
    """The conditions of one kind: law, guidance and good practice are never mixed on a page."""
    return tuple(condition for condition in _ALL if condition.kind is kind)


PARTS: dict[str, tuple[str, ...]] = {
    "pay and job description": ("C07", "C08", "C09", "C35"),
    "time": ("C11", "C12", "C13", "C14", "C15"),
    "room and equipment": ("C17", "C18", "C19", "C20", "C21", "C22"),
    "money and governors": ("C23", "C24"),
    "support and growth": ("C25", "C26", "C27", "C28", "C31", "C34"),
    "the whole school": ("C29", "C30", "C32", "C33"),
    "trust-wide roles": ("C36",),
}
"""Good practice in pieces that one person answers in one go, each condition in one of them."""
