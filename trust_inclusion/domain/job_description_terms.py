"""Terms in a job description that are out of date, and what to say instead, with the source."""

from dataclasses import dataclass

from trust_inclusion.domain.law import CODE_6, REG_49_7A, REG_49_7B


@dataclass(frozen=True, slots=True)
class Term:
    """`unless`: phrases that, in the same line, make the term right. `new_post_only`: right for
    somebody who holds it, wrong in asking a newcomer for it."""

    name: str
    phrases: tuple[str, ...]
    say: str
    source: str
    new_post_only: bool = False
    unless: tuple[str, ...] = ()


CODE_2015 = "SEND Code of Practice 2015"

_ALL = (
    Term(
        "NASENCO",
        ("nasenco", "national award for {sen} co-ordinat*", "national award for senco"),
        "Ask for the NPQ for SENCOs, held or within three years; a NASENCO already held still "
        "counts.",
        f"{REG_49_7A} and {REG_49_7B}",
        new_post_only=True,
        unless=("npq*", "national professional qualification"),
    ),
    Term(
        "School Action Plus",
        ("school action plus", "school action +", "SA+", "SA plus"),
        "Say SEN support, with outside specialists where they are meant.",
        CODE_2015,
    ),
    Term("School Action", ("school action",), "Say SEN support.", CODE_2015),
    Term(
        "Statements of SEN",
        (
            "statement of {sen}",
            "statement of special need",
            "{sen} statement",
            "{pupil} with statement",
            "{pupil} with a statement",
            "statement review",
            "review* statement",
            "review* of statement",
            "statemented",
            "statementing",
        ),
        "Say education, health and care plans (EHC plans).",
        "Children and Families Act 2014, section 37",
    ),
    Term(
        "Individual education plan",
        ("individual education plan", "IEP"),
        "Say support or provision plans: the Code no longer asks for IEPs.",
        CODE_2015,
    ),
    Term(
        "The Code of 2001",
        ("code of practice 2001", "2001 code of practice"),
        "Say the SEND Code of Practice: 0 to 25 years (2015).",
        CODE_2015,
    ),
    Term(
        "Behavioural, emotional and social difficulties",
        ("BESD", "EBD", "behavioural emotional and social difficulty"),
        "Say social, emotional and mental health (SEMH) needs.",
        CODE_6,
    ),
    Term(
        "PLASC",
        ("PLASC", "pupil level annual school* census"),
        "Say the school census.",
        "Rulebook 2.2: the January school census",
    ),
    Term("LEA", ("LEA", "local education authority"), "Say local authority.", CODE_2015),
    Term(
        "Disability Discrimination Act",
        ("DDA", "disability discrimination act"),
        "Say the Equality Act 2010.",
        "Equality Act 2010",
    ),
)

TERMS: dict[str, Term] = {term.name: term for term in _ALL}
