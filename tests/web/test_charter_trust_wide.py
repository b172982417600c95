"""Conditions of trust-wide posts: whoever holds one answers them, who reads the whole trust reads.

Source: rulebook section 5, C36 and its neighbours; nobody is head of such a post.
"""

from typing import Any

import pytest

from tests import factories as make
from tests.client import Client, Who
from tests.web.conftest import Trust
from trust_inclusion.db import db, transaction
from trust_inclusion.domain.access import Role
from trust_inclusion.domain.posts import PostKind

PAGE = "/charter/trust-wide"
TODAY = {"answered_on": ["21", "11", "2026"]}


@pytest.fixture
def lead(trust: Trust) -> tuple[Client, int]:
    """Wanda Wide, who leads a hub and has an account as a SENCO, and the number of her post."""
    with trust.app.app_context():
        with transaction():
            post = make.post(None, kind=PostKind.TRUST_WIDE, title="Hub SENCO lead", hours=10)
            person = make.person("Wanda Wide")
            make.paid(make.appointment(post, person, designated=False), "L5", "Leadership")
            make.post(None, kind=PostKind.TRUST_WIDE, title="Phase lead")
            account = make.account(Role.SENCO, person=person)
            who, post_id = Who(account.id, account.email), post.id
        db.session.remove()
    return Client(trust.app).sign_in(who), post_id


def said(code: str, reply: str, evidence: str = "") -> dict[str, Any]:
    return {**TODAY, f"reply_{code}": reply, f"evidence_{code}": evidence, f"seen_{code}": "0"}


def row_of(html: str, code: str) -> str:
    return html.partition("<h3")[2].partition(f"<b>{code}</b>")[2].partition("</tr>")[0]


def test_the_holder_answers_and_the_trust_reads(trust: Trust, lead: tuple[Client, int]) -> None:
    wanda, post_id = lead
    assert "Trust-wide posts" in trust.client("director").get("/charter/")
    html = wanda.get(PAGE)
    assert "Wanda Wide" in html
    assert "Phase lead" not in html
    wanda.get(f"{PAGE}/{post_id}/answers")
    form = f"{PAGE}/{post_id}/C36/answer"
    assert "for the post that you hold" in wanda.get(form)
    assert wanda.post(form, said("C36", "partly", "Job description")).location == PAGE
    for reader in (wanda, trust.client("director"), trust.client("trustee"), trust.client("hr")):
        row = row_of(reader.get(PAGE), "C36")
        assert "Partly met" in row
        assert "Job description" in row
        assert "Job description" in reader.get(f"{PAGE}/{post_id}/C36")
    html = trust.client("director").get(PAGE)
    assert "Head teacher" not in html  # such a post has none
    assert "Phase lead" in html
    assert "Not asked" in row_of(html, "C01")
    assert "Paid on the leadership scale." in html


def test_what_is_refused(trust: Trust, lead: tuple[Client, int]) -> None:
    wanda, post_id = lead
    for name in ("headteacher", "senco", "governor", "director of a hub", "admin", "deputy"):
        trust.client(name).get(PAGE, 403)
        trust.client(name).get(f"{PAGE}/{post_id}/answers", 403)
    for name in ("director", "hr", "head and trustee"):
        trust.client(name).post(f"{PAGE}/{post_id}/answers", said("C36", "yes"), 403)
    assert "C07" not in trust.client("trustee").get(PAGE)
    trust.client("trustee").get(f"{PAGE}/{post_id}/C07", 403)
    wanda.get(f"{PAGE}/{post_id + 1}/answers", 404)
    wanda.get(f"{PAGE}/{2**40}/C36", 404)
    wanda.get(f"{PAGE}/{post_id}/C01/answer", 403)
    director = trust.client("director")
    director.get(f"{PAGE}/{2**40}/C36", 404)
    assert director.raw("/charter/0").status_code in (301, 308)


def test_a_trust_without_such_posts(trust: Trust) -> None:
    assert "will be listed here" in trust.client("director").get(PAGE)
