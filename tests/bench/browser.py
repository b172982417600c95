"""A director's browser, as far as a measurement needs one: its cookie and its requests."""

from dataclasses import dataclass
from http.cookies import SimpleCookie

from flask import Flask
from sqlalchemy import select

from tests.bench import filling, load
from tests.bench.load import NotMeasured
from tests.bench.serving import Server
from tests.client import Client
from trust_inclusion.db import db
from trust_inclusion.models.accounts import Account

LINK_TO_AN_ACADEMY = b'href="/academies/7'
"""Once in every row of the list: addresses of the bench's academies begin with a 7."""


@dataclass(slots=True)
class Browser:
    """Sends the cookie it holds, and keeps the newer one an answer brings."""

    cookie_name: str
    cookie: str

    def request(self, path: str, *, fragment: bool = False) -> bytes:
        """A GET with this browser's cookie, from htmx when for a `fragment`."""
        headers = {
            "Cookie": f"{self.cookie_name}={self.cookie}",
            "Accept": "text/html,application/xhtml+xml,*/*;q=0.8",
            "Accept-Language": "en-GB,en;q=0.5",
            "User-Agent": "Mozilla/5.0 (X11; Linux x86_64) Gecko/20100101 Firefox/140.0",
        }
        if fragment:
            headers |= {"HX-Request": "true", "HX-Target": "academies"}
        return load.request_bytes(path, headers)

    def visit(self, server: Server, path: str, *, fragment: bool = False) -> bytes:
        """The page at `path`. Raises NotMeasured unless it is one."""
        status, headers, body = load.fetch(server.port, self.request(path, fragment=fragment))
        if status != 200:
            raise NotMeasured(f"{path} answered {status} instead of a page.")
        if found := SimpleCookie(headers.get("set-cookie", "")).get(self.cookie_name):
            self.cookie = found.value
        return body


def signed_in(app: Flask) -> tuple[Browser, Client]:
    """The director, signed in: in a browser for the server, and a client for the app itself."""
    with app.app_context():
        account = db.session.scalars(select(Account).where(Account.email == filling.DIRECTOR)).one()
        client = Client(app).sign_in(account)
    # The first page gives the cookie what it keeps from then on (the secret of the forms).
    client.get("/academies/")
    name = app.config["SESSION_COOKIE_NAME"]
    cookie = client.flask.get_cookie(name)
    if cookie is None:
        raise NotMeasured("Signing in gave no cookie.")
    return Browser(name, cookie.value), client
