"""A reader's own account: the password."""

from flask import Blueprint, flash
from flask_login import current_user
from werkzeug.wrappers import Response

from trust_inclusion.db import transaction
from trust_inclusion.domain.access import Action
from trust_inclusion.services import accounts
from trust_inclusion.web import forms
from trust_inclusion.web.auth import hasher
from trust_inclusion.web.guard import actor, allow
from trust_inclusion.web.hypermedia import page, see_other
from trust_inclusion.web.layout import now

bp = Blueprint("account", __name__, url_prefix="/account")


class PasswordForm(forms.Form):
    present = forms.SecretField("Current password", [forms.needed("Enter your current password")])
    new = forms.SecretField(
        "New password",
        [forms.needed("Enter a new password")],
        description="At least 12 characters. Three or four words are easy to keep.",
    )


@bp.route("/password", methods=["GET", "POST"])
@allow(Action.SEE_HOME)
def password() -> Response:
    """Change the reader's own password; every other sign-in of theirs ends."""
    form = PasswordForm()
    if form.validate_on_submit() and _acceptable(form):
        new_hash = hasher().hash(form.new.data or "")
        with transaction():
            accounts.change_password(actor(), new_hash, current_user.get_id(), now=now())
        flash("Your password is changed. You are signed out everywhere else.", "success")
        return see_other("home.show")
    return page(
        "account/password.html",
        form=form,
        email=accounts.email_of(actor()),
        status=422 if form.errors else 200,
    )


def _acceptable(form: PasswordForm) -> bool:
    email = accounts.email_of(actor())
    if accounts.with_password(email, form.present.data or "", hasher()) is None:
        form.present.errors = ["That is not your current password."]
    problem = accounts.password_problem(form.new.data or "", email)
    if problem:
        form.new.errors = [problem]
    return not form.errors
