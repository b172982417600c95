"""What the trust sets about the qualification clock; changing it works out every standing anew."""

from datetime import datetime

from trust_inclusion.db import db
from trust_inclusion.domain import access
from trust_inclusion.domain.access import TRUST, Action, Actor
from trust_inclusion.domain.qualification import Rules
from trust_inclusion.models.settings import TrustSettings
from trust_inclusion.services import audit, settings, standing
from trust_inclusion.services.places import Changed, NotThere


def current(actor: Actor) -> Rules:
    """The rules in force. Raises Refused."""
    access.require(actor, Action.SEE_QUALIFICATION_SETTINGS, TRUST)
    return settings.qualification_rules()


def change(actor: Actor, rules: Rules, *, seen: Rules, now: datetime) -> None:
    """Put other rules in force. What is the same already changes nothing.

    Raises Refused, Changed when somebody set others after `seen` was shown, ValueError for rules
    that cannot be used (ask `rules.validate()` first).
    """
    access.require(actor, Action.EDIT_QUALIFICATION_SETTINGS, TRUST)
    if rules.validate():
        raise ValueError("These qualification settings cannot be used.")
    before = settings.qualification_rules()
    if rules == before:
        return
    if before != seen:
        raise Changed("Somebody saved other settings while you were typing.")
    row = db.session.get(TrustSettings, 1)
    if row is None:
        raise NotThere("The trust has no name yet: import its academies first.")
    settings.set_qualification_rules(rules)
    audit.record(
        actor, "qualification_rules_set", "settings", row.id, now=now,
        before=before.to_json(), after=rules.to_json(),
    )  # fmt: skip
    standing.rebuild_all()
