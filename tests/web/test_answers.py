"""What every answer carries, and what is answered when something goes wrong."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from werkzeug.test import TestResponse

from tests.client import Client, check_page
from tests.conftest import build_app
from tests.web.conftest import Trust
from trust_inclusion import folder
from trust_inclusion.db import db
from trust_inclusion.web import guard

A_YEAR = "public, max-age=31536000, immutable"
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
ANSWERS: list[tuple[str, str, int]] = [
    ("GET", "/", 200),
    ("GET", "/academies/", 200),
    ("GET", "/academies/academies.csv", 200),
    ("GET", "/academies/academies.xlsx", 200),
    ("GET", "/academies", 308),
    ("GET", "/sign-in", 303),
    ("GET", "/nowhere", 404),
    ("GET", "/academies/999999", 404),
    ("GET", "/academies/99999999999999999999", 404),
    ("GET", "/academies/-1", 404),
    ("GET", "/static/nowhere.css", 404),
    ("GET", "/static/../pyproject.toml", 404),
    ("GET", "/static/%2e%2e/pyproject.toml", 404),
    ("GET", "/static/app.css", 200),
    ("HEAD", "/academies/", 200),
    ("HEAD", "/nowhere", 404),
    ("OPTIONS", "/academies/", 200),
    ("DELETE", "/academies/", 405),
    ("PUT", "/", 405),
    ("PATCH", "/sign-in", 405),
    ("GET", "/sign-out", 405),
    ("GET", "/reviews/actions/1/done", 405),
]


def test_every_answer_carries_the_headers(trust: Trust) -> None:
    client = trust.client("director")
    for method, path, status in ANSWERS:
        # The token is asked for before the method is looked at.
        token = client.token() if method in ("DELETE", "PUT", "PATCH") else None
        answer = client.open(path, method=method, data=token)
        assert answer.status_code == status, (method, path)
        assert_headers(answer)
        if path != "/static/app.css":
            assert answer.headers["Cache-Control"] == "no-store"
        if method == "HEAD":
            assert answer.data == b""
        elif status >= 400:
            check_page(answer.text)


def assert_headers(answer: TestResponse) -> None:
    """Fail where a header of every answer is missing or weaker."""
    for name, value in HEADERS.items():
        assert answer.headers.get_all(name) == [value]
    policy = answer.headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; ")
    assert "frame-ancestors 'none'" in policy
    assert not re.search(r"unsafe|https?:|\*|data:|blob:", policy)
    assert "Server" not in answer.headers
    assert "X-Powered-By" not in answer.headers
    assert "Strict-Transport-Security" not in answer.headers


def test_https_is_remembered(trust: Trust) -> None:
    answer = Client(trust.app).raw("/sign-in", base_url="https://inclusion.trust.example")
    assert answer.headers["Strict-Transport-Security"] == "max-age=31536000"


def test_answers_differ_by_what_htmx_asks(trust: Trust) -> None:
    client = trust.client("director")
    for headers in ({}, {"HX-Request": "true"}):
        vary = client.raw("/academies/", headers=headers).headers["Vary"]
        for name in ("HX-Request", "HX-Boosted", "HX-History-Restore-Request", "Cookie"):
            assert name in vary


@pytest.mark.parametrize("header", ["HX-Boosted", "HX-History-Restore-Request"])
def test_a_boosted_link_and_the_way_back_get_the_whole_page(trust: Trust, header: str) -> None:
    html = trust.client("director").get(
        "/academies/", headers={"HX-Request": "true", header: "true"}
    )
    assert "</html>" in html


def test_static_files_are_kept_only_under_their_own_mark(app: Flask) -> None:
    browser = Client(app)
    html = browser.get("/sign-in")
    marked = re.findall(r'"(/static/[^"]+\?v=[0-9a-f]{12})"', html)
    assert len(marked) >= 4
    for address in marked:
        answer = browser.raw(address)
        assert answer.status_code == 200, address
        assert answer.headers["Cache-Control"] == A_YEAR
        assert_headers(answer)
        assert "Set-Cookie" not in answer.headers
        path = address.partition("?")[0]
        for other in (path, path + "?v=000000000000", path + "?v=", path + "?x=1"):
            assert browser.raw(other).headers["Cache-Control"] == "no-cache"
        etag = {"If-None-Match": answer.headers["ETag"]}
        assert browser.raw(address, headers=etag).status_code == 304


def test_scripts_are_served_as_scripts(app: Flask) -> None:
    browser = Client(app)
    assert browser.raw("/static/app.mjs").mimetype == "text/javascript"
    assert browser.raw("/static/app.css").mimetype == "text/css"


def test_no_file_outside_the_folder_is_served(app: Flask) -> None:
    browser = Client(app)
    outside = Path(folder("static")).parent / "pyproject.toml"
    assert outside.exists()
    for way in ("../pyproject.toml", "..%2fpyproject.toml", "%2e%2e/pyproject.toml",
                "/etc/passwd", "....//pyproject.toml", "..\\pyproject.toml", "\x00"):  # fmt: skip
        answer = browser.raw(f"/static/{way}", follow_redirects=True)
        assert answer.status_code == 404, way


@pytest.mark.parametrize(
    ("data", "content_type"),
    [
        (b"email=" + b"x" * 600_000, "application/x-www-form-urlencoded"),
        (b"x" * 2_100_000, "application/octet-stream"),
        (b"a=" + b"x" * 2_100_000, "application/x-www-form-urlencoded"),
    ],
)
def test_too_much_is_refused(app: Flask, data: bytes, content_type: str) -> None:
    answer = Client(app).open("/sign-in", method="POST", data=data, content_type=content_type)
    assert answer.status_code in (400, 413)
    assert_headers(answer)
    check_page(answer.text)


@pytest.mark.parametrize("data", [b"\xff\xfe%%%", b"csrf_token=%FF", b"", b"{}", b"a&&==&;" * 1000])
def test_nonsense_is_refused(app: Flask, data: bytes) -> None:
    browser = Client(app)
    for content_type in ("application/x-www-form-urlencoded", "multipart/form-data", "text/xml"):
        answer = browser.open("/sign-in", method="POST", data=data, content_type=content_type)
        assert answer.status_code == 400
        check_page(answer.text)


@pytest.fixture
def broken(database_url: str) -> Iterator[Client]:
    """A browser at an app with a view that fails, answered as where people work."""
    app = build_app(database_url, PROPAGATE_EXCEPTIONS=False)

    @guard.public
    def fail() -> str:
        secret = "hunter2"
        raise ZeroDivisionError(secret)

    app.add_url_rule("/fail", "fail", fail)
    yield Client(app)
    with app.app_context():
        db.engine.dispose()


def test_a_fault_of_ours_tells_nothing(broken: Client) -> None:
    html = broken.get("/fail", 500)
    assert "It is a fault here, not yours." in html
    assert not re.search(r"ZeroDivision|hunter2|Traceback|File &#34;|/work|python", html)
    assert_headers(broken.raw("/fail"))


def test_a_fault_of_the_database_tells_nothing(broken: Client) -> None:
    with broken.app.app_context(), db.engine.begin() as connection:
        connection.execute(sa.text("DROP TABLE trust_settings"))
    answer = broken.raw("/sign-in")
    assert answer.status_code == 500
    assert_headers(answer)
    assert not re.search(r"sqlite|psycopg|trust_settings|SELECT|Traceback", answer.text)
    check_page(answer.text)
    assert "It is a fault here, not yours." in answer.text


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/nowhere", "There is no such page"),
        ("/academies/999999", "No academy with URN 999999 is known to this trust."),
    ],
)
def test_what_is_not_there(trust: Trust, path: str, said: str) -> None:
    assert said in trust.client("director").get(path, 404)


def test_pages_of_failures_do_not_repeat_the_address(trust: Trust) -> None:
    html = trust.client("director").get("/<script>alert(1)</script>", 404)
    assert "alert(1)" not in html


def test_refusals_say_so(trust: Trust) -> None:
    client = trust.client("governor")
    html = client.get(f"/academies/{trust.other}", 403)
    assert "You may not see this" in html
    assert "Birch" not in html
    assert client.fragment("/academies/?sort=pay", 403)


def methods(answer: Any) -> set[str]:
    """What an answer says may be asked."""
    return {name.strip() for name in answer.headers["Allow"].split(",")}


def test_a_wrong_method_is_told_the_right_ones(trust: Trust) -> None:
    client = trust.client("director")
    answer = client.open("/academies/", method="DELETE", data=client.token())
    assert methods(answer) == {"GET", "HEAD", "OPTIONS"}
    assert "That cannot be done here" in answer.text
