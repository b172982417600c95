"""Proposing a change of hours through the front door: what it means, what is refused, drafts."""

import io
import re
from datetime import date, timedelta
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select, update

from tests import factories as make
from tests.certificate_files import PDF
from tests.client import Client, Queries
from tests.web.changing import LATER, SOON, asked, day, paid, post_of, proposed, stored
from tests.web.conftest import Trust
from trust_inclusion.db import db
from trust_inclusion.domain.posts import PostKind
from trust_inclusion.models.academies import Academy, Evidence
from trust_inclusion.models.changes import Change, ChangeDraft
from trust_inclusion.models.people import Person
from trust_inclusion.models.posts import Allocation, Post
from trust_inclusion.models.records import EvidenceFile

HTMX = {"HX-Request": "true"}


@pytest.fixture
def olive(trust: Trust) -> str:
    """Where a change of Olive Own's post is proposed."""
    return f"/changes/propose/{post_of(trust, 'Olive Own')}"


@pytest.fixture
def evidence(trust: Trust, tmp_path: Path) -> Path:
    """Attachments of a test lie in its own folder."""
    folder = tmp_path / "evidence"
    trust.app.config["EVIDENCE_DIR"] = str(folder)
    return folder


def counted(trust: Trust, row: Any) -> int:
    with trust.app.app_context():
        found = db.session.scalar(select(func.count()).select_from(row)) or 0
        db.session.remove()
    return found


def meaning(client: Client, path: str, **sent: Any) -> str:
    """What stands beside the form as it is typed."""
    data = {**asked(**sent), **client.token()}
    answer = client.open(f"{path}/preview", method="POST", data=data, headers=HTMX)
    assert answer.status_code == 200
    assert "<html" not in answer.text
    return unescape(answer.text)


def cells(html: str, label: str) -> list[str]:
    """What a row of the table says: now and proposed."""
    row = html.partition(f'<th scope="row">{label}</th>')[2].partition("</tr>")[0]
    return re.findall(r'<td class="num">([^<]*)</td>', row)


def test_what_it_means_as_it_is_typed(trust: Trust, olive: str) -> None:
    paid(trust, "Olive Own")
    shown = meaning(trust.client("headteacher"), olive, amount="9.5")
    assert cells(shown, "Hours a week") == ["8.0", "9.5"]
    assert cells(shown, "Days of 6.5 h") == ["1.2", "1.5"]
    assert cells(shown, "Of full time") == ["24.6%", "29.2%"]
    assert cells(shown, "Periods of an hour a week") == ["6.2", "7.3"]
    assert cells(shown, "Formula") == ["8.0 h", "8.0 h"]
    assert cells(shown, "Gap to the formula") == ["+8.0 h", "+9.5 h"]
    assert cells(shown, "One working day") == ["6.5 h", "6.5 h"]
    value = cells(shown, "Annual value")[1]
    assert re.fullmatch(r"£[0-9],[0-9]{3} a year", value)
    assert "Full-time salary £" in shown
    assert "Salary only: the trust has not set a rate of on-costs." in shown
    assert "Beside it, not multiplied: TLR £3,123." in shown
    assert "No second approval is needed." in shown
    assert "You cannot grant it alone." in shown
    assert counted(trust, Change) == 0


def test_the_same_without_a_script(trust: Trust, olive: str) -> None:
    head = trust.client("headteacher")
    shown = head.post(f"{olive}/preview", asked("9.5"), 200).text
    assert cells(unescape(shown), "Hours a week") == ["8.0", "9.5"]
    assert 'value="9.5"' in shown
    assert "More pupils with plans" in shown
    assert head.raw(f"{olive}/preview").location.endswith(olive)
    shown = head.post(f"{olive}/preview", asked("sixty"), 422).text
    assert "“sixty” is not a number of hours a week." in shown
    assert counted(trust, Change) == 0


def test_while_it_says_nothing_yet(trust: Trust, olive: str) -> None:
    shown = meaning(trust.client("senco"), olive, amount="", on=None)
    assert "As it stands" in shown
    assert cells(shown, "Hours a week") == ["8.0"]
    assert "Enter the first day." in shown


@pytest.mark.parametrize(
    ("unit", "amount", "minutes"),
    [("hours", "7.3", 438), ("days", "1.5", 585), ("percent", "40%", 780), ("hours", "0", 0),
     ("periods", "10", 780)],
)  # fmt: skip
def test_hours_as_people_say_them(
    trust: Trust, olive: str, unit: str, amount: str, minutes: int
) -> None:
    more = {"period_minutes": "60"} if unit == "periods" else {}
    trust.client("director").post(olive, asked(amount, unit=unit, **more))
    assert stored(trust, 1).minutes_proposed == minutes


def test_periods_on_two_weeks(trust: Trust, olive: str) -> None:
    sent = asked("15", unit="periods", period_minutes="50", weeks="2")
    trust.client("director").post(olive, sent)
    assert stored(trust, 1).minutes_proposed == 488


ON = {"on": date(2008, 1, 1)}
BAD: dict[str, tuple[dict[str, Any], str, str]] = {
    "negative": ({"amount": "-3"}, "amount", "“-3” is less than 0. Enter 0 or more."),
    "NaN": ({"amount": "NaN"}, "amount", "“NaN” is not a number of hours a week."),
    "infinity": ({"amount": "1e999"}, "amount", "is not a number of hours a week."),
    "sixty": ({"amount": "60"}, "amount", "60 hours a week is more than a full-time week"),
    "comma": ({"amount": "7,5"}, "amount", "Use a point, not a comma, for part of a number: 7.5."),
    "nothing": ({"amount": ""}, "amount", "Enter a number of hours a week"),
    "the same": ({"amount": "8"}, "amount", "the hours that the post has"),
    "no period": ({"unit": "periods"}, "period_minutes", "Enter the length of a period"),
    "part of a period": ({"unit": "periods", "amount": "1.5", "period_minutes": "60"}, "amount",
                         "Enter a whole number of periods"),
    "a long period": ({"unit": "periods", "period_minutes": "600"}, "period_minutes",
                      "A period must be between 1 and 240 minutes long."),
    "another unit": ({"unit": "weeks"}, "unit", "Choose one of the list."),
    "another kind": ({"kind": "forever"}, "kind", "Choose one of the list."),
    "in 2008": (ON, "effective_on", "Enter a day not more than a year ago."),
    "in 2126": ({"on": date(2126, 1, 1)}, "effective_on", "within the coming 3 years"),
    "no day": ({"on": None}, "effective_on", "Enter the first day."),
    "no such day": ({"effective_on": ["31", "2", "2027"]}, "effective_on", "is not a day"),
    "passed": ({"on": date(2026, 11, 1)}, "late_reason", "Say why the change begins on a day"),
    "no last day": ({"kind": "temporary"}, "until", "Enter the last day."),
    "backwards": ({"kind": "temporary", "until": make.TODAY}, "until", "cannot be before"),
    "a needless last day": ({"until": LATER}, "until", "A permanent change has no last day."),
    "none in all": ({"kind": "one_off", "amount": "0", "until": LATER}, "amount", "more than 0"),
    "one-off percent": ({"kind": "one_off", "unit": "percent", "until": LATER}, "unit",
                        "Enter one-off hours in hours or days"),
    "too many in all": ({"kind": "one_off", "amount": "401", "until": LATER}, "amount",
                        "Enter at most 400 hours in all."),
    "no reason": ({"reason": " \n "}, "reason", "Say why: whoever endorses and decides reads it."),
    "a long reason": ({"reason": "x" * 100_000}, "reason", "must be 4,000 characters or fewer"),
    "another's post": ({"linked": "999"}, "linked", "Choose one of the list."),
    "trust-wide": ({"linked": "trust-wide"}, "linked", "Choose one of the list."),
    "itself": ({"linked": "itself"}, "linked", "Choose one of the list."),
    "no hours for the other": ({"linked": "carl", "amount_2": "x"}, "amount_2", "not a number"),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_bad_input_has_a_message_beside_its_field(trust: Trust, olive: str, name: str) -> None:
    sent, field, said = BAD[name]
    sent = {**sent, "late_reason": "Agreed in spring"} if sent is ON else dict(sent)
    posts = {
        "trust-wide": make_trust_wide(trust), "itself": post_of(trust, "Olive Own"),
        "carl": post_of(trust, "Carl Colleague"),
    }  # fmt: skip
    if "linked" in sent:
        other = {"unit_2": "hours", "amount_2": "9", "period_minutes_2": "", "weeks_2": "1"}
        linked = str(posts.get(sent["linked"], sent["linked"]))
        sent = {**other, **sent, "linked": linked}
    whole = {**asked(), **{key: value for key, value in sent.items() if key not in ("on", "until")}}
    for key, box in (("on", "effective_on"), ("until", "until")):
        if key in sent:
            whole |= day(box, sent[key])
    shown = unescape(trust.client("director").post(olive, whole, 422).text)
    group = "-group" if field in ("effective_on", "until") else ""
    beside = shown.partition(f'id="{field}{group}-error"')[2].partition("</p>")[0]
    assert said in beside
    for key in ("amount", "reason"):
        assert whole[key].strip() in shown
    assert counted(trust, Change) == 0


def make_trust_wide(trust: Trust) -> int:
    with trust.app.app_context():
        with make.saved():
            made = make.post(None, kind=PostKind.TRUST_WIDE, title="Regional lead").id
        db.session.remove()
    return made


def test_a_post_that_is_not_to_be_changed(trust: Trust) -> None:
    director = trust.client("director")
    director.get(f"/changes/propose/{make_trust_wide(trust)}", 404)
    director.get("/changes/propose/999999", 404)
    director.get(f"/changes/propose/{2**40}", 404)
    left = post_of(trust, "Lena Left")
    assert "has left the trust" in director.get(f"/changes/propose/{left}", 403)
    director.post(f"/changes/propose/{left}", asked(), 403)
    trust.client("senco").get(f"/changes/propose/{post_of(trust, 'Carl Colleague')}", 403)
    trust.client("headteacher").get(f"/changes/propose/{post_of(trust, 'Nora Next')}", 403)
    trust.client("hr").get(f"/changes/propose/{post_of(trust, 'Nora Next')}", 403)


def test_words_are_kept_as_words(trust: Trust, olive: str) -> None:
    sent = asked(reason="<script>alert(1)</script>\x00 & more", cost_note="<b>£5</b>")
    senco = trust.client("senco")
    where = senco.post(olive, sent).location
    shown = senco.get(where)
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; more" in shown
    assert "<script>alert" not in shown
    assert "&lt;b&gt;£5&lt;/b&gt;" in shown


def test_without_evidence_it_says_what_is_needed(trust: Trust, olive: str) -> None:
    with trust.app.app_context():
        with make.saved():
            academy = db.session.scalar(select(Academy.id).where(Academy.urn == trust.own))
            rows = update(Evidence).where(Evidence.academy_id == academy)
            db.session.execute(rows.values(sen_support=None, notional_sen_budget_pence=None))
        db.session.remove()
    shown = meaning(trust.client("senco"), olive)
    assert "The formula cannot be worked out: it needs the number of pupils at SEN" in shown
    assert cells(shown, "Formula") == ["cannot be worked out"] * 2
    shown = meaning(trust.client("headteacher"), olive, amount="6")
    assert "because it reduces time where the evidence for the formula is missing" in shown


def test_unknown_pay_needs_a_second_approval(trust: Trust, olive: str) -> None:
    shown = meaning(trust.client("headteacher"), olive)
    assert cells(shown, "Annual value") == ["", "cannot be worked out"]
    assert "No pay table has the point M3 in England." in shown
    assert "because its annual value cannot be worked out" in shown


def test_without_the_grant_of_pay(trust: Trust) -> None:
    """A SENCO who shares a post does not see a colleague's pay, nor words of it."""
    held = post_of(trust, "Olive Own")
    with trust.app.app_context():
        with make.saved():
            person = db.session.get_one(Person, trust.people["Carl Colleague"])
            make.appointment(db.session.get_one(Post, held), person)
        db.session.remove()
    olive = f"/changes/propose/{held}"
    senco = trust.client("senco")
    assert "Cost and pay" not in senco.get(olive)
    shown = meaning(senco, olive)
    assert "Annual value" not in shown
    assert "annual value" not in shown
    assert "for a reason that speaks of cost" in shown
    where = senco.post(olive, asked(cost_note="Not asked for")).location
    assert stored(trust, int(where.rpartition("/")[2])).cost_note == ""


def test_an_open_change_is_decided_first(trust: Trust, olive: str) -> None:
    one = proposed(trust)
    director = trust.client("director")
    shown = director.get(olive)
    assert f'href="/changes/{one}">Open it' in shown
    assert "Show what it means" not in shown
    shown = director.post(olive, asked("9"), 422).text
    assert "A change for this post is on its way already" in shown
    assert f'href="/changes/{one}"' in shown
    assert "More pupils with plans" in shown


def test_the_same_form_twice_is_one_change(trust: Trust, olive: str, evidence: Path) -> None:
    senco = trust.client("senco")
    places = set()
    for _ in range(2):
        sent = asked(attachment=(io.BytesIO(PDF), "plan.pdf"))
        places.add(senco.post(olive, sent).location)
    assert len(places) == 1
    assert counted(trust, Change) == 1
    assert counted(trust, EvidenceFile) == 1
    assert len(list(evidence.iterdir())) == 1


def test_an_attachment_that_is_none(trust: Trust, olive: str, evidence: Path) -> None:
    sent = asked(attachment=(io.BytesIO(b"MZ not a picture"), "plan.pdf"))
    shown = trust.client("senco").post(olive, sent, 422).text
    assert "This is not a PDF or a picture" in shown.partition('id="attachment-error"')[2]
    sent = asked("60", attachment=(io.BytesIO(PDF), "plan.pdf"))
    trust.client("senco").post(olive, sent, 422)
    assert counted(trust, EvidenceFile) == 0
    assert not evidence.exists() or not list(evidence.iterdir())


def test_a_draft_is_its_authors_alone(trust: Trust, olive: str) -> None:
    head, director = trust.client("headteacher"), trust.client("director")
    sent = asked("seven or so", reason="To be said\x00", on=None)
    assert head.post(f"{olive}/draft", sent).location.endswith(olive)
    shown = head.get(olive)
    assert 'value="seven or so"' in shown
    assert "To be said" in shown
    assert "This is your draft." in shown
    assert "govuk-error-summary" not in shown
    assert "To be said" not in director.get(olive)
    head.post(f"{olive}/draft", {**sent, "reason": "x" * 100_000}, 422)
    head.post(f"{olive}/draft/drop")
    assert "To be said" not in head.get(olive)
    head.post(f"{olive}/draft", sent)
    head.post(olive, asked())
    assert counted(trust, ChangeDraft) == 0


def test_a_head_grants_a_short_increase_alone(trust: Trust, olive: str) -> None:
    head = trust.client("headteacher")
    short = {"kind": "temporary", "on": make.TODAY, "until": make.TODAY + timedelta(days=13)}
    shown = meaning(head, olive, amount="10", **short)
    assert f'formaction="{olive}/grant"' in shown
    assert "returns by itself" in shown
    assert "/grant" not in meaning(trust.client("director"), olive, amount="10", **short)
    assert "You cannot grant it alone. It is more than the 3 hours a week" in meaning(
        head, olive, amount="12", **short
    )
    shown = head.post(f"{olive}/grant", asked("12", **short), 422).text
    assert "It is more than the 3 hours a week" in shown
    assert 'value="12"' in shown
    trust.client("senco").post(f"{olive}/grant", asked("10", **short), 422)
    for _ in range(2):
        head.post(f"{olive}/grant", asked("10", **short))
    assert stored(trust, 1).state == "approved"
    assert counted(trust, Change) == 1
    with trust.app.app_context():
        given = select(Allocation.minutes).where(Allocation.kind == "temporary")
        assert list(db.session.scalars(given)) == [600]
    assert "granted it as head teacher" in head.get("/changes/1")


def test_one_off_hours(trust: Trust, olive: str) -> None:
    sent = {"kind": "one_off", "amount": "3", "unit": "days", "until": LATER}
    shown = meaning(trust.client("headteacher"), olive, **sent)
    assert "19.5 hours in all, beside what the post has each week." in shown
    assert cells(shown, "Gap to the formula") == ["+8.0 h", "+8.0 h"]
    trust.client("headteacher").post(olive, asked(**sent))
    assert "19.5 hours in all from 1 January 2027 to 31 January 2027" in trust.client(
        "director"
    ).get("/changes/1")


def test_two_posts_together(trust: Trust, olive: str) -> None:
    head = trust.client("headteacher")
    carl = str(post_of(trust, "Carl Colleague"))
    assert f'<option value="{carl}">Carl Colleague, SENCO 1 at Ash</option>' in head.get(olive)
    assert "Carl" not in trust.client("senco").get(olive)
    both = {"linked": carl, "unit_2": "hours", "amount_2": "5", "period_minutes_2": "",
            "weeks_2": "1"}  # fmt: skip
    shown = meaning(head, olive, amount="11", **both)
    assert "SENCO 0 at Ash" in shown
    assert "SENCO 1 at Ash" in shown
    assert cells(shown, "Gap to the formula") == ["+8.0 h", "+8.0 h"]
    head.post(olive, asked("11", **both))
    first, second = stored(trust, 1), stored(trust, 2)
    assert first.bundle_id == second.bundle_id == 1
    assert (first.minutes_proposed, second.minutes_proposed) == (660, 300)


def test_a_shared_senco_is_counted_over_all_posts(trust: Trust, olive: str) -> None:
    with trust.app.app_context():
        with make.saved():
            person = db.session.get_one(Person, trust.people["Olive Own"])
            birch = db.session.scalar(select(Academy).where(Academy.urn == trust.other))
            assert birch is not None
            make.senco(birch, person=person, hours=20)
        db.session.remove()
    director = trust.client("director")
    assert "Over all posts of the same person: 30.0 hours a week." in meaning(director, olive)
    shown = meaning(director, olive, amount="14")
    assert "Over all posts the same person would have 34.0 hours a week: more than a" in shown
    assert "at Birch</option>" in director.get(olive)
    assert "at Birch</option>" in trust.client("senco").get(olive)
    assert "at Birch</option>" not in trust.client("headteacher").get(olive)


def test_links_from_the_academy_and_the_record(trust: Trust, olive: str) -> None:
    carl = f"/changes/propose/{post_of(trust, 'Carl Colleague')}"
    page = f"/academies/{trust.own}"
    assert olive in trust.client("headteacher").get(page)
    shown = trust.client("senco").get(page)
    assert olive in shown
    assert carl not in shown
    for who in ("hr", "trustee", "governor"):
        assert "/changes/propose/" not in trust.client(who).get(page)
    assert "/changes/propose/" not in trust.client("director").get(f"/academies/{trust.left}")
    record = f"/people/{trust.people['Olive Own']}"
    assert olive in trust.client("senco").get(record)
    assert olive in trust.client("director").get(record)
    assert "/changes/propose/" not in trust.client("hr").get(record)


def test_what_the_form_costs(trust: Trust, olive: str) -> None:
    director = trust.client("director")
    with trust.app.app_context():
        with Queries() as opened:
            director.get(olive)
        with Queries() as ran:
            meaning(director, olive)
    assert len(opened) <= 31
    assert len(ran) <= 45


def test_a_first_day_that_has_passed(trust: Trust, olive: str) -> None:
    sent = asked(on=date(2026, 11, 1), late_reason="Agreed at half term")
    where = trust.client("headteacher").post(olive, sent).location
    shown = trust.client("director").get(where)
    assert "Agreed at half term" in shown
    assert SOON > make.TODAY
