"""The table of steps, tried whole against the trust's own words for it, and why a step is refused.

What is expected is written here anew, from the contract: `BY` says whose a step is and from where,
`barred` what keeps somebody of the right role from it.
"""

from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations, product
from typing import NamedTuple

import pytest

from trust_inclusion.domain import changes
from trust_inclusion.domain.changes import (
    CLOSED,
    OPEN,
    PATIENCE,
    RETURNS,
    TABLE,
    Allowed,
    Capacity,
    Case,
    Refusal,
    State,
    Step,
    Taker,
    take,
)

C, S, T = Capacity, State, Step
UNSAVED = (None, S.DRAFT)
DECIDERS = (C.DIRECTOR, C.DEPUTY, C.TRUST_LEADER)

BY: dict[Step, dict[tuple[State | None, ...], tuple[Capacity, ...]]] = {
    T.PROPOSE: {UNSAVED: (C.HOLDER, C.HEADTEACHER, C.DIRECTOR)},
    T.GRANT: {UNSAVED: (C.HEADTEACHER,)},
    T.ENDORSE: {(S.PROPOSED,): (C.HEADTEACHER, C.DIRECTOR)},
    T.PASS_ON: {(S.PROPOSED,): (C.HEADTEACHER, C.DIRECTOR, C.PROPOSER)},
    T.RETURN: {
        (S.PROPOSED,): (C.HEADTEACHER, C.DIRECTOR),
        (S.ENDORSED,): DECIDERS,
        (S.AWAITING_TRUST,): (C.TRUST_LEADER,),
    },
    T.REJECT: {(S.ENDORSED,): DECIDERS, (S.AWAITING_TRUST,): (C.TRUST_LEADER,)},
    T.APPROVE: {(S.ENDORSED,): DECIDERS},
    T.CONFIRM: {(S.AWAITING_TRUST,): (C.TRUST_LEADER,)},
    T.RESUBMIT: {(S.RETURNED,): (C.PROPOSER,)},
    T.WITHDRAW: {OPEN: (C.PROPOSER,)},
    T.GIVE_VIEW: {(S.PROPOSED, S.ENDORSED): (C.HOLDER,)},
    T.MARK_SEEN: {(S.PROPOSED, S.ENDORSED): (C.HR,)},
}
TO: dict[Step, State | None] = {
    T.PROPOSE: S.PROPOSED, T.GRANT: S.APPROVED, T.ENDORSE: S.ENDORSED, T.PASS_ON: S.ENDORSED,
    T.RETURN: S.RETURNED, T.REJECT: S.REJECTED, T.APPROVE: S.APPROVED, T.CONFIRM: S.APPROVED,
    T.RESUBMIT: S.PROPOSED, T.WITHDRAW: S.WITHDRAWN, T.GIVE_VIEW: None, T.MARK_SEEN: None,
}  # fmt: skip


class Who(NamedTuple):
    """What somebody is to a change, beside their role."""

    own: bool = False
    works_there: bool = False
    proposed: bool = False
    endorsed: bool = False
    approved: bool = False
    acts_for_involved: bool = False


def whose(step: Step, state: State | None) -> tuple[Capacity, ...]:
    """The roles whose step it is, from this state."""
    return next((by for states, by in BY[step].items() if state in states), ())


def judges(who: Who) -> bool:
    """Four eyes: somebody who neither asked for it, nor backed it, nor stands to gain."""
    return not (who.own or who.works_there or who.proposed or who.endorsed)


def barred(  # noqa: PLR0911 - a line for each sentence of the contract
    step: Step, capacity: Capacity, who: Who, case: Case
) -> bool:
    """Whether somebody whose role it is may not do it all the same."""
    if step in (T.PROPOSE, T.RESUBMIT, T.WITHDRAW):
        return False
    if step is T.GRANT:
        return who.own or bool(case.grant_problem)
    if step is T.GIVE_VIEW:
        return not case.reduction
    if step is T.MARK_SEEN:
        return who.own or not case.reduction or case.seen_by_hr
    if capacity is C.PROPOSER:
        return case.working_days < 10 and case.returns < 2
    if case.state is S.PROPOSED:
        in_place = capacity is C.DIRECTOR and case.has_head
        return in_place or who.own or who.proposed
    if not judges(who):
        return True
    if case.state is S.AWAITING_TRUST:
        return who.approved
    if capacity is C.DEPUTY:
        return who.acts_for_involved
    return capacity is C.TRUST_LEADER and case.director_may


def held_up(step: Step, case: Case) -> bool:
    """Whether something must come first, whoever asks."""
    if step in (T.APPROVE, T.CONFIRM, T.REJECT) and not case.others_as_far:
        return True
    if step not in (T.APPROVE, T.CONFIRM):
        return False
    if case.out_of_date or case.became_reduction or not case.others_ready:
        return True
    if step is T.CONFIRM or not case.reduction:
        return False
    waits_for_view = case.held and not case.view_given and case.working_days < 10
    return not case.seen_by_hr or waits_for_view


def expected(step: Step, case: Case, capacity: Capacity, who: Who) -> State | None:
    """Where the step leads; None when it is refused."""
    ours = capacity in whose(step, case.state) and not case.left
    if not ours or barred(step, capacity, who, case) or held_up(step, case):
        return None
    if step is T.PROPOSE and capacity is C.HEADTEACHER and not who.own:
        return S.ENDORSED
    if step is T.APPROVE and case.needs_second:
        return S.AWAITING_TRUST
    return TO[step] or case.state


def found(step: Step, case: Case, capacities: frozenset[Capacity], who: Who) -> State | None:
    """Where the table leads; None when it refuses, which it must do in a sentence."""
    taken = take(step, case, Taker(capacities, **who._asdict()))
    if isinstance(taken, Allowed):
        assert taken.capacity in capacities
        return taken.to
    assert taken.why[0].isupper()
    assert taken.why.endswith(".")
    assert len(taken.why.split()) > 3
    return None


def everybody() -> Iterator[Who]:
    """Everything that somebody can be to a change."""
    for of in product((False, True), repeat=6):
        yield Who(*of)


@pytest.mark.parametrize("state", [None, *State])
def test_every_step_by_everybody_from_every_state(state: State | None) -> None:
    for has_head, director_may, second in product((False, True), repeat=3):
        case = Case(state, has_head=has_head, director_may=director_may, needs_second=second)
        for step, capacity, who in product(Step, Capacity, everybody()):
            if step is T.PROPOSE and who.proposed:
                continue  # What is not saved yet was not proposed before.
            leads = found(step, case, frozenset({capacity}), who)
            assert leads == expected(step, case, capacity, who), (step, capacity, who)


CASES = [
    Case(
        state, reduction=reduction, held=held, view_given=view, seen_by_hr=seen,
        working_days=days, returns=returns, out_of_date=late, left=left,
        others_as_far=far, others_ready=far and ready, became_reduction=became,
    )
    for state in (S.PROPOSED, S.ENDORSED, S.AWAITING_TRUST)
    for reduction, held, view, seen in product((False, True), repeat=4)
    for days, returns in ((0, 0), (PATIENCE - 1, RETURNS - 1), (PATIENCE, 0), (0, RETURNS))
    for late, left, far, ready, became in (
        (False, False, True, True, False),
        (True, False, True, True, False),
        (False, True, True, True, False),
        (False, False, False, False, False),
        (False, False, True, False, False),
        (False, False, True, True, True),
    )
]  # fmt: skip


@pytest.mark.parametrize("step", Step)
def test_what_must_come_first(step: Step) -> None:
    for of, capacity, own in product(CASES, Capacity, (False, True)):
        case = replace(of, director_may=capacity is not C.TRUST_LEADER)
        who = Who(own=own)
        leads = found(step, case, frozenset({capacity}), who)
        assert leads == expected(step, case, capacity, who), (case, capacity)


@pytest.mark.parametrize("state", [None, *State])
def test_of_two_roles_either_is_enough_and_neither_lends_the_other_anything(
    state: State | None,
) -> None:
    few = [Who(), Who(own=True), Who(proposed=True), Who(works_there=True)]
    for step, two, who in product(Step, combinations(Capacity, 2), few):
        if step is T.RESUBMIT or (step is T.PROPOSE and who.proposed):
            continue  # Where a proposer stands who is a head too has its own test.
        case = Case(state, has_head=C.DIRECTOR not in two, director_may=C.TRUST_LEADER not in two)
        alone = {expected(step, case, one, who) for one in two} - {None}
        leads = found(step, case, frozenset(two), who)
        assert (leads in alone) if alone else leads is None, (step, two, who)


def test_nobody_without_a_role_does_anything() -> None:
    for step, state in product(Step, (None, *State)):
        assert found(step, Case(state), frozenset(), Who()) is None


def test_a_closed_change_stays_closed() -> None:
    for state, step, who in product(CLOSED, Step, (Who(), Who(proposed=True))):
        taken = take(step, Case(state), Taker(frozenset(Capacity), **who._asdict()))
        assert taken == Refusal("This change is closed: a new one can be proposed.")


@pytest.mark.parametrize(
    ("step", "case", "taker", "said"),
    [
        (T.APPROVE, Case(S.ENDORSED), Taker(frozenset({C.HOLDER})),
         "it is for the Director of Inclusion, the director’s deputy or a trust leader"),
        (T.APPROVE, Case(S.PROPOSED), Taker(frozenset({C.DIRECTOR})),
         "A change that is proposed cannot be approved"),
        (T.APPROVE, Case(S.ENDORSED), Taker(frozenset({C.DIRECTOR}), own=True), "their own"),
        (T.APPROVE, Case(S.ENDORSED), Taker(frozenset({C.DIRECTOR}), proposed=True),
         "You proposed or endorsed it"),
        (T.APPROVE, Case(S.ENDORSED), Taker(frozenset({C.DIRECTOR}), works_there=True),
         "hold a post or the headship at this academy"),
        (T.APPROVE, Case(S.ENDORSED), Taker(frozenset({C.DEPUTY}), acts_for_involved=True),
         "Whom you act for may not decide it"),
        (T.APPROVE, Case(S.ENDORSED), Taker(frozenset({C.TRUST_LEADER})),
         "The Director of Inclusion or their deputy decides this"),
        (T.CONFIRM, Case(S.AWAITING_TRUST), Taker(frozenset({C.TRUST_LEADER}), approved=True),
         "another trust leader confirms it"),
        (T.ENDORSE, Case(S.PROPOSED), Taker(frozenset({C.DIRECTOR})),
         "The headteacher of the academy does this"),
        (T.PASS_ON, Case(S.PROPOSED), Taker(frozenset({C.PROPOSER})), "waited 10 working days"),
        (T.GIVE_VIEW, Case(S.PROPOSED), Taker(frozenset({C.HOLDER})), "Only a reduction"),
        (T.MARK_SEEN, Case(S.PROPOSED), Taker(frozenset({C.HR})), "Only a reduction"),
        (T.MARK_SEEN, Case(S.PROPOSED, reduction=True, seen_by_hr=True), Taker(frozenset({C.HR})),
         "already"),
        (T.MARK_SEEN, Case(S.PROPOSED, reduction=True), Taker(frozenset({C.HR}), own=True),
         "their own"),
        (T.GRANT, Case(None), Taker(frozenset({C.HEADTEACHER}), own=True), "You hold this post"),
        (T.GRANT, Case(None, grant_problem="Too long."), Taker(frozenset({C.HEADTEACHER})),
         "Too long."),
        (T.APPROVE, Case(S.ENDORSED, left=True), Taker(frozenset({C.DIRECTOR})), "left the trust"),
        (T.APPROVE, Case(S.ENDORSED, out_of_date=True), Taker(frozenset({C.DIRECTOR})),
         "Its first day passed"),
        (T.APPROVE, Case(S.ENDORSED, became_reduction=True), Taker(frozenset({C.DIRECTOR})),
         "make it a reduction"),
        (T.REJECT, Case(S.ENDORSED, others_as_far=False), Taker(frozenset({C.DIRECTOR})),
         "not so far yet"),
        (T.APPROVE, Case(S.ENDORSED, others_ready=False), Taker(frozenset({C.DIRECTOR})),
         "held up"),
        (T.APPROVE, Case(S.ENDORSED, reduction=True), Taker(frozenset({C.DIRECTOR})),
         "HR marks it as seen first"),
        (T.APPROVE, Case(S.ENDORSED, reduction=True, seen_by_hr=True),
         Taker(frozenset({C.DIRECTOR})), "waits for the SENCO’s view"),
    ],
)  # fmt: skip
def test_a_refusal_says_why(step: Step, case: Case, taker: Taker, said: str) -> None:
    taken = take(step, case, taker)
    assert isinstance(taken, Refusal)
    assert said in taken.why


def test_who_proposes_again_is_endorsed_at_once_only_as_a_head_whose_own_it_is_not() -> None:
    for own, heads in product((False, True), repeat=2):
        capacities = {C.PROPOSER, C.HEADTEACHER} if heads else {C.PROPOSER, C.HOLDER}
        taker = Taker(frozenset(capacities), own=own, proposed=True)
        taken = take(T.RESUBMIT, Case(S.RETURNED), taker)
        to = S.ENDORSED if heads and not own else S.PROPOSED
        assert taken == Allowed(C.PROPOSER, to)


NEED_A_COMMENT = {
    T.PROPOSE, T.GRANT, T.PASS_ON, T.RETURN, T.REJECT, T.RESUBMIT, T.WITHDRAW, T.GIVE_VIEW,
}  # fmt: skip


@pytest.mark.parametrize("step", Step)
def test_steps_that_need_a_comment(step: Step) -> None:
    assert changes.needs_comment(step) == (step in NEED_A_COMMENT)


def test_the_steps_offered_are_those_that_can_be_taken() -> None:
    for state, capacity, who in product((None, *State), Capacity, everybody()):
        case, taker = Case(state, reduction=True), Taker(frozenset({capacity}), **who._asdict())
        offered = changes.steps_for(case, taker)
        can = [step for step in Step if isinstance(take(step, case, taker), Allowed)]
        assert sorted(offered) == sorted(can)
        assert len(set(offered)) == len(offered)


def test_every_state_but_the_closed_ones_leads_on() -> None:
    leads_on = {state for row in TABLE for state in row.at}
    assert leads_on == {None, *State} - set(CLOSED)
    assert set(OPEN) | set(CLOSED) | {S.DRAFT} == set(State)


def test_what_keeps_a_linked_change_from_being_approved_is_the_same_for_itself() -> None:
    for case in CASES:
        if case.state is S.PROPOSED or case.left or not case.others_ready:
            continue
        step = T.APPROVE if case.state is S.ENDORSED else T.CONFIRM
        by = C.DIRECTOR if case.state is S.ENDORSED else C.TRUST_LEADER
        taken = take(step, case, Taker(frozenset({by})))
        assert (changes.held_up(case) is None) == isinstance(taken, Allowed)
