"""Three academies with changes of hours in every state, made by the people whose steps they are."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from tests import factories as make
from tests.factories import TODAY
from trust_inclusion.db import db, transaction
from trust_inclusion.domain.access import Actor, Role
from trust_inclusion.domain.changes import Kind, Step
from trust_inclusion.models.changes import Change
from trust_inclusion.models.posts import Appointment
from trust_inclusion.services import settings, sign_ins
from trust_inclusion.services.changes import proposing, steps
from trust_inclusion.services.changes.finding import When
from trust_inclusion.services.changes.freezing import Wanted
from trust_inclusion.services.changes.proposing import Proposal

DAY = timedelta(days=1)
SOON = TODAY + timedelta(days=40)


def when(day: date = TODAY, version: int = 0) -> When:
    """Noon of a day."""
    return When(day, datetime(day.year, day.month, day.day, 12, tzinfo=UTC), version)


@dataclass
class Listed:
    """Accounts, posts and changes by name, as ids."""

    accounts: dict[str, int] = field(default_factory=dict)
    emails: dict[str, str] = field(default_factory=dict)
    posts: dict[str, int] = field(default_factory=dict)
    urns: dict[str, int] = field(default_factory=dict)
    changes: dict[str, int] = field(default_factory=dict)

    def actor(self, who: str, day: date = TODAY) -> Actor:
        """Somebody as they sign in on a day."""
        found = sign_ins.actor_of(self.accounts[who], today=day)
        assert found is not None
        return found

    def propose(
        self,
        name: str,
        who: str,
        post: str,
        hours: float = 8,
        *,
        day: date = TODAY,
        kind: Kind = Kind.PERMANENT,
        on: date = SOON,
        until: date | None = None,
    ) -> int:
        """Propose a change as somebody, under a name."""
        wanted = Wanted(kind, round(hours * 60), on, until)
        asked = Proposal(self.posts[post], wanted, f"Because of {name}")
        with transaction():
            made = proposing.propose(self.actor(who, day), [asked], when(day))
            self.changes[name] = made.id
        return self.changes[name]

    def take(self, name: str, who: str, step: Step, day: date = TODAY) -> None:
        """Take a step as somebody, with a comment."""
        change_id = self.changes[name]
        with transaction():
            seen = db.session.get_one(Change, change_id).version
            steps.take(self.actor(who, day), change_id, step, "Agreed", when(day, seen))

    def version(self, name: str) -> int:
        """The version of a change now."""
        return db.session.get_one(Change, self.changes[name]).version


def paid(held: Appointment) -> Appointment:
    """On a point that the built-in tables have, so that hours have a value."""
    for row in held.pay:
        row.area = "Rest of England"
    return held


def trust() -> Listed:
    """Ash and Beech in the hub North, Cedar in South; each with a head, Ash with two SENCOs."""
    made = Listed()
    with make.saved():
        settings.name_trust("Larch Trust")
        north, south = make.hub("North"), make.hub("South")
        ash = make.academy("Ash", urn=100001, hub=north)
        beech = make.academy("Beech", urn=100002, hub=north)
        cedar = make.academy("Cédar", urn=100003, hub=south)
        people = {}
        for academy, name, key, title in (
            (ash, "Olive Own", "ash", "SENCO"),
            (ash, "Zoë Second", "ash 2", "Second SENCO"),
            (beech, "Bea Beech", "beech", "SENCO"),
            (cedar, "Cy Cedar", "cedar", "SENCO"),
        ):
            held = paid(make.senco(academy, name, hours=5, title=title, pay_point="M6"))
            made.posts[key], people[key] = held.post_id, held.person
        for academy in (ash, beech, cedar):
            make.evidence_for(academy)
            made.urns[academy.name] = academy.urn
        accounts = {
            "director": make.account(Role.DIRECTOR, name="Dora Director"),
            "other director": make.account(Role.DIRECTOR, name="Otto Director"),
            "deputy": make.account(Role.DEPUTY, name="Dan Deputy"),
            "leader": make.account(Role.TRUST_LEADER, with_pay=True, name="Lea Leader"),
            "trustee": make.account(Role.TRUST_LEADER, name="Tim Trustee"),
            "hr": make.account(Role.HR, name="Hal HR"),
            "head": make.account(Role.HEADTEACHER, academies=[ash, beech], name="Hana Head"),
            "head of Cedar": make.account(Role.HEADTEACHER, academies=[cedar], name="Carl Head"),
            "senco": make.account(Role.SENCO, person=people["ash"], name="Olive Own"),
            "governor": make.account(Role.GOVERNOR, academies=[ash]),
            "admin": make.account(Role.ADMIN),
            "director of North": make.account(Role.DIRECTOR, hubs=[north], name="Nell North"),
            "head and trustee": make.account(Role.HEADTEACHER, academies=[cedar], name="Both"),
        }
        make.grant(accounts["head and trustee"], Role.TRUST_LEADER)
        accounts["deputy"].grants[0].for_account_id = accounts["director"].id
        made.accounts = {name: one.id for name, one in accounts.items()}
        made.emails = {name: one.email for name, one in accounts.items()}
    return made


def with_changes() -> Listed:
    """That trust with changes open and closed.

    Open: `proposed` (Ash, by its SENCO, 11 working days ago), `endorsed` (Beech, today),
    `reduction` (Ash's second post, by the head, 5 working days ago), `to confirm` (Cedar).
    Closed: `approved` and `rejected` at Beech, `withdrawn` at Cedar, `granted` alone at Cedar.
    """
    made = trust()
    old = date(2026, 9, 1)
    # Tuesday to Friday of the same week: three working days.
    made.propose("approved", "head", "beech", 6, day=old, on=date(2026, 10, 1))
    made.take("approved", "director", Step.APPROVE, old + 3 * DAY)
    # Monday to Monday: five.
    made.propose("rejected", "head", "beech", 12, day=date(2026, 10, 5))
    made.take("rejected", "director", Step.REJECT, date(2026, 10, 12))
    made.propose("withdrawn", "head of Cedar", "cedar", 7, day=date(2026, 10, 20))
    made.take("withdrawn", "head of Cedar", Step.WITHDRAW, date(2026, 10, 21))
    asked = Proposal(
        made.posts["cedar"],
        Wanted(Kind.TEMPORARY, 420, TODAY - 5 * DAY, TODAY + 20 * DAY),
        "For a few weeks",
    )
    with transaction():
        granted = proposing.grant(made.actor("head of Cedar"), asked, when(TODAY - 5 * DAY))
        made.changes["granted"] = granted.id
    made.propose("proposed", "senco", "ash", 8, day=date(2026, 11, 5))
    made.propose("endorsed", "head", "beech", 7)
    made.propose("reduction", "head", "ash 2", 4, day=date(2026, 11, 13))
    made.propose("to confirm", "head of Cedar", "cedar", 14, day=TODAY - 2 * DAY)
    made.take("to confirm", "director", Step.APPROVE, TODAY - DAY)
    return made
