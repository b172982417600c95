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
from trust_inclusion.models.changes import Change, ChangeStep
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
    """The facts around some changes on a day, loaded in a fixed number of queries.

    `together`: these are about to be linked with each other.
    """

    def __init__(self, found: Sequence[Change], today: date, *, together: bool = False) -> None:
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
        self._together = list(found) if together else []
        self._resubmitted = _resubmitted([one.id for one in found if one.returns])

    def linked(self, change: Change) -> list[Change]:
        """The changes decided together with this one, itself first."""
        others = self._together or self._bundles.get(change.bundle_id or 0, [])
        return [change, *(one for one in others if one is not change)]

    def holders(self, post_id: int) -> frozenset[int]:
        """The people who hold a post today."""
        return frozenset(self._holders.get(post_id, ()))

    def case(self, change: Change) -> Case:
        """What the table asks about a saved change; `needs_second` and `became_reduction` are left
        to who decides."""
        others = [self._alone(one) for one in self.linked(change)[1:] if self._counts(one)]
        return replace(
            self._alone(change),
            has_head=change.state != State.PROPOSED or self._head_may(change),
            director_may=change.state != State.ENDORSED or self._director_may(change),
            others_as_far=all(one.state == change.state for one in others),
            others_ready=all(
                one.state == change.state and changes.held_up(one) is None for one in others
            ),
        )

    def _counts(self, change: Change) -> bool:
        """Whether a linked change is decided too: not where it is closed, or about to lapse."""
        return change.state in changes.OPEN and not self._academies[change.academy_id].left

    def open_linked(self, change: Change) -> list[Change]:
        """The change, and those linked with it that are on their way like it."""
        return [change, *(one for one in self.linked(change)[1:] if self._counts(one))]

    def _alone(self, change: Change) -> Case:
        """The change's own facts, whoever is there and whatever it is linked with."""
        proposed_on = london_day(change.proposed_at) if change.proposed_at else self.today
        return Case(
            state=State(change.state),
            reduction=change.reduction,
            held=bool(self.holders(change.post_id)),
            view_given=change.view_given_at is not None,
            seen_by_hr=change.seen_by_hr_at is not None,
            working_days=working_days_between(proposed_on, self.today),
            returns=change.returns,
            out_of_date=self._out_of_date(change),
            left=self._academies[change.academy_id].left,
        )

    def _out_of_date(self, change: Change) -> bool:
        """Whether its first day passed while it waited, or of one begun late the last."""
        if change.until is not None and change.until < self.today:
            return True
        return not change.late_reason and change.effective_on < self.today

    def _head_may(self, change: Change) -> bool:
        """Whether a headteacher is there who may endorse it."""
        case, by = Case(State.PROPOSED), frozenset({Capacity.HEADTEACHER})
        heads = self._heads[change.academy_id]
        return any(self._could(one.actor, change, Step.ENDORSE, case, by) for one in heads)

    def _director_may(self, change: Change) -> bool:
        """Whether somebody decides it in the first place: a director, or a deputy for one."""
        case, by = Case(State.ENDORSED), frozenset({Capacity.DIRECTOR, Capacity.DEPUTY})
        return any(self._could(one.actor, change, Step.REJECT, case, by) for one in self._judges)

    def _could(
        self, actor: Actor, change: Change, step: Step, case: Case, by: frozenset[Capacity]
    ) -> bool:
        taker = self.taker(actor, change)
        only = replace(taker, capacities=taker.capacities & by)
        return changes.may(step, case, only)

    def taker(self, actor: Actor, change: Change) -> Taker:
        """Who the actor is to a change; every change linked with it counts as theirs too."""
        linked = self.linked(change)
        return Taker(
            capacities=frozenset(self._capacities(actor, change)),
            own=any(self._own(actor.person_id, one) for one in linked),
            works_there=any(self._works_there(actor, one.academy_id) for one in linked),
            proposed=_is(actor, self._proposers(linked)),
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
                if covers and deputises and not self._barred(who, change):
                    return who.account_id
        return None

    def _barred(self, who: Actor, change: Change) -> bool:
        """Whether a director may not decide it themself, and so nobody for them."""
        linked = self.linked(change)
        asked = self._proposers(linked) | {one.endorsed_by_id for one in linked}
        return _is(who, asked) or any(
            self._own(who.person_id, one) or self._works_there(who, one.academy_id)
            for one in linked
        )

    def _proposers(self, linked: Iterable[Change]) -> set[int | None]:
        """Whoever proposed or resubmitted one of these changes."""
        return {
            who
            for one in linked
            for who in (one.proposed_by_id, *self._resubmitted.get(one.id, ()))
        }

    def _capacities(self, actor: Actor, change: Change) -> Iterable[Capacity]:
        place = self._place(change)
        for capacity, role, action in _ROLES:
            if access.reach_as(actor, role, action).covers(place):
                yield capacity
        if self._is_senco_of(actor, change):
            yield Capacity.HOLDER
        if self.proposer_as(actor, change) is not None:
            yield Capacity.PROPOSER

    def _is_senco_of(self, actor: Actor, change: Change) -> bool:
        if actor.person_id is None or actor.person_id not in self.holders(change.post_id):
            return False
        return access.may(actor, Action.PROPOSE_CHANGE, Place(person_id=actor.person_id))

    def proposer_as(self, actor: Actor, change: Change) -> Capacity | None:
        """In what role the actor may act as the proposer of a change today; None where not.

        Who proposed it and still holds the role; without them, whoever holds that role now; where
        nobody does, the headteacher, then the director. So what waits follows when people move,
        and a post that became vacant is not held up for ever by what its SENCO asked for.
        """
        if change.proposed_as is None:
            return None
        first = Capacity(change.proposed_as)
        if change.proposed_by_id == actor.account_id and actor.account_id is not None:
            return first if self.in_role(actor, first, change) else None
        if self.proposer_still_there(change):
            return None
        for capacity in dict.fromkeys((first, Capacity.HEADTEACHER, Capacity.DIRECTOR)):
            if self._in_role_here(capacity, change):
                return capacity if self.in_role(actor, capacity, change) else None
        return None

    def in_role(self, actor: Actor, capacity: Capacity, change: Change) -> bool:
        """Whether the actor could propose this change in that capacity today."""
        if capacity is Capacity.HOLDER:
            return self._is_senco_of(actor, change)
        role = Role.HEADTEACHER if capacity is Capacity.HEADTEACHER else Role.DIRECTOR
        place = self._place(change)
        return access.reach_as(actor, role, Action.PROPOSE_CHANGE).covers(place)

    def proposer_still_there(self, change: Change) -> bool:
        """Whether who proposed it still holds the role in which they did."""
        if change.proposed_as is None:
            return False
        here = self._in_role_here(Capacity(change.proposed_as), change)
        return any(one.actor.account_id == change.proposed_by_id for one in here)

    def _in_role_here(self, capacity: Capacity, change: Change) -> list[Reachable]:
        """Whoever could propose this change in that capacity today."""
        if capacity is Capacity.HOLDER:
            return self.sencos_of(change)
        those = self._judges if capacity is Capacity.DIRECTOR else self._heads[change.academy_id]
        return [one for one in those if self.in_role(one.actor, capacity, change)]

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
    calls = CALLS - {Step.GIVE_VIEW} if case.view_given else CALLS
    if any(changes.may(step, case, taker) for step in calls):
        return True
    # What is out of date can only be sent back, by whoever would have decided it.
    waits = case.out_of_date and case.state is not State.PROPOSED
    return waits and changes.may(Step.RETURN, case, taker)


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


def _resubmitted(change_ids: list[int]) -> dict[int, set[int]]:
    """Who sent each of these changes off, the first time and again."""
    found: dict[int, set[int]] = defaultdict(set)
    if change_ids:
        sent = (Step.PROPOSE.value, Step.RESUBMIT.value)
        rows = db.session.execute(
            select(ChangeStep.change_id, ChangeStep.account_id).where(
                ChangeStep.change_id.in_(change_ids), ChangeStep.step.in_(sent)
            )
        )
        for row in rows:
            found[row.change_id].add(row.account_id)
    return found


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
