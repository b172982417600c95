"""Signing in: the password, the pause after failures, where it leads, and the demo's one click."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

import pytest
from flask import Flask
from time_machine import TimeMachineFixture
from werkzeug.test import TestResponse

from tests import factories as make
from tests.client import Client
from tests.conftest import build_app
from trust_inclusion.db import db
from trust_inclusion.domain.access import Role

EMAIL, PASSWORD = "dora@trust.example", "three plain words"
NOT_RIGHT = "The e-mail address or the password is not right."
TOO_MANY = "Too many attempts. Wait 15 minutes, then try again."


@pytest.fixture
def visitor(app: Flask) -> Client:
    """A browser at an installation where a director has a password."""
    return prepared(app)


def prepared(app: Flask) -> Client:
    """The app with a director who has a password, another account, and one that is disabled."""
    with app.app_context():
        with make.saved():
            for email, disabled in ((EMAIL, False), ("gone@trust.example", True)):
                account = make.account(Role.DIRECTOR, email=email, name="Dora Director")
                account.password_hash = app.extensions["hasher"].hash(PASSWORD)
                account.disabled = disabled
            make.account(Role.HR, email="new@trust.example")
        db.session.remove()
    return Client(app)


def tried(
    visitor: Client, email: str, password: str, status: int, address: str = "10.1.1.1"
) -> TestResponse:
    """An attempt to sign in from an address of the network."""
    form = {"email": email, "password": password}
    environ = {"REMOTE_ADDR": address}
    return visitor.post("/sign-in", form, status, environ_overrides=environ)


@pytest.mark.parametrize("email", [EMAIL, "  Dora@Trust.Example "])
def test_the_right_password_opens_home(visitor: Client, email: str) -> None:
    assert tried(visitor, email, PASSWORD, 303).location == "/"
    assert "Dora Director" in visitor.get("/")


@pytest.mark.parametrize(
    ("email", "password"),
    [
        (EMAIL, "three plain word"),
        (EMAIL, PASSWORD + " "),
        (EMAIL, "\x00"),
        (EMAIL, "x" * 100_000),
        ("nobody@trust.example", PASSWORD),
        ("gone@trust.example", PASSWORD),
        ("new@trust.example", PASSWORD),
        ("' or 1=1 --", PASSWORD),
    ],
)
def test_whatever_is_wrong_the_answer_is_the_same(
    visitor: Client, email: str, password: str
) -> None:
    text = tried(visitor, email, password, 422).text
    assert NOT_RIGHT in text
    assert password not in text or password == "\x00"
    assert visitor.raw("/").location == "/sign-in"


def test_what_is_left_out_is_asked_for(visitor: Client) -> None:
    text = tried(visitor, " ", "", 422).text
    assert "Enter your e-mail address" in text
    assert "Enter your password" in text


@pytest.mark.parametrize("email", [EMAIL, "nobody@trust.example"])
def test_five_failures_pause_an_address_for_a_quarter_of_an_hour(
    visitor: Client, clock: TimeMachineFixture, email: str
) -> None:
    clock.move_to(make.NOW, tick=False)
    for number in range(5):
        assert NOT_RIGHT in tried(visitor, email, "wrong", 422, f"10.1.1.{number}").text
    assert TOO_MANY in tried(visitor, email.upper(), PASSWORD, 429, "10.1.1.9").text
    # Others are let in meanwhile.
    assert NOT_RIGHT in tried(visitor, "else@trust.example", PASSWORD, 422).text
    clock.move_to(make.NOW + timedelta(minutes=14, seconds=59), tick=False)
    assert TOO_MANY in tried(visitor, email, PASSWORD, 429).text
    clock.move_to(make.NOW + timedelta(minutes=15), tick=False)
    tried(visitor, email, PASSWORD, 303 if email == EMAIL else 422)


def test_a_pause_is_not_made_longer_by_trying(visitor: Client, clock: TimeMachineFixture) -> None:
    for _ in range(5):
        tried(visitor, EMAIL, "wrong", 422)
    for minute in range(1, 15):
        clock.move_to(make.NOW + timedelta(minutes=minute))
        tried(visitor, EMAIL, "wrong", 429)
    clock.move_to(make.NOW + timedelta(minutes=15, seconds=30))
    tried(visitor, EMAIL, PASSWORD, 303)


def test_a_success_forgets_the_failures_before_it(visitor: Client) -> None:
    for _ in range(2):
        for _ in range(4):
            tried(visitor, EMAIL, "wrong", 422)
        tried(visitor, EMAIL, PASSWORD, 303)
        visitor.post("/sign-out")


def test_one_address_may_not_try_many_names(visitor: Client) -> None:
    for number in range(50):
        tried(visitor, f"name{number}@trust.example", "wrong", 422, "10.9.9.9")
    assert TOO_MANY in tried(visitor, EMAIL, PASSWORD, 429, "10.9.9.9").text
    tried(visitor, EMAIL, PASSWORD, 303, "10.9.9.8")


OURS = ("/academies/", "/academies/?q=%C3%A9t%C3%A9&sort=-gap", "/academies/100001#working", "/")


def test_it_leads_on_to_where_the_reader_wanted_to_go(visitor: Client) -> None:
    for wanted in OURS:
        form = {"email": EMAIL, "password": PASSWORD, "next": wanted}
        assert Client(visitor.app).post("/sign-in", form).location == wanted


NOT_OURS = (
    "//evil.example",
    "///evil.example",
    "https://evil.example",
    "http:evil.example",
    "\\evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "/x\\..\\\\evil.example",
    "javascript:alert(1)",
    "/\n/evil.example",
    "/\t/evil.example",
    "/ok\r\nSet-Cookie: a=b",
    " //evil.example",
    "http://[",
    "//[evil",
    "academies/",
    "/\N{FULLWIDTH SOLIDUS}evil.example",
    "/\x00",
    "",
)


def test_it_leads_nowhere_else(visitor: Client) -> None:
    for wanted in NOT_OURS:
        form = {"email": EMAIL, "password": PASSWORD, "next": wanted}
        assert visitor.post("/sign-in", form).location == "/", wanted
        asked = visitor.raw("/sign-in", query_string={"next": wanted})
        assert (asked.status_code, asked.location) == (303, "/"), wanted


def test_a_closed_page_leads_back_to_itself_after_signing_in(visitor: Client) -> None:
    wanted = "/academies/?q=%C3%A9t%C3%A9&gap=short"
    asked = visitor.raw(wanted)
    assert asked.status_code == 303
    form = {"email": EMAIL, "password": PASSWORD}
    assert visitor.post(asked.location, form).location == wanted


def test_the_sign_in_page_keeps_where_the_reader_wanted_to_go(visitor: Client) -> None:
    html = visitor.get('/sign-in?next=/academies/"><script>')
    assert 'name="next" value="/academies/&#34;&gt;&lt;script&gt;"' in html


def test_htmx_is_sent_to_sign_in(visitor: Client) -> None:
    answer = visitor.raw("/academies/?gap=short", headers={"HX-Request": "true"})
    assert answer.status_code == 204
    assert answer.headers["HX-Redirect"] == "/sign-in?next=/academies/?gap%3Dshort"
    assert answer.text == ""


@dataclass(frozen=True)
class Shown:
    """Somebody of the demo, as its sign-in page lists them."""

    name: str
    role_words: str
    email: str


PEOPLE = (Shown("Dora Director", "Director", EMAIL), Shown("Gone", "Nobody", "gone@trust.example"))


@pytest.fixture
def demo(database_url: str) -> Iterator[Client]:
    """A browser at the demo."""
    app = build_app(database_url, DEMO=True, DEMO_ACCOUNTS=PEOPLE)
    yield prepared(app)
    with app.app_context():
        db.engine.dispose()


def test_the_demo_is_entered_with_one_click(demo: Client) -> None:
    assert "/sign-in/demo/0" in demo.get("/sign-in")
    demo.post("/sign-in/demo/0")
    home = demo.get("/")
    assert "Dora Director" in home
    assert "Demonstration." in home


def test_the_demo_knows_only_its_own_people(demo: Client) -> None:
    demo.post("/sign-in/demo/1", status=404)  # disabled
    demo.post("/sign-in/demo/2", status=404)
    demo.get("/sign-in/demo/0", status=405)
    answer = demo.open("/sign-in/demo/0", method="POST")
    assert answer.status_code == 400  # without the token of a page


def test_nobody_enters_an_installation_with_one_click(database_url: str) -> None:
    app = build_app(database_url, DEMO=False, DEMO_ACCOUNTS=PEOPLE)
    visitor = prepared(app)
    assert "/sign-in/demo" not in visitor.get("/sign-in")
    visitor.post("/sign-in/demo/0", status=404)
    assert visitor.raw("/").status_code == 303
    with app.app_context():
        db.engine.dispose()
