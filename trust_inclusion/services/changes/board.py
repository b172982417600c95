"""Open changes with everything the table of steps asks about them, for many at once.

The question "what may this person do here" has one answer, domain/changes.py, whether it is asked
for a page, a queue, the count in the header or a mail. So nothing of it is written again in SQL.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import or_, select

from trust_inclusion.db import db
from trust_inclusion.domain import access, changes
from trust_inclusion.domain.access import Action, Actor, Place, Role
from trust_inclusion.domain.calendar import london_day
from trust_inclusion.domain.changes import Capacity, Case, State, Step, Taker
from trust_inclusion.domain.working_days import working_days_between
from trust_inclusion.models.academies import Academy
from trust_inclusion.models.changes import Change
from trust_inclusion.models.posts import Appointment, Post
from trust_inclusion.services import reachable
from trust_inclusion.services.reachable import Reachable

ROLES_OF_STEPS = (Role.HEADTEACHER, Role.DIRECTOR, Role.DEPUTY)
CALLS = frozenset(
    {Step.ENDORSE, Step.APPROVE, Step.CONFIRM, Step.MARK_SEEN, Step.GIVE_VIEW, Step.RESUBMIT}
)
"""Steps that make a change wait for whoever may take them; the others are only possible."""


@dataclass(frozen=True, slots=True)
class AcademyHere:
    id: int
    hub_id: int | None
    left: bool


class Board:
    """The facts around some changes on a day, loaded in a fixed number of queries."""

    def __init__(self, found: Sequence[Change], today: date) -> None:
        self.today = today
        self._academies = _academies({one.academy_id for one in found}, today)
        self._holders, self._working = _people(set(self._academies), today)
        self._accounts = reachable.holding(ROLES_OF_STEPS, self._academies, today)
        self._judges = [
            one for one in self._accounts if {Role.DIRECTOR, Role.DEPUTY} & set(one.actor.roles)
        ]
        everybody = {person for people in self._holders.values() for person in people}
        self._sencos = {one.actor.person_id: one for one in reachable.sencos(everybody, today)}
        self._directors = {
            one.actor.account_id: one for one in self._accounts if Role.DIRECTOR in one.actor.roles
        }
        self._heads: dict[int, list[Reachable]] = defaultdict(list)
        for one in self._accounts:
            for held in one.actor.holdings:
                if held.role is Role.HEADTEACHER:
                    for academy_id in held.academies:
                        self._heads[academy_id].append(one)
        self._bundles: dict[int, list[Change]] = defaultdict(list)
        for one in found:
            if one.bundle_id is not None:
                self._bundles[one.bundle_id].append(one)

    def linked(self, change: Change) -> list[Change]:
        """The changes decided together with this one, itself first."""
        others = self._bundles.get(change.bundle_id or 0, [])
        return [change, *(one for one in others if one.id != change.id)]

    def holders(self, post_id: int) -> frozenset[int]:
        """The people who hold a post today."""
        return frozenset(self._holders.get(post_id, ()))

    def case(self, change: Change) -> Case:
        """What the table asks about a saved change; `needs_second` is left to who decides."""
        proposed_on = london_day(change.proposed_at) if change.proposed_at else self.today
        open_others = [one for one in self.linked(change)[1:] if one.state in changes.OPEN]
        holders = self.holders(change.post_id)
        return Case(
            state=State(change.state),
            reduction=change.reduction,
            held=bool(holders),
            view_given=change.view_given_at is not None,
            seen_by_hr=change.seen_by_hr_at is not None,
            working_days=working_days_between(proposed_on, self.today),
            returns=change.returns,
            has_head=any(
                one.actor.person_id not in holders and one.actor.account_id != change.proposed_by_id
                for one in self._heads[change.academy_id]
            ),
            director_may=change.state != State.ENDORSED or self._director_may(change),
            out_of_date=not change.late_reason and change.effective_on < self.today,
            others_ready=all(one.state == change.state for one in open_others),
            left=self._academies[change.academy_id].left,
        )

    def _director_may(self, change: Change) -> bool:
        """Whether somebody decides it in the first place: a director, or a deputy for one."""
        case = Case(State.ENDORSED, director_may=True)
        for one in self._judges:
            taker = self.taker(one.actor, change)
            judges = taker.capacities & {Capacity.DIRECTOR, Capacity.DEPUTY}
            only = replace(taker, capacities=judges)
            if isinstance(changes.take(Step.REJECT, case, only), changes.Allowed):
                return True
        return False

    def taker(self, actor: Actor, change: Change) -> Taker:
        """Who the actor is to a change; every change linked with it counts as theirs too."""
        linked = self.linked(change)
        return Taker(
            capacities=frozenset(self._capacities(actor, change)),
            own=any(self._own(actor.person_id, one) for one in linked),
            works_there=any(self._works_there(actor, one.academy_id) for one in linked),
            proposed=_is(actor, [one.proposed_by_id for one in linked]),
            endorsed=_is(actor, [one.endorsed_by_id for one in linked]),
            approved=_is(actor, [one.decided_by_id for one in linked]),
            acts_for_involved=self.principal(actor, change) is None,
        )

    def principal(self, actor: Actor, change: Change) -> int | None:
        """The director for whom a deputy may decide this; None where nobody they act for may."""
        place = self._place(change)
        for held in actor.holdings:
            one = self._directors.get(held.acts_for)
            if held.role is Role.DEPUTY and one is not None:
                who = one.actor
                covers = access.reach_as(who, Role.DIRECTOR, Action.DECIDE_CHANGE).covers(place)
                alone = Actor(actor.name, actor.account_id, None, (held,))
                deputises = access.reach_as(alone, Role.DEPUTY, Action.DECIDE_CHANGE).covers(place)
                if covers and deputises and not self._involved(who, change):
                    return who.account_id
        return None

    def _involved(self, who: Actor, change: Change) -> bool:
        linked = self.linked(change)
        asked = [one.proposed_by_id for one in linked] + [one.endorsed_by_id for one in linked]
        return _is(who, asked) or any(self._own(who.person_id, one) for one in linked)

    def _capacities(self, actor: Actor, change: Change) -> Iterable[Capacity]:
        place = self._place(change)
        for capacity, role, action in _ROLES:
            if access.reach_as(actor, role, action).covers(place):
                yield capacity
        if self._is_senco_of(actor, change):
            yield Capacity.HOLDER
        if self._stands_for_proposer(actor, change):
            yield Capacity.PROPOSER

    def _is_senco_of(self, actor: Actor, change: Change) -> bool:
        if actor.person_id is None or actor.person_id not in self.holders(change.post_id):
            return False
        return access.may(actor, Action.PROPOSE_CHANGE, Place(person_id=actor.person_id))

    def _stands_for_proposer(self, actor: Actor, change: Change) -> bool:
        """Who proposed it and still holds the role; without them, whoever holds that role now.

        What waits belongs to the role at the academy, so that it follows when people move.
        """
        if change.proposed_as is None:
            return False
        now_in_role = self.in_role(actor, Capacity(change.proposed_as), change)
        if change.proposed_by_id == actor.account_id:
            return now_in_role
        return now_in_role and not self._proposer_still_there(change)

    def in_role(self, actor: Actor, capacity: Capacity, change: Change) -> bool:
        """Whether the actor could propose this change in that capacity today."""
        if capacity is Capacity.HOLDER:
            return self._is_senco_of(actor, change)
        role = Role.HEADTEACHER if capacity is Capacity.HEADTEACHER else Role.DIRECTOR
        place = self._place(change)
        return access.reach_as(actor, role, Action.PROPOSE_CHANGE).covers(place)

    def _proposer_still_there(self, change: Change) -> bool:
        if change.proposed_as == Capacity.HOLDER:
            here = self.sencos_of(change)
            return any(one.actor.account_id == change.proposed_by_id for one in here)
        capacity = Capacity(change.proposed_as or "")
        those = self._judges if capacity is Capacity.DIRECTOR else self._heads[change.academy_id]
        return any(
            one.actor.account_id == change.proposed_by_id
            and self.in_role(one.actor, capacity, change)
            for one in those
        )

    def sencos_of(self, change: Change) -> list[Reachable]:
        """Whoever holds the post today and signs in as its SENCO."""
        holders = self.holders(change.post_id)
        return [self._sencos[person] for person in sorted(holders) if person in self._sencos]

    def those_concerned(self, change: Change) -> list[Reachable]:
        """Directors and deputies, the academy's heads and the post's SENCOs: each account once."""
        found = [*self._judges, *self._heads[change.academy_id], *self.sencos_of(change)]
        return list({one.actor.account_id: one for one in found}.values())

    def _own(self, person_id: int | None, change: Change) -> bool:
        if person_id is None:
            return False
        return person_id == change.person_id or person_id in self.holders(change.post_id)

    def _works_there(self, actor: Actor, academy_id: int) -> bool:
        place = Place(academy_id=academy_id)
        heads = access.reach_as(actor, Role.HEADTEACHER, Action.ENDORSE_CHANGE).covers(place)
        return heads or (
            actor.person_id is not None and actor.person_id in self._working.get(academy_id, ())
        )

    def _place(self, change: Change) -> Place:
        here = self._academies[change.academy_id]
        return Place(here.id, here.hub_id)


_ROLES = (
    (Capacity.HEADTEACHER, Role.HEADTEACHER, Action.ENDORSE_CHANGE),
    (Capacity.DIRECTOR, Role.DIRECTOR, Action.DECIDE_CHANGE),
    (Capacity.DEPUTY, Role.DEPUTY, Action.DECIDE_CHANGE),
    (Capacity.TRUST_LEADER, Role.TRUST_LEADER, Action.CONFIRM_CHANGE),
    (Capacity.HR, Role.HR, Action.MARK_CHANGE),
)


def waits_for(case: Case, taker: Taker) -> bool:
    """Whether a change waits for this person: a step is theirs without which it stands still."""
    steps = set(changes.steps_for(case, taker))
    if steps & CALLS:
        return True
    # What is out of date can only be sent back, by whoever would have decided it.
    return case.out_of_date and Step.RETURN in steps and case.state is not State.PROPOSED


def _is(actor: Actor, account_ids: Iterable[int | None]) -> bool:
    return actor.account_id is not None and actor.account_id in account_ids


def _academies(ids: set[int], today: date) -> dict[int, AcademyHere]:
    rows = db.session.execute(
        select(Academy.id, Academy.hub_id, Academy.left_on).where(Academy.id.in_(ids))
    )
    return {
        row.id: AcademyHere(row.id, row.hub_id, row.left_on is not None and row.left_on <= today)
        for row in rows
    }


def _people(academy_ids: set[int], today: date) -> tuple[dict[int, set[int]], dict[int, set[int]]]:
    """Who holds each post of these academies today, and who holds any post at each."""
    rows = db.session.execute(
        select(Post.id, Post.academy_id, Appointment.person_id)
        .join(Appointment, Appointment.post_id == Post.id)
        .where(
            Post.academy_id.in_(academy_ids),
            or_(Appointment.started_on.is_(None), Appointment.started_on <= today),
            or_(Appointment.ended_on.is_(None), Appointment.ended_on >= today),
        )
    )
    holders: dict[int, set[int]] = defaultdict(set)
    working: dict[int, set[int]] = defaultdict(set)
    for row in rows:
        holders[row.id].add(row.person_id)
        working[row.academy_id].add(row.person_id)
    return holders, working
