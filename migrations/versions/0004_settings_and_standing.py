"""The trust's settings, its dated formula policy, and the standing that lists read."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "trust_settings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("trust_uid", sa.String(10)),
        sa.Column("trust_name", sa.String(200), nullable=False),
        sa.Column("full_week_minutes", sa.Integer(), nullable=False),
        sa.Column("day_minutes", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_trust_settings"),
    )
    op.create_table(
        "formula_policies",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("policy", sa.JSON(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(), nullable=False),
        sa.Column(
            "recorded_by_id",
            sa.Integer(),
            sa.ForeignKey("accounts.id", name="fk_formula_policies_recorded_by_id_accounts"),
        ),
        sa.PrimaryKeyConstraint("id", name="pk_formula_policies"),
        sa.UniqueConstraint("valid_from", name="uq_formula_policies_valid_from"),
    )
    op.create_table(
        "standings",
        sa.Column(
            "academy_id",
            sa.Integer(),
            sa.ForeignKey("academies.id", name="fk_standings_academy_id_academies"),
            nullable=False,
        ),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=False),
        sa.Column("urn", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("sort_name", sa.String(200), nullable=False),
        sa.Column("search_words", sa.Text(), nullable=False),
        sa.Column("phase", sa.String(40), nullable=False),
        sa.Column("type_code", sa.String(3), nullable=False),
        sa.Column("duty", sa.Boolean(), nullable=False),
        sa.Column("hub_id", sa.Integer()),
        sa.Column("hub_name", sa.String(80)),
        sa.Column("sencos", sa.Text(), nullable=False),
        sa.Column("vacant", sa.Boolean(), nullable=False),
        sa.Column("acting", sa.Boolean(), nullable=False),
        sa.Column("absent", sa.Boolean(), nullable=False),
        sa.Column("allocated_minutes", sa.Integer(), nullable=False),
        sa.Column("formula_minutes", sa.Integer()),
        sa.Column("formula_high_minutes", sa.Integer()),
        sa.Column("exact_thousandths", sa.Integer()),
        sa.Column("budget_points", sa.Integer()),
        sa.Column("pupil_points", sa.Integer()),
        sa.Column("points", sa.Integer()),
        sa.Column("mobility_minutes", sa.Integer()),
        sa.Column("gap_minutes", sa.Integer()),
        sa.Column("one_day_gap_minutes", sa.Integer()),
        sa.Column("gap_status", sa.String(20), nullable=False),
        sa.Column("qualification", sa.Text(), nullable=False),
        sa.Column("qualification_status", sa.String(30), nullable=False),
        sa.Column("pay_point", sa.String(200)),
        sa.Column("school_stage", sa.Integer()),
        sa.Column("trust_stage", sa.Integer()),
        sa.Column("qualification_stage", sa.Integer()),
        sa.Column("last_reviewed_on", sa.Date()),
        sa.PrimaryKeyConstraint("academy_id", "valid_from", name="pk_standings"),
    )
    op.create_index(
        "ix_standings_day",
        "standings",
        ["valid_to", "valid_from", "gap_status", "last_reviewed_on"],
    )
    op.create_index(
        "ix_standings_gap_status",
        "standings",
        ["gap_status", "sort_name", "valid_to", "valid_from"],
    )
    op.create_index(
        "ix_standings_hub", "standings", ["hub_id", "sort_name", "valid_to", "valid_from"]
    )
    op.create_index(
        "ix_standings_name", "standings", ["sort_name", "academy_id", "valid_to", "valid_from"]
    )
    op.create_index(
        "ix_standings_phase", "standings", ["phase", "sort_name", "valid_to", "valid_from"]
    )


def downgrade() -> None:
    """Drop them, children first."""
    op.drop_table("standings")
    op.drop_table("formula_policies")
    op.drop_table("trust_settings")
