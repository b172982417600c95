"""The trust's own settings and its dated formula policies."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select, update

from trust_inclusion.db import db
from trust_inclusion.domain.change_rules import ChangeRules, RulesState
from trust_inclusion.domain.hours import FullWeek
from trust_inclusion.domain.pathway import DEFAULT as DEFAULT_STAGES
from trust_inclusion.domain.pathway import Stage, Stages
from trust_inclusion.domain.policy import Policy
from trust_inclusion.domain.qualification import Rules as QualificationRules
from trust_inclusion.domain.standing import Rules
from trust_inclusion.models.changes import ChangeRulesRow
from trust_inclusion.models.settings import FormulaPolicyRow, TrustSettings

UNNAMED = "Your trust"


@dataclass(frozen=True, slots=True)
class Settings:
    trust_uid: str | None = None
    trust_name: str = UNNAMED
    week: FullWeek = FullWeek()
    revision: int | None = None
    """Rises with every change of a setting, a policy or an academy's standing."""


def current() -> Settings:
    """The trust's settings as stored, or what holds before any were made."""
    row = db.session.get(TrustSettings, 1)
    if row is None:
        return Settings()
    week = FullWeek(row.full_week_minutes, row.day_minutes)
    return Settings(row.trust_uid, row.trust_name, week, row.revision)


def raise_revision() -> None:
    """Let every process know that what it kept of lists no longer holds."""
    higher = update(TrustSettings).values(revision=TrustSettings.revision + 1)
    db.session.execute(higher, execution_options={"synchronize_session": False})


_policy = FormulaPolicyRow.__table__.c
_POLICIES = select(_policy.policy).order_by(_policy.valid_from)


def rules(week: FullWeek | None = None) -> Rules:
    """The formula policies, oldest first, with the full week they are used with and the stages.

    `week` spares asking for it where the sign-in has read it already, for those who ask nothing of
    stages: they are the proposed ones then.
    """
    policies = tuple(Policy.from_json(policy) for policy in db.session.scalars(_POLICIES))
    if week is not None:
        return Rules(policies, week)
    trust = db.session.get(TrustSettings, 1)
    return Rules(policies, current().week, _stages(trust.pathway_stages if trust else None))


def qualification_rules() -> QualificationRules:
    """What the trust has set about the qualification clock, else the rulebook's defaults."""
    stored = db.session.scalar(select(TrustSettings.qualification_rules))
    return QualificationRules() if stored is None else QualificationRules.from_json(stored)


def set_qualification_rules(rules: QualificationRules) -> None:
    """Keep what the clock reckons with, of a trust that has a name; the caller rebuilds."""
    row = db.session.get_one(TrustSettings, 1)
    row.qualification_rules = rules.to_json()
    db.session.flush()


def pathway_stages() -> Stages:
    """The stages of the three tracks as the trust set them, else those that are proposed."""
    return _stages(db.session.scalar(select(TrustSettings.pathway_stages)))


def _stages(stored: dict[str, Any] | None) -> Stages:
    if stored is None:
        return DEFAULT_STAGES
    return tuple(Stage.from_json(stage) for stage in stored["stages"])


def set_pathway_stages(stages: Stages) -> None:
    """Keep the trust's own stages, of a trust that has a name; the caller rebuilds."""
    row = db.session.get_one(TrustSettings, 1)
    row.pathway_stages = {"stages": [stage.to_json() for stage in stages]}
    db.session.flush()


def change_rules() -> ChangeRules:
    """The thresholds of changes in force: the latest that a trust leader confirmed."""
    stored = db.session.scalar(
        select(ChangeRulesRow.rules)
        .where(ChangeRulesRow.state == RulesState.IN_FORCE.value)
        .order_by(ChangeRulesRow.decided_at.desc(), ChangeRulesRow.id.desc())
        .limit(1)
    )
    return ChangeRules() if stored is None else ChangeRules.from_json(stored)


def name_trust(name: str, uid: str | None = None) -> None:
    """Keep the trust's name, and its UID in the published lists where given."""
    row = db.session.get(TrustSettings, 1)
    if row is None:
        week = FullWeek()
        row = TrustSettings(
            id=1, revision=0, full_week_minutes=week.week_minutes, day_minutes=week.day_minutes
        )
        db.session.add(row)
    row.trust_name = name
    row.trust_uid = uid or row.trust_uid
    db.session.flush()
    raise_revision()
