"""What each reader sees of conditions: the academy's page, the table, what changed, and the file.

Source: rulebook section 5; issue "Pay, career pathway, and the charter's conditions".
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest

from tests import factories as make
from tests.client import Queries
from trust_inclusion.db import db
from trust_inclusion.domain.access import OPERATOR, Actor, Holding, Refused, Role
from trust_inclusion.domain.charter import Reply, Result, Turn
from trust_inclusion.domain.charter_conditions import CONDITIONS, Kind
from trust_inclusion.domain.charter_letters import PLACES
from trust_inclusion.domain.posts import PostKind
from trust_inclusion.models.academies import Academy, Hub
from trust_inclusion.models.charter import PostDuty
from trust_inclusion.models.people import Person
from trust_inclusion.models.posts import Post
from trust_inclusion.services import exports
from trust_inclusion.services.charter import answering, heat, letters, reading, since
from trust_inclusion.services.charter.answering import Told
from trust_inclusion.services.charter.finding import Sight
from trust_inclusion.services.charter.heat import ANY, Filters, Sort
from trust_inclusion.services.places import NotThere

pytestmark = pytest.mark.usefixtures("session")
DAY = timedelta(days=1)
ENDED = date(2026, 8, 31)
"""The day on which the last term before make.TODAY ended."""
PAY = ["C07", "C08", "C15", "C35"]
COLUMNS = ("urn", "academy", "post", "code", "condition", "type", "head_answer", "senco_answer",
           "result", "from_record", "evidence", "answered_on")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Trust:
    """Ash (North) with answers that differ, Birch (South) without, Cedar (South) vacant."""

    north: Hub
    south: Hub
    ash: Academy
    birch: Academy
    cedar: Academy
    post: Post
    olive: Person
    nora: Person


@pytest.fixture
def trust() -> Trust:
    with make.saved():
        north, south = make.hub("North"), make.hub("South")
        ash = make.academy("Ash", hub=north)
        birch = make.academy("Birch", hub=south, phase="4")
        cedar = make.academy("Cedar", hub=south)
        held = make.senco(ash, "Olive Own", hours=8)
        other = make.senco(birch, "Nora Next", hours=4)
        make.evidence_for(ash)
        said = (
            ("C04", "yes", "no"), ("C05", "no", "no"), ("C16", "partly", None),
            ("C17", "not_known", "yes"), ("C07", "no", "no"), ("C30", "yes", "yes"),
        )  # fmt: skip
        for code, head, senco in said:
            for side, reply in (("head", head), ("senco", senco)):
                if reply:
                    make.charter_answer(held.post, code, reply, side=side, evidence=f"{side} saw")
        # Answered before the record could: everybody sees both.
        make.charter_answer(held.post, "C12", "no", on=date(2026, 5, 1), evidence="My own sums")
        make.charter_answer(held.post, "C30", "no", on=ENDED - DAY)
        for code, has, minutes in (("X03", True, None), ("X04", True, 60), ("X05", False, None)):
            db.session.add(
                PostDuty(
                    post_id=held.post_id, code=code, held=has, minutes=minutes,
                    told_on=make.TODAY, told_at=make.NOW,
                )
            )  # fmt: skip
    return Trust(north, south, ash, birch, cedar, held.post, held.person, other.person)


def director(**more: Any) -> Actor:
    return make.actor(Role.DIRECTOR, **more)


def senco(trust: Trust) -> Actor:
    """Olive: her academy follows from her appointment."""
    holding = Holding(Role.SENCO, academies=frozenset({trust.ash.id}))
    return Actor("Olive", None, trust.olive.id, (holding,))


def page(who: Actor, academy: Academy, day: date = make.TODAY) -> reading.Page:
    return reading.academy(who, academy.urn, day, today=make.TODAY)


def lines(found: reading.Page) -> dict[str, reading.Line]:
    """The lines of the first post, by code."""
    return {line.condition.code: line for kind in found.posts[0].lines.values() for line in kind}


def view(who: Actor, **asked: Any) -> heat.View:
    return heat.view(who, Filters(**asked), Sort(), make.TODAY, revision=None)


def names(who: Actor, sort: Sort | None = None, **asked: Any) -> list[str]:
    found = heat.view(who, Filters(**asked), sort or Sort(), make.TODAY, revision=None)
    return [row.name for row in heat.page(who, found.ids, make.TODAY)]


# --- An academy's own page ------------------------------------------------------------------


def test_kinds_stand_apart_and_the_record_goes_before_answers(trust: Trust) -> None:
    found = page(director(), trust.ash)
    assert [len(found.posts[0].lines[kind]) for kind in Kind] == [5, 3, 28]
    by_code = lines(found)
    time = by_code["C12"].behind
    assert time
    assert (by_code["C12"].reply, time.from_record) == (Reply.YES, True)
    assert time.head
    assert (time.head.reply, time.head.evidence) == (Reply.NO, "My own sums")
    assert not time.differ
    report = by_code["C04"].behind
    assert report
    assert (by_code["C04"].reply, report.differ) == (Reply.NO, True)
    assert report.head
    assert report.senco
    assert (report.head.evidence, report.senco.evidence) == ("head saw", "senco saw")
    assert found.posts[0].tally.differ == 2


def test_what_changed_since_the_last_term(trust: Trust) -> None:
    found = page(director(), trust.ash)
    assert found.term_ended == ENDED
    turns = {one.code: one.turn for one in found.posts[0].changes}
    assert turns["C30"] is Turn.BETTER
    assert turns["C04"] is Turn.OTHER  # it was not known
    assert not {"C07", "C12"} & {code for code, turn in turns.items() if turn is Turn.BETTER}


def test_an_academy_that_came_this_term_has_nothing_to_compare() -> None:
    with make.saved():
        academy = make.academy("Dell", joined_on=date(2026, 10, 1))
        make.senco(academy)
    assert page(director(), academy).posts[0].changes == []


def test_an_academy_that_came_on_the_last_day_of_the_term_has_that_day_to_compare() -> None:
    with make.saved():
        academy = make.academy("Dell", joined_on=ENDED)
        held = make.senco(academy)
        make.charter_answer(held.post, "C16", "yes")
    assert "C16" in {one.code for one in page(director(), academy).posts[0].changes}


def test_days_before_and_after_its_time_in_the_trust() -> None:
    with make.saved():
        left = make.academy("Elm", left_on=date(2026, 9, 1))
        make.senco(left)
        joining = make.academy("Fir", joined_on=date(2027, 1, 1))
    assert page(director(), left).day == ENDED
    assert page(director(), left, date(2026, 9, 1)).day == ENDED
    assert page(director(), left, ENDED).day == ENDED
    assert page(director(), left, ENDED - DAY).day == ENDED - DAY
    assert page(director(), joining).day == date(2027, 1, 1)
    assert page(director(), left).posts[0].open == 0


def test_a_vacancy_counts_without_a_post_and_a_special_school_is_not_asked(trust: Trust) -> None:
    (missing,) = page(director(), trust.cedar).posts
    assert (missing.id, missing.holders) == (None, ())
    assert lines(page(director(), trust.cedar))["C01"].reply is Reply.NO
    with make.saved():
        special = make.academy("Gorse", type_code="44", phase="0")
    assert page(director(), special).posts == []


def test_two_posts_are_shown_one_by_one_and_the_table_takes_the_more_careful(trust: Trust) -> None:
    with make.saved():
        second = make.senco(trust.ash, "Carl", title="Second SENCO").post
        make.charter_answer(second, "C30", "partly")
    found = page(director(), trust.ash)
    assert [post.holders for post in found.posts] == [("Olive Own",), ("Carl",)]
    row = heat.page(director(), [trust.ash.id], make.TODAY)[0]
    assert letters.reply_of(row.conditions, "C30") is Reply.PARTLY


def test_a_governor_reads_replies_and_nothing_behind_them(trust: Trust) -> None:
    governor = make.actor(Role.GOVERNOR, academies=[trust.ash])
    found = page(governor, trust.ash)
    by_code = lines(found)
    assert not found.sees_answers
    assert all(line.behind is None for line in by_code.values())
    assert not set(PAY) & set(by_code)
    assert found.posts[0].tally.differ == 0
    assert not set(PAY) & {one.code for one in found.posts[0].changes}
    with pytest.raises(Refused):
        reading.history(governor, trust.ash.urn, trust.post.id, "C04", today=make.TODAY)


def test_a_senco_sees_pay_of_their_own_post_only(trust: Trust) -> None:
    own = senco(trust)
    assert set(PAY) <= set(lines(page(own, trust.ash)))
    with make.saved():
        colleague = make.senco(trust.ash, "Carl", title="Second SENCO").post
    both = page(own, trust.ash).posts
    shown = [{line.condition.code for line in post.lines[Kind.GOOD]} for post in both]
    assert [set(PAY) <= one for one in shown] == [True, False]
    with pytest.raises(Refused):
        reading.history(own, trust.ash.urn, colleague.id, "C07", today=make.TODAY)
    # And how the law sees a colleague is theirs.
    law = {line.condition.code: line.behind for line in both[1].lines[Kind.LAW]}
    own_law = {line.condition.code: line.behind for line in both[0].lines[Kind.LAW]}
    assert law["C03"]
    assert law["C03"].why == ""
    assert own_law["C03"]
    assert own_law["C03"].why


def test_a_senco_reads_of_pay_what_was_said_since_they_came(trust: Trust) -> None:
    with make.saved():
        make.charter_answer(trust.post, "C07", "yes", on=date(2022, 3, 1), evidence="Her TLR")
    found = reading.history(senco(trust), trust.ash.urn, trust.post.id, "C07", today=make.TODAY)
    assert [one.reply for one in found.past] == [Reply.NO, Reply.NO]
    found = reading.history(director(), trust.ash.urn, trust.post.id, "C07", today=make.TODAY)
    assert len(found.past) == 3


def test_who_heads_one_academy_and_governs_another_reads_of_pay_and_answers_at_their_own(
    trust: Trust,
) -> None:
    """In a filter, an order and what changed too: Gorse misses nothing but what tells of pay."""
    with make.saved():
        gorse = make.academy("Gorse", type_code="44")
        make.charter_answer(make.post(gorse), "C07", "no")

    def both(headed: Academy, governed: Academy) -> Actor:
        at = [
            Holding(role, academies=frozenset({one.id}))
            for role, one in ((Role.HEADTEACHER, headed), (Role.GOVERNOR, governed))
        ]
        return Actor("Both", None, None, tuple(at))

    def changed(who: Actor) -> bool:
        found = since.view(who, Filters(), ENDED, make.TODAY, revision=None)
        return gorse.id in found.ids

    head, governor = both(gorse, trust.ash), both(trust.ash, gorse)
    assert "Gorse" in names(head, state="not_met")
    assert "Gorse" not in names(governor, state="not_met")
    assert changed(head)
    assert not changed(governor)
    assert names(governor, state="differ") == ["Ash"]
    assert names(head, state="differ") == []


def test_a_kind_narrows_how_a_condition_may_stand(trust: Trust) -> None:
    assert names(director(), kind=Kind.LAW.value, state="differ") == ["Ash"]
    assert names(director(), kind=Kind.STATUTORY.value, state="differ") == []


def test_of_a_post_that_two_hold_together_neither_reads_of_pay(trust: Trust) -> None:
    assert "C07" in {
        one.condition.code for one in page(senco(trust), trust.ash).posts[0].lines[Kind.GOOD]
    }
    with make.saved():
        make.appointment(trust.post, make.person("Bea Beside"))
    shown = page(senco(trust), trust.ash).posts[0]
    assert len(shown.holders) == 2
    assert not set(PAY) & {one.condition.code for one in shown.lines[Kind.GOOD]}
    with pytest.raises(Refused):
        reading.history(senco(trust), trust.ash.urn, trust.post.id, "C07", today=make.TODAY)


def test_why_an_answer_of_law_counts_is_hidden_only_where_the_record_gave_it() -> None:
    sight = Sight(answers=True, pay=False, qualification=False)
    answered = Result("C02", Reply.YES, "Only the head has answered.")
    assert sight.reason(answered) == "Only the head has answered."
    assert not sight.reason(Result("C02", Reply.NO, "The record says it.", from_record=True))
    assert sight.reason(Result("C01", Reply.NO, "The record says it.", from_record=True))


def test_a_new_senco_does_not_learn_how_the_one_before_was_paid(trust: Trust) -> None:
    """What changed since last term tells of both days, and somebody else held the post then."""
    with make.saved():
        academy = make.academy("Holly")
        post = make.post(academy, hours=8)
        before = make.appointment(post, make.person(), until=ENDED)
        after = make.appointment(post, make.person(), since=ENDED + DAY)
        make.paid(before, "L5", "Leadership")
        make.paid(after, "M6", since=ENDED + DAY)
    holding = Holding(Role.SENCO, academies=frozenset({academy.id}))
    new = Actor("New", None, after.person_id, (holding,))
    codes = {one.code for one in page(new, academy).posts[0].changes}
    assert not set(PAY) & codes
    assert "C07" in {one.code for one in page(director(), academy).posts[0].changes}


def test_a_new_senco_does_not_read_what_was_said_of_the_pay_before_theirs(trust: Trust) -> None:
    """Neither on the page, nor while answering, nor in the history, nor in the file."""
    with make.saved():
        academy = make.academy("Holly")
        post = make.post(academy, hours=8)
        make.appointment(post, make.person(), until=ENDED)
        after = make.appointment(post, make.person(), since=ENDED + DAY)
        for side in ("head", "senco"):
            make.charter_answer(post, "C08", "yes", side=side, on=ENDED, evidence="Her allowance")
        make.charter_answer(post, "C16", "yes", on=ENDED, evidence="Anna does it")
    account = make.account(Role.SENCO, person=after.person)
    holding = Holding(Role.SENCO, academies=frozenset({academy.id}))
    new = Actor("New", account.id, after.person_id, (holding,))

    def seen(actor: Actor) -> tuple[Reply, str]:
        lines = page(actor, academy).posts[0].lines.values()
        (line,) = (one for of_kind in lines for one in of_kind if one.condition.code == "C08")
        assert line.behind
        return line.reply, str((line.behind.why, line.behind.head, line.behind.senco))

    assert seen(director())[0] is Reply.YES
    reply, told = seen(new)
    assert reply is Reply.NOT_KNOWN
    assert "Her allowance" not in told
    assert not reading.history(new, academy.urn, post.id, "C08", today=make.TODAY).past
    saved = str(list(exports.conditions(new, Filters(), Sort(), make.TODAY).rows))
    assert "Her allowance" not in saved
    assert "Anna does it" in saved
    sheet = answering.sheet(new, academy.urn, post.id, today=make.TODAY)
    question = sheet.question("C08")
    assert (question.mine, question.theirs) == (None, None)
    assert sheet.question("C16").theirs
    # What the one before said is no answer of theirs, so the same is one to be saved.
    same = Told("C08", "yes", "Her allowance", make.TODAY, question.seen)
    said = [same]
    assert answering.answer(
        new, academy.urn, post.id, said, today=make.TODAY, now=make.NOW
    ) == ["C08"]  # fmt: skip
    assert seen(new)[0] is Reply.YES


@pytest.mark.parametrize("role", [Role.ADMIN, Role.DEPUTY])
def test_who_sees_no_conditions(trust: Trust, role: Role) -> None:
    with pytest.raises(Refused):
        page(make.actor(role), trust.ash)
    assert names(make.actor(role)) == []


def test_elsewhere_is_refused_and_nothing_is_not_there(trust: Trust) -> None:
    governor = make.actor(Role.GOVERNOR, academies=[trust.ash])
    with pytest.raises(Refused):
        page(governor, trust.birch)
    for urn in (1, 2**40):
        with pytest.raises(NotThere):
            reading.academy(director(), urn, make.TODAY, today=make.TODAY)
    with pytest.raises(NotThere):
        reading.history(director(), trust.ash.urn, 2**40, "C04", today=make.TODAY)


# --- The table ------------------------------------------------------------------------------


def test_the_table_and_the_page_agree(trust: Trust) -> None:
    for academy in (trust.ash, trust.birch, trust.cedar):
        (row,) = heat.page(director(), [academy.id], make.TODAY)
        shown = {code: letters.reply_of(row.conditions, code) for code in PLACES}
        assert shown == {code: one.reply for code, one in lines(page(director(), academy)).items()}


def test_filters(trust: Trust) -> None:
    who = director()
    assert names(who) == ["Ash", "Birch", "Cedar"]
    assert names(who, hub_id=trust.north.id) == ["Ash"]
    assert names(who, phase="secondary") == ["Birch"]
    assert names(who, words="nora") == ["Birch"]
    assert names(who, condition="C05") == ["Ash"]
    assert names(who, condition="C05", state="not_known") == ["Birch", "Cedar"]
    assert names(who, condition="C04", state="differ") == ["Ash"]
    assert names(who, state="differ") == ["Ash"]
    assert names(who, condition="C16", state="partly") == ["Ash"]
    assert names(who, kind="law", state="not_met") == ["Ash", "Birch", "Cedar"]
    assert names(who, kind="stat", state="not_met") == ["Ash", "Cedar"]
    assert names(who, duty="X03") == ["Ash"]
    assert names(who, duty="X04") == []
    assert names(who, duty=ANY) == ["Ash"]
    most = Sort("not_met", descending=True)
    assert names(who, most)[0] == "Cedar"
    assert names(who, Sort("not_met"), kind="stat") == ["Birch", "Ash", "Cedar"]


def test_counts_are_of_all_that_the_filters_leave(trust: Trust) -> None:
    counts = view(director()).counts
    assert (counts.total, counts.differ, counts.departures) == (3, 1, 1)
    assert counts.not_met[Kind.LAW] == 3
    assert counts.replies["C05"][Reply.NO] == 1
    assert counts.replies["C05"][Reply.NOT_KNOWN] == 2
    assert counts.differing["C04"] == 1
    assert sum(counts.replies["C16"].values()) == 3


def test_the_table_without_pay(trust: Trust) -> None:
    trustee = make.actor(Role.TRUST_LEADER)
    assert not set(PAY) & set(letters.codes(trustee))
    (row,) = heat.page(trustee, [trust.ash.id], make.TODAY)
    assert {row.conditions[PLACES[code]] for code in PAY} == {letters.HIDDEN}
    for asked in ({"condition": "C07"}, {"condition": "C35", "state": "not_known"}):
        with pytest.raises(Refused):
            view(trustee, **asked)
    # What is not met is counted, sorted and filtered without them.
    with make.saved():
        academy = make.academy("Dell", type_code="44", phase="0")
        post = make.senco(academy).post
        make.charter_answer(post, "C07", "no")
    assert "Dell" in names(director(), state="not_met")
    assert "Dell" not in names(trustee, state="not_met")
    assert names(trustee, Sort("not_met"))[0] == "Dell"


def test_somebody_with_pay_at_one_hub_only(trust: Trust) -> None:
    """A trust leader everywhere without pay, who directs one hub with it."""
    trustee = make.actor(Role.TRUST_LEADER)
    of_hub = director(hubs=[trust.north])
    both = Actor("Both", None, None, (*trustee.holdings, *of_hub.holdings))
    rows = heat.page(both, [trust.ash.id, trust.birch.id], make.TODAY)
    assert [row.conditions[PLACES["C07"]] for row in rows] == ["n", letters.HIDDEN]
    assert names(both, condition="C07", state="not_known") == []
    assert names(both, condition="C07") == ["Ash"]


def test_a_governor_cannot_ask_where_answers_differ(trust: Trust) -> None:
    governor = make.actor(Role.GOVERNOR, academies=[trust.ash])
    (row,) = heat.page(governor, [trust.ash.id], make.TODAY)
    assert row.conditions == row.conditions.lower()
    assert view(governor).counts.differ == 0
    for asked in ({"state": "differ"}, {"condition": "C04", "state": "differ"}):
        with pytest.raises(Refused):
            view(governor, **asked)
    assert heat.page(governor, [trust.birch.id], make.TODAY) == []


# --- What changed ---------------------------------------------------------------------------


def test_what_changed_across_the_trust(trust: Trust) -> None:
    who = director()
    found = since.view(who, Filters(), ENDED, make.TODAY, revision=None)
    (row,) = since.page(who, found.ids, ENDED, make.TODAY)
    assert row.name == "Ash"
    assert {one.code for one in row.changes} == {
        one.code for one in page(who, trust.ash).posts[0].changes
    }
    assert found.turns[Turn.BETTER] == 1
    assert since.view(who, Filters(words="birch"), ENDED, make.TODAY, revision=None).ids == []


def test_a_change_of_pay_alone_is_nothing_to_who_may_not_see_it(trust: Trust) -> None:
    with make.saved():
        make.charter_answer(make.senco(trust.birch).post, "C07", "no")
    trustee, leader = (make.actor(Role.TRUST_LEADER, with_pay=one) for one in (False, True))
    asked = Filters(words="birch")
    assert not since.view(trustee, asked, ENDED, make.TODAY, revision=None).ids
    assert since.view(leader, asked, ENDED, make.TODAY, revision=None).ids
    (row,) = since.page(trustee, [trust.ash.id], ENDED, make.TODAY)
    assert not set(PAY) & {one.code for one in row.changes}


# --- The file -------------------------------------------------------------------------------


def exported(who: Actor, **asked: Any) -> list[dict[str, Any]]:
    table = exports.conditions(who, Filters(**asked), Sort(), make.TODAY)
    return [dict(zip(table.columns, row, strict=True)) for row in table.rows]


def test_the_file_has_exactly_these_columns_and_a_row_for_each_condition(trust: Trust) -> None:
    table = exports.conditions(OPERATOR, Filters(), Sort(), make.TODAY)
    assert table.columns == COLUMNS
    rows = exported(OPERATOR)
    assert len(rows) == 3 * len(CONDITIONS)
    (report,) = [row for row in rows if (row["academy"], row["code"]) == ("Ash", "C04")]
    assert report == {
        "urn": trust.ash.urn, "academy": "Ash", "post": "SENCO", "code": "C04",
        "condition": CONDITIONS["C04"].sentence, "type": "law", "head_answer": "yes",
        "senco_answer": "no", "result": "no", "from_record": False,
        "evidence": "Head teacher: head saw; SENCO: senco saw", "answered_on": make.TODAY,
    }  # fmt: skip
    (time,) = [row for row in rows if (row["academy"], row["code"]) == ("Ash", "C12")]
    assert (time["head_answer"], time["result"], time["from_record"]) == ("no", "yes", True)
    assert time["evidence"].startswith("8.0 hours a week are recorded")
    assert time["answered_on"] is None
    (vacant,) = [row for row in rows if (row["academy"], row["code"]) == ("Cedar", "C01")]
    assert (vacant["post"], vacant["result"]) == (None, "no")


def test_the_file_follows_the_filters(trust: Trust) -> None:
    assert {row["academy"] for row in exported(director(), words="birch")} == {"Birch"}
    assert [row["code"] for row in exported(director(), condition="C05")] == ["C05"]
    assert {row["type"] for row in exported(director(), kind="stat")} == {"stat"}


def test_the_file_of_who_sees_less(trust: Trust) -> None:
    trustee, governor = (
        make.actor(Role.TRUST_LEADER),
        make.actor(Role.GOVERNOR, academies=[trust.ash]),
    )
    for who in (trustee, governor):
        assert not set(PAY) & {row["code"] for row in exported(who)}
        with pytest.raises(Refused):
            exported(who, condition="C07")
    assert tuple(exported(governor)[0]) == (
        "urn", "academy", "post", "code", "condition", "type", "result",
    )  # fmt: skip
    assert {row["academy"] for row in exported(governor)} == {"Ash"}
    own = exported(senco(trust))
    assert set(PAY) <= {row["code"] for row in own}
    # Governor of one academy and SENCO of another: each cell by its own grant.
    both = Actor("Both", None, trust.olive.id, (*senco(trust).holdings, Holding(
        Role.GOVERNOR, academies=frozenset({trust.birch.id})
    )))  # fmt: skip
    rows = exported(both)
    there = [row for row in rows if row["academy"] == "Birch"]
    assert {row["evidence"] for row in there} == {row["from_record"] for row in there} == {None}
    assert not set(PAY) & {row["code"] for row in there}


def test_trust_wide_posts_stand_at_the_end_of_the_whole_trusts_file(trust: Trust) -> None:
    """C36 is asked of them alone. A file of some academies leaves them out."""
    with make.saved():
        lead = make.post(None, kind=PostKind.TRUST_WIDE, title="Hub lead")
        make.appointment(lead, make.person("Wanda Wide"), designated=False)
        make.charter_answer(lead, "C36", "partly", side="senco", evidence="Job description")
    rows = exported(OPERATOR)
    last = rows[-1]
    assert (last["urn"], last["academy"], last["post"], last["code"]) == (
        None, None, "Hub lead", "C36",
    )  # fmt: skip
    assert (last["senco_answer"], last["result"]) == ("partly", "partly")
    assert [row["urn"] is None for row in rows] == [False] * 3 * 36 + [True] * 36
    assert [row["post"] for row in exported(director(), condition="C36", state="any")][-1] == (
        "Hub lead"
    )
    for asked in ({"words": "ash"}, {"phase": "primary"}, {"hub_id": 1}, {"duty": "any"},
                  {"state": "not_known"}, {"condition": "C16"}):  # fmt: skip
        assert "Hub lead" not in {row["post"] for row in exported(director(), **asked)}
    trustee = [row for row in exported(make.actor(Role.TRUST_LEADER)) if row["urn"] is None]
    assert len(trustee) == 36 - len(PAY)
    for who in (senco(trust), make.actor(Role.HEADTEACHER, academies=[trust.ash])):
        assert None not in {row["urn"] for row in exported(who)}


@pytest.mark.parametrize("many", [1, 40])
def test_the_file_asks_as_often_however_many_academies(many: int) -> None:
    with make.saved():
        for number in range(many):
            held = make.senco(make.academy(f"Academy {number}"))
            make.charter_answer(held.post, "C16", "yes")
    with Queries() as asked:
        rows = exported(director())
    assert len(rows) == many * len(CONDITIONS)
    assert len(asked) <= 44
