"""Who signs in to the demo: one account for each role, and one for two roles at once."""

from dataclasses import dataclass
from datetime import timedelta

from trust_inclusion.demo.dates import When, days_ago, in_days
from trust_inclusion.demo.making import Making
from trust_inclusion.demo.people import MAIL
from trust_inclusion.demo.posts import SENCOS
from trust_inclusion.domain import words
from trust_inclusion.domain.access import Role, scope_problem
from trust_inclusion.models.accounts import Account, AccountGrant


@dataclass(frozen=True, slots=True)
class Granted:
    """A role: at academies by key, by an own record (a SENCO), or else trust-wide."""

    role: Role
    at: tuple[str, ...] = ()
    with_pay: bool = False
    since: When | None = None
    until: When | None = None


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """A person to enter the demo as: `role_words` and `sees` are for the sign-in page."""

    key: str
    role_words: str
    name: str
    sees: str
    granted: tuple[Granted, ...]

    @property
    def email(self) -> str:
        """The same address as on the person's record, where they have one."""
        return f"{self.name.lower().replace(' ', '.')}@{MAIL}"


def _only(role: Role, at: tuple[str, ...] = (), *, with_pay: bool = False) -> tuple[Granted, ...]:
    return (Granted(role, at, with_pay),)


NAMED = (3, 11)
"""Since how many days the deputy stands in, and for how many more."""

ACCOUNTS = (
    DemoAccount(
        "director", words.ROLES[Role.DIRECTOR], "Marianne Oduya",
        "Every academy: hours against the formula, qualification, pay, and reviews to write.",
        _only(Role.DIRECTOR),
    ),
    DemoAccount(
        "chief_executive", "Trust leader, with pay", "Gareth Pemberlow",
        "Every academy with pay, to read and to review.",
        _only(Role.TRUST_LEADER, with_pay=True),
    ),
    DemoAccount(
        "trustee", "Trust leader, without pay", "Sunita Raikar",
        "Every academy, to read and to review, with the pay column absent.",
        _only(Role.TRUST_LEADER),
    ),
    DemoAccount(
        "hr", words.ROLES[Role.HR], "Colette Brannock",
        "Every academy and everybody’s record, with pay and teacher reference numbers.",
        _only(Role.HR),
    ),
    DemoAccount(
        "head", words.ROLES[Role.HEADTEACHER], "Dominic Achebe",
        "Two academies, one of them short of time, with an action that is overdue.",
        _only(Role.HEADTEACHER, ("otterstone", "curlew")),
    ),
    DemoAccount(
        "senco", words.ROLES[Role.SENCO], "Priya Wainscott",
        "The two academies where she is SENCO, and her own record with pay.",
        _only(Role.SENCO),
    ),
    DemoAccount(
        "governor", words.ROLES[Role.GOVERNOR], "Alun Trevessick",
        "One academy: who the SENCO is and the hours, nothing of pay or deadlines.",
        _only(Role.GOVERNOR, ("otterstone",)),
    ),
    DemoAccount(
        "admin", words.ROLES[Role.ADMIN], "Kezia Morlund",
        "Accounts and imports, and no academy’s figures.",
        _only(Role.ADMIN),
    ),
    DemoAccount(
        "deputy", words.ROLES[Role.DEPUTY], "Imran Sethwell",
        "Stands in for the director for a fortnight: changes to decide, nothing else.",
        (Granted(Role.DEPUTY, since=days_ago(NAMED[0]), until=in_days(NAMED[1])),),
    ),
    DemoAccount(
        "hr_and_senco", "HR and SENCO", "Bethan Okonjo",
        "Everybody’s record as HR, and her own as a SENCO like any other.",
        (Granted(Role.HR), Granted(Role.SENCO)),
    ),
)  # fmt: skip

LEFT = DemoAccount("former_hr", "", "Rowena Castlemaine", "", _only(Role.HR))
"""An account that was closed when its holder left the trust."""

HEADS = tuple(
    DemoAccount(name, "", name, "", _only(Role.HEADTEACHER, at))
    for name, at in (
        ("Ruth Pellingford", ("harrowmere_infant",)),
        ("Oliver Stannard", ("harrowmere_junior",)),
        ("Grace Tilbrook", ("oxlip",)),
        ("Martin Heskew", ("chalkdown",)),
        ("Leila Farrant", ("wrenfield",)),
        ("Susan Penfold", ("teaselbrook",)),
        ("Adaeze Burnham", ("kestrel",)),
        ("Hilary Moxon", ("rushymere",)),
        ("Edwin Lorimer", ("fernhollow_primary", "fernhollow_school")),
        ("Stephen Corvane", ("thornwick",)),
        ("Judy Amersley", ("marlstone",)),
        ("Neil Tremaddock", ("penhallow",)),
        ("Anita Rowsley", ("winterbeck",)),
        ("Naomi Thackwell", ("sedgemere",)),
        ("Peter Dunstall", ("saltmarsh_primary", "saltmarsh_bay")),
        ("Carol Wexcombe", ("tidewell",)),
    )
)
"""The other head teachers who sign in; some academies have none who does."""

_LISTED = frozenset(told.name for told in ACCOUNTS)
ASSISTANTS = ("Poppy Hargrave", "Benedict Kirkwall")
_HEAD_TOO = {"Fiona Maddersley": (Granted(Role.HEADTEACHER, ("gosling",)),)}
COLLEAGUES = tuple(
    DemoAccount(name, "", name, "", (*_only(Role.SENCO), *_HEAD_TOO.get(name, ())))
    for name in (*SENCOS, *ASSISTANTS) if name not in _LISTED
)  # fmt: skip
"""The other SENCOs in post, and assistants who keep their own records as they do: nobody enters the
demo as them."""

HEAD_OF = {
    place: told.key
    for told in (*ACCOUNTS, *HEADS, *COLLEAGUES)
    for granted in told.granted
    if granted.role is Role.HEADTEACHER
    for place in granted.at
}
"""The account of each academy's head teacher, by the academy's key."""


def add(making: Making) -> None:
    """Store the accounts with their roles: no password, so only the demo's sign-in opens them."""
    everybody = (*ACCOUNTS, LEFT, *COLLEAGUES, *HEADS)
    rows = {told.key: _row(making, told, place) for place, told in enumerate(everybody)}
    making.add(rows.values())
    making.accounts.update(rows)
    _name_deputy(making)
    for told in everybody:
        row = rows[told.key]
        roles = {"roles": sorted(granted.role.value for granted in told.granted)}
        making.happened(
            row.created_at,
            None if told.key == "admin" else "admin",
            "account_created",
            "account",
            row.id,
            after={**roles, "person_id": row.person_id},
        )


def _name_deputy(making: Making) -> None:
    """She who is away names who decides for her; his role is for her academies alone."""
    director, deputy = making.accounts["director"], making.accounts["deputy"]
    (grant,) = deputy.grants
    grant.for_account_id = director.id
    making.add([grant])
    after = {"for_account_id": director.id}
    for name, day in (("starts_on", grant.starts_on), ("ends_on", grant.ends_on)):
        after |= {name: day.isoformat() if day else None}
    at = making.dates.instant(making.dates.today - timedelta(days=NAMED[0] + 1), 455)
    making.happened(at, "director", "deputy_named", "account", deputy.id, after=after)


def _row(making: Making, told: DemoAccount, place: int) -> Account:
    # The administrator's comes first: it makes the others.
    since = making.dates.september(3) + timedelta(days=0 if told.key == "admin" else 1)
    person = making.people.get(told.name)
    return Account(
        email=told.email,
        name=told.name,
        person_id=person.id if person else None,
        disabled=told is LEFT,
        created_at=making.dates.instant(since, 7 * place),
        grants=[grant for granted in told.granted for grant in _grants(making, granted)],
    )


def _grants(making: Making, granted: Granted) -> list[AccountGrant]:
    places = [making.academies[key].id for key in granted.at]
    everything = not places and granted.role is not Role.SENCO
    if problem := scope_problem(granted.role, everything, places):
        raise ValueError(problem)
    dates = making.dates
    return [
        AccountGrant(
            role=granted.role.value,
            everything=everything,
            academy_id=place,
            with_pay=granted.with_pay,
            starts_on=granted.since(dates) if granted.since else None,
            ends_on=granted.until(dates) if granted.until else None,
        )
        for place in places or [None]
    ]
