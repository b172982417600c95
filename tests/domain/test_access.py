"""Who may do what, and how far: the table in sentences, and that reaches never mix."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trust_inclusion.domain import access
from trust_inclusion.domain.access import (
    GRANTS,
    NEEDS_PAY_GRANT,
    NOWHERE,
    OPERATOR,
    TRUST,
    Action,
    Actor,
    Extent,
    Holding,
    Place,
    Reach,
    Refused,
    Role,
)

A, R = Action, Role
PEOPLE = [role for role in Role if role is not R.OPERATOR]


def holders(action: Action) -> set[Role]:
    """Who has an action at all."""
    return {role for role, granted in GRANTS if granted is action}


def powers(role: Role) -> set[Action]:
    """What a role may do at all."""
    return {action for held, action in GRANTS if held is role}


def test_everybody_has_a_home() -> None:
    assert holders(A.SEE_HOME) == set(PEOPLE)


def test_every_action_is_somebodys() -> None:
    assert {action for action in Action if not holders(action)} == set()


def test_a_governor_sees_an_academy_and_no_more() -> None:
    assert powers(R.GOVERNOR) == {A.SEE_HOME, A.SEE_ACADEMY, A.SEE_LAWFUL, A.SEE_CHARTER}


def test_a_deputy_sees_and_decides_changes_and_nothing_else() -> None:
    assert powers(R.DEPUTY) == {A.SEE_HOME, A.SEE_CHANGES, A.DECIDE_CHANGE}


def test_an_admin_sees_no_academy_and_no_person() -> None:
    assert powers(R.ADMIN) == {
        A.SEE_HOME,
        A.IMPORT_ACADEMIES,
        A.IMPORT_CENSUS,
        A.CREATE_ACCOUNT,
        A.SEE_QUALIFICATION_SETTINGS,
        A.EDIT_QUALIFICATION_SETTINGS,
        A.SEE_PATHWAY_SETTINGS,
        A.EDIT_PATHWAY_SETTINGS,
        A.SEE_MAIL,
    }


def test_a_senco_sees_their_own_record_and_no_colleagues() -> None:
    personal = {
        A.SEE_PAY,
        A.SEE_QUALIFICATION,
        A.SEE_DEADLINES,
        A.SEE_PATHWAY,
        A.SEE_TRN,
        A.SEE_RECORD,
        A.EDIT_RECORD,
        A.SEE_FILES,
        A.SEE_RULING,
        A.CONFIRM_RECORD,
        A.ANSWER_SURVEY,
        A.SEE_CHANGES,
        A.PROPOSE_CHANGE,
        A.SEE_ASPIRATION,
        A.TELL_ASPIRATION,
        A.ANSWER_CHARTER,
        A.EDIT_DUTIES,
        A.KEEP_DIARY,
        A.SEE_COVER,
        A.KEEP_COVER,
    }
    assert {GRANTS[R.SENCO, action] for action in personal} == {Extent.RECORD}
    assert powers(R.SENCO) - personal == {
        A.SEE_HOME,
        A.SEE_ACADEMY,
        A.SEE_EVIDENCE,
        A.SEE_DIRECTORY,
        A.SEE_CHARTER,
        A.SEE_CHARTER_ANSWERS,
        A.SEE_DIARY_TOTALS,
    }


def test_a_senco_finds_every_colleague_while_in_post_somewhere() -> None:
    here = one(R.SENCO, academies=frozenset({1}))
    assert access.reach(here, A.SEE_DIRECTORY) == Reach(everything=True)
    assert access.reach(one(R.SENCO), A.SEE_DIRECTORY) == NOWHERE


@pytest.mark.parametrize(
    ("action", "roles"),
    [
        (A.SEE_PAY, {R.DIRECTOR, R.TRUST_LEADER, R.HR, R.HEADTEACHER, R.SENCO, R.OPERATOR}),
        (A.SEE_TRN, {R.HR, R.SENCO, R.OPERATOR}),
        (A.SEE_DIRECTORY, {R.DIRECTOR, R.TRUST_LEADER, R.HR, R.HEADTEACHER, R.SENCO}),
        (A.PROPOSE_CHANGE, {R.DIRECTOR, R.HEADTEACHER, R.SENCO}),
        (A.ENDORSE_CHANGE, {R.HEADTEACHER}),
        (A.DECIDE_CHANGE, {R.DIRECTOR, R.DEPUTY}),
        (A.CONFIRM_CHANGE, {R.TRUST_LEADER}),
        (A.MARK_CHANGE, {R.HR}),
        (A.PROPOSE_CHANGE_RULES, {R.DIRECTOR}),
        (A.CONFIRM_CHANGE_RULES, {R.TRUST_LEADER}),
        (A.NAME_DEPUTY, {R.DIRECTOR, R.TRUST_LEADER}),
        (A.SEE_RECORD, {R.DIRECTOR, R.TRUST_LEADER, R.HR, R.HEADTEACHER, R.SENCO}),
        (A.EDIT_RECORD, {R.HR, R.SENCO}),
        (A.CHECK_RECORD, {R.HR}),
        (A.SEE_FILES, {R.HR, R.SENCO}),
        (A.SEE_RULING, {R.DIRECTOR, R.TRUST_LEADER, R.HR, R.HEADTEACHER, R.SENCO}),
        (A.SEE_RULING_REASONS, {R.DIRECTOR, R.TRUST_LEADER, R.HR}),
        (A.PROPOSE_RULING, {R.HR}),
        (A.DECIDE_RULING, {R.DIRECTOR, R.TRUST_LEADER}),
        (A.SEE_WHILE_RULING, {R.DIRECTOR}),
        (A.EDIT_EVIDENCE, {R.DIRECTOR, R.HR, R.HEADTEACHER}),
        (A.REVIEW_ACADEMY, {R.DIRECTOR, R.TRUST_LEADER}),
        (A.SEE_REVIEWS, {R.DIRECTOR, R.TRUST_LEADER, R.HR, R.HEADTEACHER}),
        (A.SET_HUB, {R.DIRECTOR, R.HR}),
        (A.EXPORT_POSTS, {R.HR, R.OPERATOR}),
        (A.IMPORT_ACADEMIES, {R.ADMIN, R.HR, R.OPERATOR}),
        (A.IMPORT_CENSUS, {R.ADMIN, R.HR, R.DIRECTOR, R.OPERATOR}),
        (A.IMPORT_EVIDENCE, {R.HR, R.DIRECTOR, R.OPERATOR}),
        (A.IMPORT_POSTS, {R.HR, R.OPERATOR}),
        (A.CREATE_ACCOUNT, {R.ADMIN, R.OPERATOR}),
        (A.SEND_MAIL, {R.OPERATOR}),
        (A.SEE_MAIL, {R.ADMIN}),
        (A.CONFIRM_RECORD, {R.SENCO}),
        (A.SEE_CONFIRMATIONS, {R.DIRECTOR, R.HR}),
        (A.ANSWER_SURVEY, {R.SENCO}),
        (A.SEE_SURVEY, {R.DIRECTOR, R.TRUST_LEADER, R.HR}),
        (A.EDIT_PAY, {R.HR}),
        (A.EDIT_PAY_TABLES, {R.HR, R.OPERATOR}),
        (A.EDIT_STAGE, {R.DIRECTOR, R.HR, R.HEADTEACHER}),
        (A.SEE_ASPIRATION, {R.DIRECTOR, R.HR, R.HEADTEACHER, R.SENCO}),
        (A.TELL_ASPIRATION, {R.SENCO}),
        (A.AGREE_ASPIRATION, {R.DIRECTOR, R.HEADTEACHER}),
        (A.SEE_LEAVING, {R.DIRECTOR, R.TRUST_LEADER, R.HR, R.HEADTEACHER}),
        (A.SEE_PATHWAY_SETTINGS, {R.DIRECTOR, R.HR, R.ADMIN}),
        (A.EDIT_PATHWAY_SETTINGS, {R.DIRECTOR, R.ADMIN}),
        (A.ANSWER_CHARTER, {R.HEADTEACHER, R.SENCO}),
        (A.EDIT_DUTIES, {R.DIRECTOR, R.HR, R.HEADTEACHER, R.SENCO}),
        (A.KEEP_DIARY, {R.SENCO}),
        (A.SEE_DIARIES, {R.DIRECTOR, R.HEADTEACHER}),
        (A.SEE_DIARY_TOTALS, {R.DIRECTOR, R.TRUST_LEADER, R.HR, R.SENCO}),
        (A.KEEP_COVER, {R.HEADTEACHER, R.SENCO}),
    ],
)
def test_who_may(action: Action, roles: set[Role]) -> None:
    assert holders(action) == roles


def test_only_a_trust_leader_needs_pay_to_be_granted() -> None:
    assert {(R.TRUST_LEADER, A.SEE_PAY)} == NEEDS_PAY_GRANT
    for with_pay in (False, True):
        actor = one(R.TRUST_LEADER, everything=True, with_pay=with_pay)
        assert access.may_anywhere(actor, A.SEE_PAY) == with_pay
        assert access.reach(actor, A.SEE_PAY) == Reach(everything=with_pay)


def test_a_head_or_governor_never_reaches_the_trust() -> None:
    """Whatever a stored grant says by mistake."""
    for role in (R.HEADTEACHER, R.GOVERNOR, R.SENCO):
        actor = one(role, everything=True, academies=frozenset({1}))
        for action in powers(role) - {A.SEE_HOME, A.SEE_DIRECTORY, A.SEE_DIARY_TOTALS}:
            assert not access.may(actor, action, TRUST)
            assert not access.may(actor, action, Place(academy_id=2, hub_id=3))


@pytest.mark.parametrize(
    ("reach", "place", "covered"),
    [
        (Reach(everything=True), TRUST, True),
        (Reach(everything=True), Place(9, 9, 9), True),
        (Reach(academies=frozenset({1})), Place(1, 5), True),
        (Reach(academies=frozenset({1})), Place(2, 5), False),
        (Reach(academies=frozenset({1})), TRUST, False),
        (Reach(hubs=frozenset({5})), Place(2, 5), True),
        (Reach(hubs=frozenset({5})), Place(5, 2), False),
        (Reach(hubs=frozenset({5})), Place(2, None), False),
        (Reach(person_id=7), Place(1, 5, 7), True),
        (Reach(person_id=7), Place(1, 5, 8), False),
        (Reach(person_id=7), TRUST, False),
        (Reach(person_id=None), Place(1, 5, None), False),
        (Reach(person_id=0), Place(person_id=0), True),
        (NOWHERE, Place(1, 1, 1), False),
        (NOWHERE, TRUST, False),
    ],
)
def test_what_a_reach_covers(reach: Reach, place: Place, *, covered: bool) -> None:
    assert reach.covers(place) == covered


def test_an_own_record_is_no_academy() -> None:
    assert not Reach(person_id=7).any_academy
    assert Reach(hubs=frozenset({1})).any_academy
    assert Reach(academies=frozenset({1})).any_academy


def test_a_refusal_says_so() -> None:
    with pytest.raises(Refused, match="You do not have access"):
        access.require(one(R.HR, everything=True), A.REVIEW_ACADEMY, Place(1))
    access.require(one(R.DIRECTOR, everything=True), A.REVIEW_ACADEMY, Place(1))


def test_the_operator_is_nobody_who_signs_in() -> None:
    assert OPERATOR.account_id is None
    assert access.scope_problem(R.OPERATOR, everything=True, places=()) is not None


@pytest.mark.parametrize(
    ("role", "everything", "places", "good"),
    [
        (R.HEADTEACHER, False, [1], True),
        (R.HEADTEACHER, False, [], False),
        (R.HEADTEACHER, True, [], False),
        (R.HEADTEACHER, True, [1], False),
        (R.GOVERNOR, False, [1, 2], True),
        (R.GOVERNOR, True, [], False),
        (R.SENCO, False, [], True),
        (R.SENCO, False, [1], False),
        (R.SENCO, True, [], False),
        (R.DIRECTOR, True, [], True),
        (R.DIRECTOR, False, [1], True),
        (R.DIRECTOR, False, [], False),
        (R.TRUST_LEADER, True, [], True),
        (R.HR, False, [], False),
        (R.ADMIN, True, [], True),
        (R.DEPUTY, False, [], False),
        (R.OPERATOR, True, [], False),
    ],
)
def test_how_a_role_can_be_held(
    role: Role, places: list[int], *, everything: bool, good: bool
) -> None:
    assert (access.scope_problem(role, everything, places) is None) == good


def one(
    role: Role,
    *,
    everything: bool = False,
    academies: frozenset[int] = frozenset(),
    with_pay: bool = False,
) -> Actor:
    """Somebody who holds one role."""
    return Actor("One", 1, 7, (Holding(role, everything, frozenset(), academies, with_pay),))


few = st.frozensets(st.integers(1, 4), max_size=3)
holdings = st.builds(Holding, st.sampled_from(PEOPLE), st.booleans(), few, few, st.booleans())
everywhere = st.builds(Place, st.integers(1, 4), st.integers(1, 4) | st.none(), st.integers(1, 3))


@given(st.lists(holdings, max_size=4), st.sampled_from(Action), everywhere)
def test_roles_together_may_what_one_of_them_may(
    held: list[Holding], action: Action, place: Place
) -> None:
    """A wide role never lends its reach to another role's action."""
    together = Actor("All", 1, 2, tuple(held))
    apart = [Actor("One", 1, 2, (holding,)) for holding in held]
    assert access.may(together, action, place) == any(
        access.may(actor, action, place) for actor in apart
    )
    assert access.may(together, action, TRUST) == any(
        access.may(actor, action, TRUST) for actor in apart
    )


@given(st.lists(holdings, max_size=4), st.sampled_from(Action), everywhere)
def test_the_door_lets_through_whoever_may_somewhere(
    held: list[Holding], action: Action, place: Place
) -> None:
    actor = Actor("All", 1, 2, tuple(held))
    if access.may(actor, action, place):
        assert access.may_anywhere(actor, action)
    if not access.may_anywhere(actor, action):
        assert access.reach(actor, action) == NOWHERE
