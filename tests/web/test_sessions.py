"""What a browser holds after signing in, how long it opens anything, and what ends it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from http.cookies import SimpleCookie

import pytest
from flask import Flask
from sqlalchemy import delete, func, select
from time_machine import TimeMachineFixture

from tests import factories as make
from tests.client import Client
from tests.conftest import build_app
from tests.web.conftest import Trust
from trust_inclusion.db import db, transaction
from trust_inclusion.domain.access import Role
from trust_inclusion.models.accounts import Account, AccountGrant, SignIn

EMAIL, PASSWORD, NEW = "dora@trust.example", "three plain words", "four other plain words"
COOKIE = "trust-inclusion"


@pytest.fixture
def visitor(app: Flask) -> Client:
    """A browser at an installation where a director has a password."""
    with rows(app):
        account = make.account(Role.DIRECTOR, email=EMAIL, name="Dora Director")
        account.password_hash = app.extensions["hasher"].hash(PASSWORD)
    return Client(app)


@contextmanager
def rows(app: Flask) -> Iterator[None]:
    """Rows made inside are there for every browser."""
    with app.app_context():
        with transaction():
            yield
        db.session.remove()


def sign_in(visitor: Client, password: str = PASSWORD) -> str:
    """Sign in with the password; the value of the cookie."""
    visitor.post("/sign-in", {"email": EMAIL, "password": password})
    return cookie(visitor)


def cookie(visitor: Client) -> str:
    """What the browser's cookie holds."""
    found = visitor.flask.get_cookie(COOKIE)
    assert found
    return found.value


def is_open(visitor: Client, value: str | None = None) -> bool:
    """Whether a browser (with this cookie) is let in."""
    other = visitor if value is None else Client(visitor.app)
    if value is not None:
        other.flask.set_cookie(COOKIE, value)
    answer = other.raw("/")
    assert answer.status_code in (200, 303)
    return answer.status_code == 200


def sign_ins(app: Flask) -> int:
    """How many sign-ins the server knows."""
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(SignIn)) or 0


def test_what_was_planted_before_does_not_survive_signing_in(visitor: Client) -> None:
    with visitor.flask.session_transaction() as session:
        session["planted"] = "by somebody else"
        session["csrf_token"] = "0" * 40
    before = visitor.token()
    sign_in(visitor)
    with visitor.flask.session_transaction() as session:
        assert "planted" not in session
    assert visitor.token() != before
    answer = visitor.open("/account/password", method="POST", data=before)
    assert answer.status_code == 400


def test_signing_out_ends_the_sign_in_on_the_server(visitor: Client) -> None:
    stolen = sign_in(visitor)
    assert is_open(visitor, stolen)
    assert visitor.post("/sign-out").location == "/sign-in"
    assert not is_open(visitor)
    assert not is_open(visitor, stolen)
    assert sign_ins(visitor.app) == 0


def test_signing_in_again_ends_the_sign_in_before(visitor: Client) -> None:
    stolen = sign_in(visitor)
    assert sign_in(visitor) != stolen
    assert is_open(visitor)
    assert not is_open(visitor, stolen)
    assert sign_ins(visitor.app) == 1


def test_two_browsers_of_one_person_do_not_disturb_each_other(visitor: Client) -> None:
    sign_in(visitor)
    phone = Client(visitor.app)
    sign_in(phone)
    phone.post("/sign-out")
    assert is_open(visitor)


def test_a_forged_cookie_opens_nothing(visitor: Client) -> None:
    value = sign_in(visitor)
    content, _, signature = value.rpartition(".")
    for forged in (f"{content}.{signature[::-1]}", content, "", "x" * 3000):
        assert not is_open(visitor, forged)


def test_a_stolen_table_of_sign_ins_opens_nothing(visitor: Client) -> None:
    sign_in(visitor)
    with visitor.app.app_context():
        stored = db.session.scalars(select(SignIn.id)).one()
    with visitor.flask.session_transaction() as session:
        assert session["_user_id"] != stored
        session["_user_id"] = stored
    assert not is_open(visitor)


def test_a_quiet_browser_is_signed_out_after_two_hours(
    visitor: Client, clock: TimeMachineFixture
) -> None:
    clock.move_to(make.NOW, tick=False)
    sign_in(visitor)
    for hours in (2, 4, 6):
        clock.move_to(make.NOW + timedelta(hours=hours), tick=False)
        assert is_open(visitor)
    clock.move_to(make.NOW + timedelta(hours=8, seconds=1), tick=False)
    assert not is_open(visitor)


def test_a_busy_browser_is_signed_out_after_twelve_hours(
    visitor: Client, clock: TimeMachineFixture
) -> None:
    clock.move_to(make.NOW, tick=False)
    sign_in(visitor)
    for minutes in range(60, 12 * 60, 60):
        clock.move_to(make.NOW + timedelta(minutes=minutes), tick=False)
        assert is_open(visitor)
    clock.move_to(make.NOW + timedelta(hours=12), tick=False)
    assert not is_open(visitor)


def test_a_page_writes_no_cookie_more_than_once_a_minute(
    visitor: Client, clock: TimeMachineFixture
) -> None:
    clock.move_to(make.NOW, tick=False)
    sign_in(visitor)
    visitor.get("/")
    clock.move_to(make.NOW + timedelta(seconds=60), tick=False)
    assert "Set-Cookie" not in visitor.raw("/").headers
    clock.move_to(make.NOW + timedelta(seconds=61), tick=False)
    assert COOKIE in visitor.raw("/").headers["Set-Cookie"]


def test_a_disabled_account_is_out_at_once(visitor: Client) -> None:
    sign_in(visitor)
    with rows(visitor.app):
        db.session.scalars(select(Account)).one().disabled = True
    assert not is_open(visitor)


def test_a_role_that_ends_is_gone_at_once(visitor: Client) -> None:
    sign_in(visitor)
    visitor.get("/academies/")
    with rows(visitor.app):
        db.session.scalars(select(AccountGrant)).one().ends_on = date(2026, 11, 20)
    html = visitor.get("/academies/", 403)
    assert "No role yet" in html


def test_a_deleted_sign_in_is_asked_to_sign_in_by_htmx_too(trust: Trust) -> None:
    client = trust.client("director")
    with rows(trust.app):
        db.session.execute(delete(SignIn))
    answer = client.raw("/academies/?q=a", headers={"HX-Request": "true"})
    assert answer.status_code == 204
    assert answer.headers["HX-Redirect"].startswith("/sign-in?next=")


def test_a_new_password_ends_every_other_sign_in(visitor: Client) -> None:
    sign_in(visitor)
    phone = Client(visitor.app)
    stolen = sign_in(phone)
    visitor.post("/account/password", {"present": PASSWORD, "new": NEW})
    assert is_open(visitor)
    assert not is_open(phone)
    assert not is_open(visitor, stolen)
    visitor.post("/sign-out")
    visitor.post("/sign-in", {"email": EMAIL, "password": PASSWORD}, 422)
    sign_in(visitor, NEW)


@pytest.mark.parametrize(
    ("present", "new", "said"),
    [
        ("not this one", NEW, "That is not your current password."),
        (PASSWORD, "short one", "Use at least 12 characters"),
        (PASSWORD, "x" * 201, "Use at most 200 characters."),
        (PASSWORD, "aaaaaaaaaaaaaaaa", "harder to guess"),
        (PASSWORD, "my name is Dora again", "harder to guess"),
        ("", NEW, "Enter your current password"),
        (PASSWORD, "", "Enter a new password"),
    ],
)
def test_a_password_that_will_not_do(visitor: Client, present: str, new: str, said: str) -> None:
    sign_in(visitor)
    text = visitor.post("/account/password", {"present": present, "new": new}, 422).text
    assert said in text
    visitor.post("/sign-out")
    sign_in(visitor)


@pytest.mark.parametrize("token", [{}, {"csrf_token": ""}, {"csrf_token": "made up"}])
def test_a_form_without_the_token_of_a_page_is_refused(trust: Trust, token: dict[str, str]) -> None:
    client = trust.client("director")
    for path in ("/sign-in", "/sign-out", "/account/password",
                 f"/reviews/actions/{trust.action_id}/done"):  # fmt: skip
        assert client.open(path, method="POST", data=token).status_code == 400, path
    assert "Dora" not in client.get("/")
    assert "Done" not in client.get(f"/academies/{trust.own}")


def test_the_token_of_somebody_else_is_refused(trust: Trust) -> None:
    other = trust.client("hr").token()
    client = trust.client("director")
    path = f"/reviews/actions/{trust.action_id}/done"
    assert client.open(path, method="POST", data=other).status_code == 400
    header = {"X-CSRFToken": client.token()["csrf_token"]}
    assert client.open(path, method="POST", headers=header).status_code == 303


def test_the_cookie_is_kept_from_scripts_and_other_sites(visitor: Client) -> None:
    answer = visitor.post("/sign-in", {"email": EMAIL, "password": PASSWORD})
    morsel = SimpleCookie(answer.headers["Set-Cookie"])[COOKIE]
    assert morsel["httponly"]
    assert morsel["samesite"] == "Lax"
    assert (morsel["path"], morsel["domain"], morsel["secure"]) == ("/", "", "")
    assert PASSWORD not in str(morsel)


def test_over_https_the_cookie_belongs_to_this_host_alone(database_url: str) -> None:
    app = build_app(database_url, PUBLIC_URL="https://inclusion.trust.example")
    answer = Client(app).raw("/sign-in", base_url="https://inclusion.trust.example")
    morsel = SimpleCookie(answer.headers["Set-Cookie"])[f"__Host-{COOKIE}"]
    assert morsel["secure"]
    assert morsel["httponly"]
    assert (morsel["path"], morsel["domain"]) == ("/", "")
    assert answer.headers["Strict-Transport-Security"] == "max-age=31536000"
    with app.app_context():
        db.engine.dispose()
