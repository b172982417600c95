"""What a few may read beside pay, in words that occur nowhere else, and who may read which.

TRNs, what somebody aspires to and agreed, and why the trust rules as it does; and accounts whose
roles could lend each other what none of them has.
"""

from sqlalchemy import select

from tests import factories as make
from tests.client import Who
from tests.web.test_doors import ALL, ROLELESS
from trust_inclusion.db import db
from trust_inclusion.domain.access import Role
from trust_inclusion.models.academies import Academy
from trust_inclusion.models.accounts import Account
from trust_inclusion.models.people import Person
from trust_inclusion.models.records import Ruling

SEVERAL_ROLES = ("hr and senco", "head and governor", "deputy and head")
"""HR who is the SENCO Carl; the head of Ash who governs Birch; a deputy who heads Birch."""
_HR = {"hr", "hr and senco"}
_READS_OLIVE = {*_HR, "director", "director of a hub", "senco", "senco and governor"}
"""Olive shows her head nothing, and Nora, her mentor, what she wants."""
_READS_NORA = {*_HR, "director", "senco and governor", "deputy and head"}
"""Nora lets her head read it."""
SEES: dict[str, set[str]] = {
    "7700000": {*_HR, "senco"},
    # A ruling on Carl waits: who decides in the director's place sees what it is about.
    "7700001": {*_HR, "director", "director of a hub"},
    "7700002": {*_HR, "senco and governor"},
    "7700003": {*_HR, "senco of what left"},
    "Wolfram": _READS_OLIVE,
    "Wisteria": _READS_OLIVE,
    "Yarrow": _READS_NORA,
    "Yucca": _READS_NORA,
    # Never its subject, be they HR.
    "Quartz": {"hr", "director", "director of a hub", "trustee", "executive", "head and trustee"},
}


def told() -> dict[str, Who]:
    """Store it, in a transaction; the accounts with several roles, by their name."""
    olive, carl, nora = (_person(name) for name in ("Olive Own", "Carl Colleague", "Nora Next"))
    first = make.plan(
        olive, words="Wolfram", mentor=nora, mentor_sees=True, agreed="one_to_two_years"
    )
    first.next_step = "Wisteria"
    second = make.plan(nora, "deepen", words="Yarrow", head_sees=True, agreed="now")
    second.next_step = "Yucca"
    db.session.add(
        Ruling(
            person_id=carl.id, kind="must_qualify", must_qualify_by=make.TODAY.replace(year=2027),
            reasons="Quartz", state="proposed", proposed_at=make.NOW,
        )
    )  # fmt: skip
    return {name: Who(one.id, one.email) for name, one in _accounts(carl).items()}


def _accounts(carl: Person) -> dict[str, Account]:
    ash, birch = (
        db.session.scalars(select(Academy).where(Academy.name == name)).one()
        for name in ("Ash", "Birch")
    )
    made = {
        "hr and senco": make.account(Role.HR, person=carl),
        "head and governor": make.account(Role.HEADTEACHER, academies=[ash]),
        "deputy and head": make.account(Role.DEPUTY),
    }
    make.grant(made["hr and senco"], Role.SENCO)
    make.grant(made["head and governor"], Role.GOVERNOR, academies=[birch])
    make.grant(made["deputy and head"], Role.HEADTEACHER, academies=[birch])
    return made


def _person(name: str) -> Person:
    return db.session.scalars(select(Person).where(Person.name == name)).one()


def hidden_from(name: str) -> set[str]:
    """The words that may reach a role nowhere."""
    assert name in {*ALL, *ROLELESS, *SEVERAL_ROLES}
    return {word for word, who in SEES.items() if name not in who}
