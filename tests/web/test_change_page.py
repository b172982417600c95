"""One change through the front door: what each reader sees of it and does with it."""

import io
from html import unescape

import pytest
from sqlalchemy import select, update

from tests import factories as make
from tests.certificate_files import PDF
from tests.client import Client, Queries
from tests.web.changing import LATER, asked, paid, post_of, proposed, stored, take, vacate, version
from tests.web.conftest import Trust
from trust_inclusion.db import db, transaction
from trust_inclusion.domain.access import Role
from trust_inclusion.models.academies import Academy
from trust_inclusion.models.accounts import Account, AccountGrant
from trust_inclusion.models.changes import ChangeComment, ChangeStep
from trust_inclusion.models.posts import Allocation

COST = "Half from the growth fund"
OF_PAY = ("annual_value_pence", "frozen_pay", "cost_note", "appointment_pay")


def page(client: Client, change_id: int, status: int = 200) -> str:
    return unescape(client.get(f"/changes/{change_id}", status))


def disable(trust: Trust, who: str) -> None:
    with trust.app.app_context():
        with transaction():
            db.session.get_one(Account, trust.accounts[who].id).disabled = True
        db.session.remove()


def steps_told(trust: Trust, change_id: int) -> list[str]:
    with trust.app.app_context():
        rows = select(ChangeStep.step).where(ChangeStep.change_id == change_id)
        return list(db.session.scalars(rows.order_by(ChangeStep.id)))


def test_from_proposal_to_hours_in_force(trust: Trust) -> None:
    paid(trust, "Olive Own")
    one = proposed(trust)
    head, director = trust.client("headteacher"), trust.client("director")
    shown = page(head, one)
    assert "Olive Own, SENCO 0 at Ash: from 8.0 to 10.0 hours a week from 1 January 2027" in shown
    assert "Waits for the head teacher since today." in shown
    assert "10.0 h, 1.5 days, 30.8% of full time" in shown
    assert "320 ÷ 40 = 8.000, complete hours only" in shown
    assert "Olive Own proposed" not in shown  # the account is called otherwise
    assert "proposed it as SENCO." in shown
    take(head, one, "endorse", "We have <b>room</b>")
    shown = director.get(f"/changes/{one}")
    assert "Waits for the Director of Inclusion or their deputy since today." in shown
    assert "We have &lt;b&gt;room&lt;/b&gt;" in shown
    assert "£" in shown
    take(director, one, "approve")
    assert stored(trust, one).state == "approved"
    shown = page(director, one)
    assert "When approved, 21 Nov 2026" in shown
    assert "Waits for" not in shown
    assert "What you can do" not in shown


def test_the_working_days_it_has_waited(trust: Trust, clock) -> None:
    one = proposed(trust)
    clock.move_to(make.NOW.replace(month=12, day=2))
    assert "Waits for the head teacher since 21 November, 8 working days." in page(
        trust.client("headteacher"), one
    )


def test_what_was_frozen_stays_beside_what_holds_today(trust: Trust) -> None:
    one = proposed(trust)
    academy = stored(trust, one).academy_id
    with trust.app.app_context():
        with make.saved():
            make.evidence_for(
                db.session.get_one(Academy, academy), ehcp=40,
                census_date=make.TODAY.replace(month=10, day=1),
            )  # fmt: skip
        db.session.remove()
    shown = page(trust.client("director"), one)
    assert 'data-label="When proposed, 21 Nov 2026">8.0 h<' in shown
    assert 'data-label="Today">11.0 h<' in shown
    assert shown.count("How the formula was worked out") == 2


def test_what_holds_as_it_was_proposed_is_told_once(trust: Trust) -> None:
    shown = page(trust.client("director"), proposed(trust))
    assert 'data-label="When proposed, 21 Nov 2026, and today">8.0 h<' in shown
    assert 'data-label="Today"' not in shown


@pytest.mark.parametrize(
    ("who", "sees"),
    [("director", True), ("executive", True), ("hr", True), ("headteacher", True),
     ("senco", True), ("trustee", False), ("deputy", False), ("head and trustee", True)],
)  # fmt: skip
def test_cost_shows_only_where_it_is_granted(trust: Trust, who: str, sees: bool) -> None:
    paid(trust, "Olive Own")
    one = proposed(trust, cost_note=COST)
    client = trust.client(who)
    with trust.app.app_context(), Queries() as ran:
        shown = page(client, one)
    words = ("Annual value", "£", COST, "TLR", "Full-time salary", "on-costs")
    for text in words:
        if text == "£":
            shown = shown.replace("£120,000", "").replace("each £1,000", "")
        assert (text in shown) == sees, text
    selected = " ".join(ran.statements)
    assert any(name in selected for name in OF_PAY) == sees


def test_who_may_not_read_it(trust: Trust) -> None:
    one = proposed(trust, "director", "Carl Colleague", cost_note=COST)
    for who, status in (("senco", 404), ("governor", 403), ("admin", 403),
                        ("senco of what left", 404), ("head of what left", 404)):  # fmt: skip
        shown = page(trust.client(who), one, status)
        assert COST not in shown
        assert "Carl" not in shown
    trust.client("senco").post(f"/changes/{one}/approve", {"version": "1"}, 404)


def test_a_step_that_is_none(trust: Trust) -> None:
    one = proposed(trust)
    for step in ("propose", "grant", "guess", "lapse"):
        trust.client("director").post(f"/changes/{one}/{step}", {"version": "1"}, 404)


def test_a_missing_comment_is_asked_for(trust: Trust) -> None:
    one = proposed(trust)
    head = trust.client("headteacher")
    shown = take(head, one, "return", " ", 422)
    assert "Say why, in a sentence or two." in shown
    assert 'href="#comment-return"' in shown
    shown = take(head, one, "return", "x" * 100_000, 422)
    assert "Use at most 4,000 characters" in shown
    assert "x" * 10_000 in shown
    shown = take(head, one, "return", "Not\x00 yet: ask <i>Kim</i>")
    assert stored(trust, one).state == "returned"
    assert "Not yet: ask &lt;i&gt;Kim&lt;/i&gt;" in head.get(f"/changes/{one}")


def test_who_comes_second_reads_who_did_what_and_keeps_the_comment(trust: Trust) -> None:
    one = proposed(trust)
    head, other = trust.client("headteacher"), trust.client("head and trustee")
    seen = version(other.get(f"/changes/{one}"))
    take(head, one, "return", "Not yet")
    shown = take(other, one, "endorse", "We have room", 409, seen=seen)
    assert "returned it at 12.00pm, before you." in shown
    # The step is gone with the state; what was written is kept all the same.
    assert "We have room" in shown
    assert steps_told(trust, one) == ["propose", "return"]


def test_a_stale_tab_keeps_the_comment_in_its_box(trust: Trust) -> None:
    one = proposed(trust, "headteacher", amount="6")
    director = trust.client("director")
    seen = version(director.get(f"/changes/{one}"))
    take(trust.client("hr"), one, "mark_seen")
    shown = take(director, one, "return", "Ask the SENCO first", 409, seen=seen)
    assert "marked it as seen at 12.00pm, before you." in shown
    assert (
        '<textarea class="govuk-textarea" id="comment-return" name="comment" rows="3">Ask the'
        in shown
    )
    fresh = version(shown)
    take(director, one, "return", "Ask the SENCO first", seen=fresh)
    assert stored(trust, one).state == "returned"


def test_the_same_form_twice_is_one_step(trust: Trust) -> None:
    one = proposed(trust)
    head = trust.client("headteacher")
    seen = version(head.get(f"/changes/{one}"))
    take(head, one, "endorse", seen=seen)
    take(head, one, "endorse", seen=seen)
    assert "You endorsed it at 12.00pm." in head.get(f"/changes/{one}")
    assert steps_told(trust, one) == ["propose", "endorse"]


def test_refusals_say_why(trust: Trust) -> None:
    one = proposed(trust, "headteacher", amount="6")
    director = trust.client("director")
    shown = page(director, one)
    assert "<b>Approve</b>: It is a reduction: HR marks it as seen first." in shown
    assert f"/changes/{one}/approve" not in shown
    shown = take(director, one, "approve", "All agreed", 403)
    assert "HR marks it as seen first." in shown
    assert "Below is the change as it stands now." in shown
    assert "All agreed" in shown
    shown = page(trust.client("headteacher"), one)
    assert "What you can do" in shown
    assert f"/changes/{one}/withdraw" in shown


def test_a_reduction_has_the_view_of_the_senco_and_the_mark_of_hr(trust: Trust) -> None:
    one = proposed(trust, "headteacher", amount="2")
    hr, senco, director = (trust.client(name) for name in ("hr", "senco", "director"))
    shown = page(hr, one)
    for text in ("contract", "pregnant", "maternity", "consulted", "Not marked as seen yet.",
                 "Not given yet.", "Waits for HR since today.", ">Reduction<"):  # fmt: skip
        assert text in shown
    take(hr, one, "mark_seen")
    assert "Waits for the SENCO’s view" in page(senco, one)
    take(senco, one, "give_view", "Two hours are too few.")
    shown = page(director, one)
    assert '<dd class="app-lines">Two hours are too few.</dd>' in shown
    assert "A trust leader then confirms it, because it moves by more hours a week" in shown
    take(director, one, "approve")
    shown = page(trust.client("executive"), one)
    assert (
        "Waits for a trust leader since today. It is approved, and needs a second approval."
        in shown
    )
    assert "it moves by more hours a week than the director decides alone" in shown


def test_a_reason_of_cost_is_told_only_as_such(trust: Trust) -> None:
    with trust.app.app_context():
        with transaction():
            grants = update(AccountGrant).where(
                AccountGrant.account_id == trust.accounts["deputy"].id
            )
            db.session.execute(grants.values(for_account_id=trust.accounts["director"].id))
        db.session.remove()
    one = proposed(trust)  # no pay table has the point
    take(trust.client("headteacher"), one, "endorse")
    deputy = trust.client("deputy")
    shown = page(deputy, one)
    assert "A trust leader then confirms it, for a reason that speaks of cost." in shown
    assert "annual value" not in shown
    take(deputy, one, "approve")
    shown = page(deputy, one)
    assert "approved it as deputy; a trust leader confirms it next." in shown
    assert " for Account " in shown
    shown = page(trust.client("trustee"), one)
    assert "for a reason that speaks of cost" in shown
    assert "annual value" not in shown
    assert "its annual value cannot be worked out" in page(trust.client("executive"), one)


def test_people_who_left_meanwhile(trust: Trust) -> None:
    one = proposed(trust)
    vacate(trust, post_of(trust, "Olive Own"))
    disable(trust, "senco")
    shown = page(trust.client("headteacher"), one)
    assert "Nobody holds the post today." in shown
    assert "Who proposed it can no longer act here" in shown
    take(trust.client("headteacher"), one, "endorse")


def test_linked_changes_know_each_other(trust: Trust) -> None:
    one = proposed(
        trust, "director", "Olive Own", linked=str(post_of(trust, "Carl Colleague")),
        unit_2="hours", amount_2="9", period_minutes_2="", weeks_2="1",
    )  # fmt: skip
    shown = page(trust.client("headteacher"), one)
    assert "Carl Colleague, SENCO 1 at Ash: from 8.0 to 9.0 hours a week" in shown
    assert f'href="/changes/{one + 1}"' in shown
    shown = page(trust.client("senco"), one)
    assert "Carl" not in shown
    assert "A change at Ash" in shown


def test_the_attachment_is_for_who_reads_the_change(trust: Trust, tmp_path) -> None:
    trust.app.config["EVIDENCE_DIR"] = str(tmp_path / "evidence")
    one = proposed(trust, attachment=(io.BytesIO(PDF), "timetable.pdf"))
    assert "timetable.pdf (PDF)" in page(trust.client("headteacher"), one)
    answer = trust.client("headteacher").raw(f"/changes/{one}/attachment")
    assert answer.data == PDF
    assert answer.mimetype == "application/pdf"
    for who, status in (("governor", 403), ("head of what left", 404), ("director", 200)):
        assert trust.client(who).raw(f"/changes/{one}/attachment").status_code == status


def test_sent_again_after_a_return(trust: Trust) -> None:
    one = proposed(trust, amount="12", cost_note=COST)
    head, senco = trust.client("headteacher"), trust.client("senco")
    senco.get(f"/changes/{one}/resubmit", 403)
    take(head, one, "return", "Ten would do")
    shown = senco.get(f"/changes/{one}/resubmit")
    assert 'value="12"' in shown
    assert COST in shown
    assert "More pupils with plans" in shown
    seen = version(shown)
    sent = {**asked("10", version=seen), "cost_note": COST}
    assert "10.0" in senco.post(f"/changes/{one}/resubmit/preview", sent, 200).text
    senco.post(f"/changes/{one}/resubmit", {**sent, "amount": "60"}, 422)
    head.get(f"/changes/{one}/resubmit", 403)
    senco.post(f"/changes/{one}/resubmit", sent)
    change = stored(trust, one)
    assert (change.state, change.minutes_proposed, change.cost_note) == ("proposed", 600, COST)
    shown = page(head, one)
    assert "resubmitted it" in shown
    assert "Ten would do" in shown
    senco.post(f"/changes/{one}/resubmit", sent, 403)


def test_for_htmx_the_change_itself_comes_back(trust: Trust) -> None:
    one = proposed(trust)
    head = trust.client("headteacher")
    sent = {"version": version(head.get(f"/changes/{one}")), "comment": " "}
    htmx = {"HX-Request": "true"}
    answer = head.open(
        f"/changes/{one}/return", method="POST", data={**sent, **head.token()}, headers=htmx
    )
    assert answer.status_code == 422
    assert answer.headers["HX-Retarget"] == "#change"
    answer = head.open(
        f"/changes/{one}/endorse", method="POST", data={**sent, **head.token()}, headers=htmx
    )
    assert answer.status_code == 200
    assert "<html" not in answer.text
    assert "You endorsed it." in answer.text
    assert "data-focus" in answer.text
    answer = head.open(
        f"/changes/{one}/return", method="POST", headers=htmx,
        data={**sent, "comment": "Wait", **head.token()},
    )  # fmt: skip
    assert (answer.status_code, answer.headers["HX-Retarget"]) == (409, "#change")


def test_a_temporary_change_says_both_days(trust: Trust) -> None:
    one = proposed(trust, kind="temporary", until=LATER)
    assert "hours a week from 1 January 2027 to 31 January 2027" in page(
        trust.client("director"), one
    )


def test_the_page_costs_the_same_however_long_its_story(trust: Trust) -> None:
    one = proposed(trust)
    director = trust.client("director")
    counts: list[int] = []
    for step in ("endorse", ""):
        with trust.app.app_context(), Queries() as ran:
            page(director, one)
        counts.append(len(ran))
        if step:
            take(trust.client("headteacher"), one, step)
    assert max(counts) <= 27


def test_one_decision_gives_one_allocation(trust: Trust) -> None:
    paid(trust, "Olive Own")
    one = proposed(trust)
    take(trust.client("headteacher"), one, "endorse")
    director = trust.client("director")
    seen = version(director.get(f"/changes/{one}"))
    for _ in range(2):
        take(director, one, "approve", seen=seen)
    with trust.app.app_context():
        given = select(Allocation).where(Allocation.post_id == post_of(trust, "Olive Own"))
        assert [a.minutes for a in db.session.scalars(given.order_by(Allocation.id))] == [480, 600]


def test_what_was_removed_is_said_to_be(trust: Trust) -> None:
    one = proposed(trust)
    take(trust.client("headteacher"), one, "endorse", "A private thing")
    with trust.app.app_context():
        with transaction():
            db.session.execute(
                update(ChangeComment)
                .where(ChangeComment.words == "A private thing")
                .values(words=None, redacted_at=make.NOW)
            )
        db.session.remove()
    shown = page(trust.client("director"), one)
    assert "A private thing" not in shown
    assert "What was said here was removed." in shown


def test_a_trustee_role_elsewhere_lends_no_pay(trust: Trust) -> None:
    one = proposed(trust, "director", "Nora Next", cost_note=COST)
    shown = page(trust.client("head and trustee"), one)
    assert COST not in shown
    assert "Annual value" not in shown
    assert Role.TRUST_LEADER.value not in shown
