"""People who visit the demo trust in a browser, each in a window of their own.

Whatever a test is about, a visit must not ask another host for anything, log an error or get a
part of a page that is not there; `Visits.end` tells.
"""

import re
from typing import Any

from flask import Flask
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Request,
    Response,
    StorageState,
    ViewportSize,
    WebError,
)
from sqlalchemy import delete, select

from trust_inclusion import demo
from trust_inclusion.db import db, transaction
from trust_inclusion.domain.access import Role
from trust_inclusion.domain.diary_words import Sharing
from trust_inclusion.models.academies import Academy
from trust_inclusion.models.accounts import Account, AccountGrant, SignIn
from trust_inclusion.models.changes import Change
from trust_inclusion.models.lived import SampleWeek
from trust_inclusion.models.people import Person
from trust_inclusion.models.posts import Appointment, Post
from trust_inclusion.services import settings

LAPTOP = ViewportSize(width=1280, height=800)
PHONE = ViewportSize(width=390, height=844)
ZOOMED = ViewportSize(width=320, height=256)
"""A laptop's window of 1280 × 1024 at 400%."""

PARTS = frozenset({"stylesheet", "script", "image", "font", "manifest"})
REFUSED = "Failed to load resource: the server responded with a status of"
"""The browser's own word for an answer of 400 and more; those are judged as answers."""


class Visits:
    """The demo trust served at `address`, and the windows open on it."""

    def __init__(self, browser: Browser, app: Flask, address: str) -> None:
        self.app = app
        self.address = address
        self._browser = browser
        self._open: list[BrowserContext] = []
        self._kept: dict[str | None, Page] = {}
        self._signed_in: dict[str, StorageState] = {}
        self._troubles: list[str] = []

    def window(self, who: str | None = None, **options: Any) -> Page:
        """A new window, on a laptop unless told, in which `who` is signed in: a demo account's key.

        Somebody signs in once; their later windows have the same cookie.
        """
        if who is not None and who not in self._signed_in:
            self._signed_in[who] = self._sign_in(who)
        if who is not None:
            options["storage_state"] = self._signed_in[who]
        return self._window(**options)

    def usual_window(self, who: str | None) -> Page:
        """The window that `who` keeps open from visit to visit, for tests that only look."""
        if who not in self._kept:
            self._kept[who] = self.window(who)
            self._open.remove(self._kept[who].context)
        page = self._kept[who]
        page.set_viewport_size(LAPTOP)
        return page

    def record(self, name: str) -> str:
        """The path of the record of somebody in the demo trust."""
        with self.app.app_context():
            found = db.session.scalars(select(Person.id).where(Person.name == name)).one()
        return f"/people/{found}"

    def pay(self, name: str, academy: str) -> str:
        """The path of somebody's pay in the post at the academy whose name begins like this."""
        with self.app.app_context():
            held = select(Appointment.person_id, Appointment.id).join(Appointment.person)
            there = held.join(Appointment.post).join(Post.academy)
            named = there.where(Person.name == name, Academy.name.startswith(academy))
            person_id, appointment_id = db.session.execute(named).one()
        return f"/people/{person_id}/pay/{appointment_id}"

    def week(self, name: str) -> str:
        """The path of the latest week that somebody in the demo trust shared by name."""
        with self.app.app_context():
            shared = select(SampleWeek.id).join(Person, Person.id == SampleWeek.person_id)
            named = shared.where(Person.name == name, SampleWeek.shared == Sharing.NAMED.value)
            found = db.session.scalars(named.order_by(SampleWeek.week_of.desc()).limit(1)).one()
        return f"/time/shared/{found}"

    def change(self, academy: str, state: str) -> str:
        """The path of the latest change in a state at the academy whose name begins like this."""
        with self.app.app_context():
            here = select(Change.id).join(Academy, Academy.id == Change.academy_id)
            named = here.where(Academy.name.startswith(academy), Change.state == state)
            found = db.session.scalars(named.order_by(Change.id.desc()).limit(1)).one()
        return f"/changes/{found}"

    def post(self, academy: str) -> str:
        """The number of the first post of the academy whose name begins like this."""
        with self.app.app_context():
            here = select(Post.id).join(Academy, Academy.id == Post.academy_id)
            named = here.where(Academy.name.startswith(academy)).order_by(Post.id).limit(1)
            return str(db.session.scalars(named).one())

    def proposal(self, academy: str) -> str:
        """The path of the form to propose other hours for the first post of an academy."""
        return f"/changes/propose/{self.post(academy)}"

    def move_head(self, who: str, academy: str) -> None:
        """A demo account becomes head teacher of an academy, in the place of whoever was it."""
        told = next(one for one in demo.ACCOUNTS if one.key == who)
        with self.app.app_context(), transaction():
            there = select(Academy.id).where(Academy.name == academy)
            grant = db.session.scalars(
                select(AccountGrant).where(
                    AccountGrant.role == Role.HEADTEACHER.value,
                    AccountGrant.academy_id == there.scalar_subquery(),
                )
            ).one()
            named = select(Account.id).where(Account.email == told.email)
            grant.account_id = db.session.scalars(named).one()
            settings.raise_revision()

    def end_every_sign_in(self) -> None:
        """Nobody is signed in any more, as when the trust's time limit has passed."""
        with self.app.app_context(), transaction():
            db.session.execute(delete(SignIn))
        self._signed_in.clear()

    def forgive(self, *words: str) -> None:
        """Take back the troubles that name one of these: what the test itself has brought about."""
        for word in words:
            assert any(word in trouble for trouble in self._troubles), word
            self._troubles = [trouble for trouble in self._troubles if word not in trouble]

    def end(self) -> None:
        """Close the windows but for usual ones. Fails where one of them was in trouble."""
        while self._open:
            self._open.pop().close()
        troubles, self._troubles = self._troubles, []
        assert not troubles, "\n".join(troubles)

    def _window(self, **options: Any) -> Page:
        context = self._browser.new_context(
            base_url=self.address,
            locale="en-GB",
            timezone_id="Europe/London",
            **{"viewport": LAPTOP, **options},
        )
        context.set_default_timeout(30_000)
        self._open.append(context)
        context.on("console", self._console)
        context.on(
            "weberror", lambda error: self._troubles.append(f"a script failed: {error.error}")
        )
        context.on("request", self._request)
        context.on("response", self._response)
        return context.new_page()

    def _sign_in(self, who: str) -> StorageState:
        """The demo's one click as the server sees it; drawing its page each time takes long."""
        number = next(n for n, told in enumerate(demo.ACCOUNTS) if told.key == who)
        asked = self._window().context.request
        found = re.search(r'name="csrf_token" value="([^"]+)"', asked.get("/sign-in").text())
        assert found
        came = asked.post(f"/sign-in/demo/{number}", form={"csrf_token": found.group(1)})
        assert came.url == f"{self.address}/"
        return asked.storage_state()

    def _console(self, message: ConsoleMessage) -> None:
        # Round a picture that is shown by itself the browser looks for an icon of its own accord.
        if message.location.get("url", "").endswith("/favicon.ico"):
            return
        if message.type in ("error", "warning") and not message.text.startswith(REFUSED):
            self._troubles.append(f"the console says: {message.text}")

    def _script_error(self, failed: WebError) -> None:
        self._troubles.append(f"a script failed: {failed.error}")

    def _request(self, request: Request) -> None:
        # What begins with "chrome" comes out of the browser itself: the parts of its PDF reader.
        if not request.url.startswith((self.address + "/", "data:", "blob:", "chrome")):
            self._troubles.append(f"asks elsewhere: {request.url}")

    def _response(self, response: Response) -> None:
        part = response.request.resource_type in PARTS
        if response.status >= 500 or (part and response.status >= 400):
            self._troubles.append(f"{response.status} for {response.url}")
