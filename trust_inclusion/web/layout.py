"""What every page shows around its content."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from flask import Flask, current_app, g, has_request_context, request
from flask_login import current_user
from jinja2 import (
    ChainableUndefined,
    ChoiceLoader,
    FileSystemLoader,
    PackageLoader,
    PrefixLoader,
    StrictUndefined,
)
from jinja2.utils import missing

from trust_inclusion import __version__
from trust_inclusion.domain import access, pay_sources, words
from trust_inclusion.domain.access import Action, Actor
from trust_inclusion.domain.calendar import london_day
from trust_inclusion.services import settings, waiting
from trust_inclusion.services.sign_ins import SignedIn
from trust_inclusion.web.rows import options, qualified


class StrictNames(StrictUndefined):
    """Strict for names; a key missing from a dict is empty, as the kit's macros expect."""

    __slots__ = ()

    def __new__(
        cls, hint: str | None = None, obj: Any = missing, name: str | None = None, *_: Any
    ) -> Any:
        """What a missing name or key is to a template."""
        if isinstance(obj, dict) or name == "caller":
            return ChainableUndefined(hint, obj, name)
        return super().__new__(cls)


@dataclass(frozen=True, slots=True)
class Link:
    """An item of the navigation."""

    href: str
    label: str
    current: bool


@dataclass(frozen=True, slots=True)
class Reader:
    """Who is signed in, as the header says it."""

    name: str
    role_words: str

    @property
    def waiting_count(self) -> int:
        """How many things wait for them; asked where a page shows it, which a fragment does not."""
        return waiting.counts(current_user.signed_in, today()).total


def now() -> datetime:
    """The instant of this request: one for all of it. Asked here and in the command line only."""
    if not has_request_context():
        return datetime.now(UTC)
    if "now" not in g:
        g.now = datetime.now(UTC)
    return g.now


def today() -> date:
    """The day in London at this request."""
    return london_day(now())


def start(app: Flask) -> None:
    """Give templates the frame of the page and the words figures are written in."""
    kit = {name: PackageLoader(name) for name in ("govuk_frontend_jinja", "govuk_frontend_wtf")}
    own = FileSystemLoader(str(Path(app.root_path) / str(app.template_folder)))
    app.jinja_env.loader = ChoiceLoader([own, PrefixLoader(kit)])
    app.context_processor(_frame)
    # The kit's macros come from another template language and use its names for nothing.
    nothing = ChainableUndefined(name="undefined")
    app.jinja_env.globals.update(
        words=words,
        options=options,
        qualified=qualified,
        product_version=__version__,
        null=None,
        undefined=nothing,
    )
    app.jinja_env.filters.update(
        hours=words.hours,
        hours_and_minutes=words.hours_and_minutes,
        gap=words.gap,
        pounds=words.pounds,
        percent=words.percent,
        long_date=words.long_date,
        short_date=words.short_date,
        source_in_words=pay_sources.in_words,
    )


def _frame() -> dict[str, Any]:
    moment = now()
    signed_in = current_user.signed_in if current_user.is_authenticated else None
    held = signed_in.settings if signed_in else settings.current()
    return {
        "trust_name": held.trust_name,
        "actor": _reader(signed_in) if signed_in else None,
        "navigation": _navigation(signed_in.actor) if signed_in else [],
        "now_words": words.instant(moment),
        "today": london_day(moment),
        "is_demo": current_app.config["DEMO"],
    }


def _reader(signed_in: SignedIn) -> Reader:
    roles = [words.role(role, signed_in.directors) for role in signed_in.actor.roles]
    return Reader(signed_in.actor.name, ", ".join(roles) or "No role yet")


def _navigation(actor: Actor) -> list[Link]:
    path = request.path
    found = [Link("/", "Home", path == "/")]
    if access.may_anywhere(actor, Action.SEE_ACADEMY):
        found.append(Link("/academies/", "Academies", path.startswith("/academies/")))
    if access.may_anywhere(actor, Action.SEE_CHANGES):
        found.append(Link("/changes/", "Changes", path.startswith("/changes/")))
    if access.may_anywhere(actor, Action.SEE_DEADLINES):
        found.append(Link("/deadlines/", "Deadlines", path.startswith("/deadlines/")))
    if access.may_anywhere(actor, Action.SEE_DIRECTORY):
        found.append(Link("/people/", "People", path.startswith("/people/")))
    for action, href, label in (
        (Action.SEE_CHARTER, "/charter/", "Charter"),
        (Action.SEE_PATHWAY, "/pathway/", "Pathway"),
        (Action.SEE_PAY, "/pay/", "Pay"),
        (Action.SEE_COVER, "/time/", "Time"),
    ):
        if access.may_anywhere(actor, action):
            found.append(Link(href, label, path.startswith(href)))
    if pages := settings_pages(actor):
        found.append(Link(pages[0].href, "Settings", any(page.current for page in pages)))
    return found


def settings_pages(actor: Actor) -> list[Link]:
    """What of the trust's settings the reader may open."""
    found: list[tuple[str, str]] = []
    if access.may_anywhere(actor, Action.SEE_QUALIFICATION_SETTINGS):
        found.append(("/settings/qualification", "Qualification"))
    if access.may(actor, Action.SEE_CHANGE_RULES, access.TRUST):
        found.append(("/settings/changes", "Changes of hours"))
    if access.may_anywhere(actor, Action.SEE_PATHWAY_SETTINGS):
        found.append(("/settings/pathway", "Pathway stages"))
    if access.may_anywhere(actor, Action.NAME_DEPUTY):
        found.append(("/deputies/", "Deputies"))
    return [Link(href, label, request.path.startswith(href)) for href, label in found]
