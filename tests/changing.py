"""An academy whose hours are changed, and the people who take the steps, by name."""

import itertools
from datetime import UTC, date, datetime, timedelta

from tests import factories as make
from tests.factories import TODAY
from trust_inclusion.db import db, transaction
from trust_inclusion.domain.access import Actor, Role
from trust_inclusion.domain.changes import Kind, Step
from trust_inclusion.models.academies import Academy
from trust_inclusion.models.accounts import Account, AccountGrant
from trust_inclusion.models.changes import Change
from trust_inclusion.models.notices import OutgoingMail
from trust_inclusion.models.posts import Appointment, Post
from trust_inclusion.services import deputies, settings, sign_ins
from trust_inclusion.services.changes import proposing, steps
from trust_inclusion.services.changes.finding import When
from trust_inclusion.services.changes.freezing import Wanted
from trust_inclusion.services.changes.proposing import Proposal
from trust_inclusion.services.deputies import Naming

SOON = TODAY + timedelta(days=90)
DAY = timedelta(days=1)


def noon(day: date) -> datetime:
    """An instant of a day."""
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)


class Changing:
    """Oak with its SENCO Sam (five hours of eight), head, and the trust's director, leader and HR.

    `add` makes more people; every act names who does it and may name the day.
    """

    def __init__(self) -> None:
        with make.saved():
            settings.name_trust("Larch Trust")
            self.oak = self._academy("Oak")
            self.sam = make.senco(self.oak, "Sam Reed", hours=5)
            self.accounts = {
                "senco": self._senco("senco", self.sam),
                "head": self._account("head", Role.HEADTEACHER, academies=[self.oak]),
                "director": self._account("director", Role.DIRECTOR),
                "leader": self._account("leader", Role.TRUST_LEADER, with_pay=True),
                "hr": self._account("hr", Role.HR),
            }
            self.post_id = self.sam.post_id

    def academy(self, name: str) -> Academy:
        """One more academy, with evidence: the formula asks eight hours."""
        with make.saved():
            return self._academy(name)

    def _academy(self, name: str) -> Academy:
        made = make.academy(name)
        make.evidence_for(made)
        return made

    def add(self, name: str, role: Role, **more: object) -> int:
        """One more account, called by `name`."""
        with make.saved():
            self.accounts[name] = self._account(name, role, **more)
        return self.accounts[name]

    def add_senco(self, name: str, appointment: Appointment) -> int:
        """The account of whoever holds an appointment."""
        self.accounts[name] = self._senco(name, appointment)
        return self.accounts[name]

    def _senco(self, name: str, appointment: Appointment) -> int:
        return self._account(name, Role.SENCO, person=appointment.person)

    def _account(self, name: str, role: Role, **more: object) -> int:
        email = f"{name.replace(' ', '.')}@trust.example"
        return make.account(role, name=name.title(), email=email, **more).id  # type: ignore[arg-type]

    def actor(self, who: str, today: date = TODAY) -> Actor:
        """Who they are on a day; somebody who may not sign in is nobody with no roles."""
        found = sign_ins.actor_of(self.accounts[who], today=today)
        return found or Actor(who, self.accounts[who])

    def wanted(self, minutes: int = 480, post_id: int | None = None) -> Proposal:
        """Permanent hours from SOON, with a reason."""
        asked = Wanted(Kind.PERMANENT, minutes, SOON)
        return Proposal(post_id or self.post_id, asked, "Pupils with needs nobody may read of")

    def propose(
        self, who: str, *minutes: int, today: date = TODAY, posts: tuple[int, ...] = ()
    ) -> int:
        """Propose eight hours for Sam's post, or other hours for several linked ones; the id of the
        first change."""
        wanted = zip(posts or (self.post_id,), minutes or itertools.repeat(480), strict=False)
        asked = [self.wanted(each, post) for post, each in wanted]
        with transaction():
            when = When(today, noon(today))
            return proposing.propose(self.actor(who, today), asked, when).id

    def take(
        self, who: str, change_id: int, step: Step, today: date = TODAY, comment: str = "Since so"
    ) -> None:
        """Take a step, having seen the change as it is."""
        with transaction():
            version = db.session.get_one(Change, change_id).version
            when = When(today, noon(today), version)
            steps.take(self.actor(who, today), change_id, step, comment, when)

    def resubmit(self, who: str, change_id: int, minutes: int = 480, today: date = TODAY) -> None:
        """Send a returned change again."""
        with transaction():
            version = db.session.get_one(Change, change_id).version
            when = When(today, noon(today), version)
            proposing.resubmit(self.actor(who, today), change_id, self.wanted(minutes), when)

    def name_deputy(
        self,
        by: str,
        deputy: str,
        director: str = "director",
        first: date = TODAY,
        last: date = TODAY + 9 * DAY,
        today: date = TODAY,
    ) -> None:
        """Name a deputy, from today for ten days unless said otherwise."""
        naming = Naming(self.accounts[director], self.accounts[deputy], first, last)
        with transaction():
            deputies.name(self.actor(by, today), naming, today=today, now=noon(today))

    def disable(self, who: str) -> None:
        """Close an account."""
        with transaction():
            db.session.get_one(Account, self.accounts[who]).disabled = True
            settings.raise_revision()

    def end_role(self, who: str, last: date = TODAY - DAY) -> None:
        """End whatever somebody may do, with a last day."""
        with transaction():
            for grant in db.session.query(AccountGrant).filter_by(account_id=self.accounts[who]):
                grant.ends_on = last
            settings.raise_revision()

    def state(self, change_id: int) -> str:
        """Where a change stands."""
        return db.session.get_one(Change, change_id).state

    def post(self) -> Post:
        """Sam's post."""
        return db.session.get_one(Post, self.post_id)


def letters(notice: str = "change") -> list[tuple[str, dict[str, object]]]:
    """What lies in the outbox, as (the name before the @, content), in order."""
    rows = db.session.query(OutgoingMail).filter_by(notice=notice).order_by(OutgoingMail.id)
    return [(row.to_email.split("@")[0], row.content) for row in rows]


def empty_outbox() -> None:
    """Forget what was put out so far."""
    with transaction():
        db.session.query(OutgoingMail).delete()
