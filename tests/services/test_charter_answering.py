"""Answering conditions: by whom, of which, how often, and what happens to two who answer one.

Source: rulebook section 5; issue "Pay, career pathway, and the charter's conditions".
"""

from dataclasses import dataclass, replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from tests import factories as make
from trust_inclusion.db import db, transaction
from trust_inclusion.domain.access import Actor, Holding, Refused, Role
from trust_inclusion.domain.charter import Reply, Side
from trust_inclusion.domain.charter_conditions import CONDITIONS
from trust_inclusion.domain.posts import PostKind
from trust_inclusion.models.academies import Academy
from trust_inclusion.models.charter import CharterAnswer
from trust_inclusion.models.log import AuditEvent
from trust_inclusion.models.people import Person
from trust_inclusion.models.posts import Post
from trust_inclusion.models.standing import Standing
from trust_inclusion.services.charter import answering, reading
from trust_inclusion.services.charter.answering import NotPossible, Overtaken, Sheet, Told
from trust_inclusion.services.charter.reading import Line
from trust_inclusion.services.places import NotThere

pytestmark = pytest.mark.usefixtures("session")
DAY = timedelta(days=1)
HUGE = 2**40


@dataclass(frozen=True, slots=True)
class Ash:
    """An academy with its SENCO and its head, and another academy beside it."""

    academy: Academy
    post: Post
    person: Person
    head: Actor
    senco: Actor
    other_head: Actor


def of_account(role: Role, *academies: Academy, person: Person | None = None) -> Actor:
    """An actor with an account of their own; a SENCO's academies follow from the appointments."""
    account = make.account(role, academies=() if role is Role.SENCO else academies, person=person)
    at = frozenset(one.id for one in academies)
    own = person.id if person else None
    return Actor(account.name, account.id, own, (Holding(role, academies=at),))


@pytest.fixture
def ash() -> Ash:
    with make.saved():
        academy = make.academy("Ash")
        held = make.senco(academy, "Olive Own")
        senco = of_account(Role.SENCO, academy, person=held.person)
        heads = [of_account(Role.HEADTEACHER, academy) for _ in range(2)]
    return Ash(academy, held.post, held.person, heads[0], senco, heads[1])


def told(code: str = "C16", reply: str = "yes", evidence: str = "Timetable", seen: int = 0) -> Told:
    return Told(code, reply, evidence, make.TODAY, seen)


def answer(who: Actor, ash: Ash, *said: Told, again: bool = False) -> list[str]:
    with transaction():
        return answering.answer(
            who, ash.academy.urn, ash.post.id, said, again=again, today=make.TODAY, now=make.NOW
        )


def rows() -> list[tuple[str, str, str, str]]:
    found = db.session.scalars(select(CharterAnswer).order_by(CharterAnswer.id))
    return [(row.code, row.side, row.reply, row.evidence) for row in found]


def letter(ash: Ash, code: str) -> str:
    letters = db.session.scalar(
        select(Standing.conditions).where(
            Standing.academy_id == ash.academy.id, Standing.valid_to > make.TODAY,
            Standing.valid_from <= make.TODAY,
        )
    )  # fmt: skip
    return (letters or "")[int(code[1:]) - 1]


def test_each_side_answers_and_what_counts_follows(ash: Ash) -> None:
    assert answer(ash.head, ash, told()) == ["C16"]
    assert letter(ash, "C16") == "y"
    answer(ash.senco, ash, told(reply="no", evidence="Nobody came."))
    assert letter(ash, "C16") == "N"
    assert rows() == [
        ("C16", "head", "yes", "Timetable"), ("C16", "senco", "no", "Nobody came."),
    ]  # fmt: skip


def test_only_what_was_changed_is_saved(ash: Ash) -> None:
    answer(ash.head, ash, told("C16"), told("C17", "no"))
    seen = [db.session.scalars(select(CharterAnswer.id)).all()[n] for n in (0, 1)]
    said = [told("C16", seen=seen[0]), told("C17", "partly", "Timetable", seen[1]),
            told("C18", "", "")]  # fmt: skip
    assert answer(ash.head, ash, *said) == ["C17"]
    assert [row[:3] for row in rows()] == [
        ("C16", "head", "yes"), ("C17", "head", "no"), ("C17", "head", "partly"),
    ]  # fmt: skip


def test_an_answer_may_be_given_again_of_a_later_day(ash: Ash) -> None:
    before = replace(told(), answered_on=make.TODAY - 30 * DAY)
    answer(ash.head, ash, before)
    (seen,) = db.session.scalars(select(CharterAnswer.id)).all()
    assert answer(ash.head, ash, told(seen=seen)) == []
    assert answer(ash.head, ash, told(seen=seen), again=True) == ["C16"]


@pytest.mark.parametrize(
    ("said", "field", "sentence"),
    [
        (told(reply=""), "reply", "Choose yes, partly, no or not known."),
        (told(reply="not_applicable"), "reply", "Choose yes, partly, no or not known."),
        (told(evidence="x" * 501), "evidence", "within 500 characters"),
        (told(code="C01"), "reply", "answered from the record, so nobody types it. A designated"),
        (told(code="C99"), "reply", "not in the list"),
        (replace(told(), answered_on=make.TODAY + DAY), "answered_on", "later than today"),
        (replace(told(), answered_on=date(2024, 11, 20)), "answered_on",
         "must be 21 November 2024 or later"),
        (replace(told(), answered_on=date.min), "answered_on", "or later"),
    ],
)  # fmt: skip
def test_what_cannot_be_kept(ash: Ash, said: Told, field: str, sentence: str) -> None:
    with pytest.raises(NotPossible) as failed:
        answer(ash.head, ash, told("C17"), said)
    ((code, where, why),) = failed.value.problems
    assert (code, where) == (said.code, field)
    assert sentence in why
    db.session.rollback()
    assert rows() == []  # nothing half saved


def test_a_day_before_the_answer_that_stands_is_refused(ash: Ash) -> None:
    answer(ash.head, ash, told())
    with pytest.raises(NotPossible, match="was answered on 21 November 2026"):
        answer(ash.head, ash, replace(told(reply="no"), answered_on=make.TODAY - DAY))


def test_a_senco_answers_from_their_own_first_day_on(ash: Ash) -> None:
    with make.saved():
        academy = make.academy("Birch", joined_on=date(2026, 3, 1))
        held = make.senco(academy, since=date(2026, 10, 1))
        senco = of_account(Role.SENCO, academy, person=held.person)
        head = of_account(Role.HEADTEACHER, academy)
    sheets = [
        answering.sheet(who, academy.urn, held.post_id, today=make.TODAY) for who in (head, senco)
    ]
    assert [one.earliest for one in sheets] == [date(2026, 3, 1), date(2026, 10, 1)]


def test_the_second_of_one_side_reads_what_the_first_said(ash: Ash) -> None:
    answer(ash.head, ash, told(reply="no", evidence="Mine"))
    with pytest.raises(Overtaken) as failed:
        answer(ash.other_head, ash, told(evidence="Theirs"))
    db.session.rollback()
    given = failed.value.theirs["C16"]
    assert (given.reply, given.evidence, given.side) == (Reply.NO, "Mine", Side.HEAD)
    assert answer(ash.other_head, ash, told(evidence="Theirs", seen=given.number)) == ["C16"]
    assert [row[3] for row in rows()] == ["Mine", "Theirs"]


def test_who_changed_nothing_overtakes_nobody(ash: Ash) -> None:
    """What was shown and is sent back is not an answer against the one that came meanwhile."""
    answer(ash.head, ash, told())
    (seen,) = db.session.scalars(select(CharterAnswer.id)).all()
    answer(ash.other_head, ash, told(reply="no", seen=seen))
    assert answer(ash.head, ash, told(seen=seen), told("C17")) == ["C17"]
    assert letter(ash, "C16") == "n"


def test_oneself_in_two_windows_and_the_other_side_are_no_conflict(ash: Ash) -> None:
    answer(ash.head, ash, told())
    answer(ash.head, ash, told(reply="partly"))
    answer(ash.senco, ash, told(reply="no"))
    assert [row[1:3] for row in rows()] == [("head", "yes"), ("head", "partly"), ("senco", "no")]


def test_a_number_that_was_never_shown_is_no_licence(ash: Ash) -> None:
    answer(ash.head, ash, told(reply="no"))
    with pytest.raises(Overtaken):
        answer(ash.other_head, ash, told(seen=0))


def test_a_head_who_holds_the_post_answers_as_its_senco(ash: Ash) -> None:
    with make.saved():
        birch = make.academy("Birch")
        held = make.senco(birch, is_head=True)
        second = make.senco(birch, title="Second SENCO")
    for role in (Role.HEADTEACHER, Role.SENCO):
        who = of_account(role, birch, person=held.person)
        sheet = answering.sheet(who, birch.urn, held.post_id, today=make.TODAY)
        assert sheet.side is Side.SENCO
    head = of_account(Role.HEADTEACHER, birch)
    person = held.person
    head_and_senco = Actor("Both", head.account_id, person.id, (
        Holding(Role.HEADTEACHER, academies=frozenset({birch.id})),
        Holding(Role.SENCO, academies=frozenset({birch.id})),
    ))  # fmt: skip
    for post_id, side in ((held.post_id, Side.SENCO), (second.post_id, Side.HEAD)):
        sheet = answering.sheet(head_and_senco, birch.urn, post_id, today=make.TODAY)
        assert sheet.side is side
    sheet = answering.sheet(head, birch.urn, held.post_id, today=make.TODAY)
    assert sheet.side is Side.HEAD


@pytest.mark.parametrize(
    "role", [one for one in Role if one not in (Role.OPERATOR, Role.HEADTEACHER)]
)
def test_nobody_else_answers(ash: Ash, role: Role) -> None:
    """A SENCO of another post neither: "own post" is the one they hold."""
    with make.saved():
        colleague = make.senco(ash.academy, title="Second SENCO").person
    if role is Role.SENCO:
        who = of_account(role, ash.academy, person=colleague)
    else:
        who = make.actor(role, academies=[ash.academy], with_pay=True)
    with pytest.raises(Refused):
        answering.sheet(who, ash.academy.urn, ash.post.id, today=make.TODAY)
    with pytest.raises(Refused):
        answer(who, ash, told())
    assert rows() == []


def test_a_head_of_another_academy_is_refused(ash: Ash) -> None:
    with make.saved():
        head = of_account(Role.HEADTEACHER, make.academy("Birch"))
    with pytest.raises(Refused):
        answer(head, ash, told())


def test_what_is_not_there(ash: Ash) -> None:
    urn, post_id = ash.academy.urn, ash.post.id
    with make.saved():
        assistant = make.post(ash.academy, kind=PostKind.ASSISTANT, title="Assistant")
        elsewhere = make.senco(make.academy("Birch")).post
    for where in ((1, post_id), (HUGE, post_id), (urn, 999), (urn, HUGE), (urn, assistant.id),
                  (urn, elsewhere.id)):  # fmt: skip
        with pytest.raises(NotThere):
            answering.sheet(ash.head, *where, today=make.TODAY)
    with pytest.raises(NotThere):
        answering.sheet(ash.head, urn, post_id, code="C99", today=make.TODAY)
    with pytest.raises(Refused, match="answered from the record"):
        answering.sheet(ash.head, urn, post_id, code="C01", today=make.TODAY)


def test_conditions_of_pay_are_asked_of_those_who_see_pay(ash: Ash) -> None:
    """Nothing is recorded of pay here, so people answer: the head, and the SENCO their own."""
    for who in (ash.head, ash.senco):
        sheet = answering.sheet(who, ash.academy.urn, ash.post.id, today=make.TODAY)
        assert {"C07", "C08", "C15", "C35"} <= {one.condition.code for one in sheet.questions}
    with make.saved():
        make.appointment(ash.post, make.person("Sam Shares"))
    sheet = answering.sheet(ash.senco, ash.academy.urn, ash.post.id, today=make.TODAY)
    assert not any(one.condition.tells_pay for one in sheet.questions)
    with pytest.raises(NotPossible, match="You do not have access"):
        answer(ash.senco, ash, told("C07"))


def test_the_sheet_asks_nothing_that_the_record_answers(ash: Ash) -> None:
    sheet = answering.sheet(ash.head, ash.academy.urn, ash.post.id, today=make.TODAY)
    asked = [one.condition.code for one in sheet.questions]
    assert not {"C01", "C02", "C12", "C13", "C36"} & set(asked)
    assert asked == [code for code in CONDITIONS if code in asked]
    assert sheet.side is Side.HEAD
    prompts = {one.condition.code: one.prompt for one in sheet.questions}
    assert "Not on the senior leadership team" in prompts["C06"]


def test_a_vacant_post_and_one_that_left(ash: Ash) -> None:
    with make.saved():
        vacant = make.academy("Birch")
        post = make.post(vacant)
        head = of_account(Role.HEADTEACHER, vacant)
        left = make.academy("Cedar", left_on=make.TODAY - DAY)
        held = make.senco(left)
        head_of_left = of_account(Role.HEADTEACHER, left)
        spare = make.post(ash.academy, title="Spare")
    sheet = answering.sheet(head, vacant.urn, post.id, today=make.TODAY)
    assert "C04" in {one.condition.code for one in sheet.questions}
    with pytest.raises(Refused, match="while the academy is in the trust"):
        answering.sheet(head_of_left, left.urn, held.post_id, today=make.TODAY)
    with pytest.raises(Refused, match="another one counts"):
        answering.sheet(ash.head, ash.academy.urn, spare.id, today=make.TODAY)


def test_the_log_holds_codes_and_no_word(ash: Ash) -> None:
    answer(ash.head, ash, told(evidence="A secret sentence"))
    event = db.session.scalars(select(AuditEvent).order_by(AuditEvent.id.desc())).first()
    assert event
    assert (event.action, event.subject, event.subject_id) == (
        "charter_answered", "post", ash.post.id,
    )  # fmt: skip
    assert event.after == {"code": "C16", "side": "head", "reply": "yes"}


def test_the_history_has_every_answer(ash: Ash) -> None:
    answer(ash.head, ash, replace(told(reply="no"), answered_on=make.TODAY - 40 * DAY))
    answer(ash.senco, ash, told(reply="partly"))
    answer(ash.head, ash, told(evidence="Now so"))
    found = reading.history(ash.senco, ash.academy.urn, ash.post.id, "C16", today=make.TODAY)
    assert [(one.side, one.reply, one.counts) for one in found.past] == [
        (Side.HEAD, Reply.YES, True), (Side.SENCO, Reply.PARTLY, True),
        (Side.HEAD, Reply.NO, False),
    ]  # fmt: skip
    assert found.line.reply is Reply.PARTLY


@dataclass(frozen=True, slots=True)
class Handed:
    """A post that Anna Then left on 31 August 2026 and Nora Now has held since the next day."""

    academy: Academy
    post: Post
    head: Actor
    now: Actor

    def sheet(self, who: Actor) -> Sheet:
        return answering.sheet(who, self.academy.urn, self.post.id, today=make.TODAY)

    def answer(self, who: Actor, *said: Told) -> list[str]:
        with transaction():
            return answering.answer(
                who, self.academy.urn, self.post.id, said, today=make.TODAY, now=make.NOW
            )

    def line(self, code: str) -> Line:
        shown = reading.academy(self.head, self.academy.urn, make.TODAY, today=make.TODAY)
        lines = (one for kind in shown.posts[0].lines.values() for one in kind)
        return next(one for one in lines if one.condition.code == code)


@pytest.fixture
def handed() -> Handed:
    with make.saved():
        academy = make.academy("Elm")
        post = make.post(academy)
        make.appointment(post, make.person("Anna Then"), until=date(2026, 8, 31))
        person = make.person("Nora Now")
        make.appointment(post, person, since=date(2026, 9, 1))
        for reply, code in (("yes", "C16"), ("no", "C17")):
            make.charter_answer(
                post, code, reply, side="senco", on=date(2026, 8, 31), evidence="Anna saw it"
            )
        head = of_account(Role.HEADTEACHER, academy)
        now = of_account(Role.SENCO, academy, person=person)
    return Handed(academy, post, head, now)


def test_what_the_senco_before_said_counts_and_is_marked_until_the_new_one_answers(
    handed: Handed,
) -> None:
    line = handed.line("C16")
    assert line.reply is Reply.YES
    assert line.behind
    assert line.behind.senco_before
    handed.answer(handed.now, replace(told(reply="no"), seen=HUGE))
    line = handed.line("C16")
    assert line.reply is Reply.NO
    assert line.behind
    assert not line.behind.senco_before


def test_a_new_senco_is_asked_anew_and_may_say_the_same(handed: Handed) -> None:
    """Nothing stands ticked that somebody else said; left alone it is no answer."""
    question = handed.sheet(handed.now).question("C16")
    assert question.mine is None
    assert question.before
    assert question.before.evidence == "Anna saw it"
    assert handed.sheet(handed.head).question("C16").theirs == question.before
    left_alone = Told("C16", "", "", make.TODAY, question.seen)
    assert handed.answer(handed.now, left_alone) == []
    same = Told("C16", "yes", "Anna saw it", make.TODAY, question.seen)
    assert handed.answer(handed.now, same) == ["C16"]
    question = handed.sheet(handed.now).question("C16")
    assert question.before is None
    assert question.mine
    assert handed.answer(handed.now, replace(same, seen=question.seen)) == []


def test_who_acts_first_and_is_appointed_then_keeps_what_they_said(ash: Ash) -> None:
    """Two appointments without a day between are one time in the post; with one they are two."""
    for gap, mine in ((0, True), (1, False)):
        with make.saved():
            post = make.post(ash.academy, title=f"SENCO {gap}")
            person = make.person(f"Pat {gap}")
            make.appointment(post, person, since=date(2026, 1, 1), until=date(2026, 8, 31))
            make.appointment(post, person, since=date(2026, 9, 1) + gap * DAY)
            make.charter_answer(post, "C16", "yes", side="senco", on=date(2026, 5, 1))
            who = of_account(Role.SENCO, ash.academy, person=person)
        sheet = answering.sheet(who, ash.academy.urn, post.id, today=make.TODAY)
        assert (sheet.question("C16").mine is not None) is mine
        assert sheet.earliest == (date(2026, 1, 1) if mine else date(2026, 9, 2))


def test_who_came_on_an_unknown_day_reads_nothing_of_the_pay_before(ash: Ash) -> None:
    """They came after whoever is known to have left."""
    with make.saved():
        post = make.post(ash.academy, title="Third SENCO")
        make.appointment(post, make.person("Anna Then"), until=date(2026, 8, 31))
        person = make.person("Uma Unknown")
        make.appointment(post, person, since=None)
        for on, words in ((date(2026, 8, 31), "Hers"), (date(2026, 9, 1), "Mine")):
            make.charter_answer(post, "C08", "yes", on=on, evidence=words)
        who = of_account(Role.SENCO, ash.academy, person=person)
    past = reading.history(who, ash.academy.urn, post.id, "C08", today=make.TODAY).past
    assert [one.evidence for one in past] == ["Mine"]
    sheet = answering.sheet(who, ash.academy.urn, post.id, today=make.TODAY)
    assert sheet.earliest == date(2026, 9, 1)


def test_the_history_names_who_answered(ash: Ash) -> None:
    answer(ash.head, ash, told(reply="no"))
    answer(ash.senco, ash, told())
    with make.saved():
        make.charter_answer(ash.post, "C16", "no", on=make.TODAY - DAY)
    past = reading.history(ash.head, ash.academy.urn, ash.post.id, "C16", today=make.TODAY).past
    assert [one.name for one in past] == [None, ash.senco.name, ash.head.name]


def test_the_cover_ledger_speaks_beside_the_question_of_protected_time(ash: Ash) -> None:
    """NUT SENCO Charter: time taken for cover is given back. The ledger prompts, people answer."""

    def prompt(who: Actor) -> str:
        sheet = answering.sheet(who, ash.academy.urn, ash.post.id, today=make.TODAY)
        return sheet.question("C14").prompt

    assert prompt(ash.head) == ""
    with make.saved():
        (held,) = ash.post.appointments
        make.cover(held, date(2026, 10, 5), 120)
        make.cover(held, date(2026, 10, 6), 60)
        make.cover(held, date(2026, 10, 9), 90, given_back=True)
        make.cover(held, date(2026, 10, 12), 300, struck=True)
        make.cover(make.senco(ash.academy, title="Second SENCO"), date(2026, 10, 1), 600)
    for who in (ash.head, ash.senco):
        assert prompt(who) == (
            "Cover ledger: 3 h taken for cover, 1 h 30 min given back: 1 h 30 min owed, the oldest "
            "from 5 October 2026."
        )
