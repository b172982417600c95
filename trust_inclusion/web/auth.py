"""Signing in and out, and keeping the browser's sign-in."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from argon2 import PasswordHasher
from flask import Blueprint, Flask, Response, abort, current_app, request, session, url_for
from flask_login import LoginManager, UserMixin, current_user, login_user, logout_user
from werkzeug.wrappers import Response as AnyResponse

from trust_inclusion.db import transaction
from trust_inclusion.services import accounts, sign_ins
from trust_inclusion.services.sign_ins import SignedIn
from trust_inclusion.web import forms, layout
from trust_inclusion.web.guard import public
from trust_inclusion.web.hypermedia import go_to, page, see_other

bp = Blueprint("auth", __name__)
_SEEN = "seen"
_STAMP_EVERY = 60


class User(UserMixin):
    """What Flask-Login keeps of a sign-in: the secret is its id."""

    def __init__(self, secret: str, signed_in: SignedIn) -> None:
        self.id = secret
        self.signed_in = signed_in


def start(app: Flask) -> None:
    """Load who asks from the cookie's secret, with roles and reach, in one query."""
    manager = LoginManager(app)
    # Our sign-ins are rows that can be ended; tying them to an address would sign phones out.
    manager.session_protection = None  # pyright: ignore[reportAttributeAccessIssue]
    manager.user_loader(_load)
    manager.unauthorized_handler(_ask_to_sign_in)
    app.extensions["login_manager"] = manager
    app.extensions["hasher"] = PasswordHasher(**app.config["ARGON2"])


def hasher() -> PasswordHasher:
    """The password hasher with this installation's cost settings."""
    return current_app.extensions["hasher"]


def _load(secret: str) -> User | None:
    moment = layout.now()
    stamp = int(moment.timestamp())
    seen = session.get(_SEEN)
    idle = timedelta(minutes=current_app.config["IDLE_MINUTES"])
    if not isinstance(seen, int) or stamp - seen > idle.total_seconds():
        return None
    if stamp - seen > _STAMP_EVERY:
        session[_SEEN] = stamp
    found = sign_ins.signed_in(secret, now=moment, today=layout.today())
    return User(secret, found) if found else None


def _ask_to_sign_in() -> AnyResponse:
    """On to the sign-in page, and from there back to where the reader wanted to go."""
    wanted = request.full_path.rstrip("?") if request.method == "GET" else ""
    if wanted in ("", "/"):
        return see_other("auth.sign_in")
    return see_other("auth.sign_in", next=wanted)


class SignInForm(forms.Form):
    email = forms.TextField("E-mail address", [forms.needed("Enter your e-mail address")])
    password = forms.SecretField("Password", [forms.needed("Enter your password")])


@bp.route("/sign-in", methods=["GET", "POST"])
@public
def sign_in() -> AnyResponse:
    """The sign-in page; afterwards on to where the reader wanted to go."""
    if current_user.is_authenticated and request.method == "GET":
        return go_to(_safe_next())
    form = SignInForm()
    if form.validate_on_submit():
        return _try(form)
    return _sign_in_page(form, 422 if form.errors else 200)


def _sign_in_page(form: SignInForm, status: int) -> Response:
    return page("auth/sign_in.html", form=form, status=status, demo_accounts=_demo_accounts())


def _demo_accounts() -> Sequence[Any]:
    """The people of the demo trust; nobody anywhere else."""
    return current_app.config["DEMO_ACCOUNTS"] if current_app.config["DEMO"] else ()


def _try(form: SignInForm) -> AnyResponse:
    email, address = form.email.data or "", request.remote_addr or ""
    if accounts.locked(email, address, now=layout.now()):
        form.email.errors = ["Too many attempts. Wait 15 minutes, then try again."]
        return _sign_in_page(form, 429)
    account_id = accounts.with_password(email, form.password.data or "", hasher())
    if account_id is None:
        with transaction():
            accounts.failed(email, address, now=layout.now())
        form.password.errors = ["The e-mail address or the password is not right."]
        return _sign_in_page(form, 422)
    return _let_in(account_id, email)


def _let_in(account_id: int, email: str) -> AnyResponse:
    target = _safe_next()
    earlier = current_user.get_id() if current_user.is_authenticated else ""
    with transaction():
        if earlier:
            accounts.end(earlier, now=layout.now())
        hours = current_app.config["SIGN_IN_HOURS"]
        secret = accounts.begin(account_id, email, now=layout.now(), hours=hours)
    # A new cookie for a new sign-in: nothing planted before it survives.
    session.clear()
    session[_SEEN] = int(layout.now().timestamp())
    found = sign_ins.signed_in(secret, now=layout.now(), today=layout.today())
    if found is None:
        abort(403)
    login_user(User(secret, found))
    return go_to(target)


@bp.post("/sign-in/demo/<int:number>")
@public
def demo_sign_in(number: int) -> AnyResponse:
    """One click into the demo trust as one of its people; nowhere but in the demo."""
    people = _demo_accounts()
    if not 0 <= number < len(people):
        abort(404)
    account_id = accounts.id_of(people[number].email)
    if account_id is None:
        abort(404)
    return _let_in(account_id, people[number].email)


@bp.post("/sign-out")
@public
def sign_out() -> AnyResponse:
    """End this sign-in, here and on the server."""
    if current_user.is_authenticated:
        secret = current_user.get_id()
        with transaction():
            accounts.end(secret, now=layout.now())
        logout_user()
    session.clear()
    return see_other("auth.sign_in")


def _safe_next() -> str:
    """Where the reader wanted to go, if that is a page of ours; home otherwise."""
    wanted = request.values.get("next", "")
    plain = all(32 < ord(letter) < 127 for letter in wanted) and "\\" not in wanted
    # One slash first: browsers read a host after two, and take a backslash for a slash.
    ours = wanted.startswith("/") and not wanted.startswith("//")
    return wanted if plain and ours else url_for("home.show")
