"""Academies in their hubs, the evidence about them, and reviews."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "hubs",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(80), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_hubs"),
        sa.UniqueConstraint("name", name="uq_hubs_name"),
    )
    op.create_table(
        "academies",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("urn", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("type_code", sa.String(3), nullable=False),
        sa.Column("phase", sa.String(40), nullable=False),
        sa.Column("status", sa.String(40), nullable=False),
        sa.Column("la_code", sa.String(3)),
        sa.Column("la_name", sa.String(80)),
        sa.Column("opened_on", sa.Date()),
        sa.Column("closed_on", sa.Date()),
        sa.Column("joined_on", sa.Date()),
        sa.Column("left_on", sa.Date()),
        sa.Column(
            "hub_id", sa.Integer(), sa.ForeignKey("hubs.id", name="fk_academies_hub_id_hubs")
        ),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_academies"),
        sa.UniqueConstraint("urn", name="uq_academies_urn"),
    )
    op.create_index("ix_academies_hub_id", "academies", ["hub_id"])
    op.create_table(
        "predecessors",
        sa.Column(
            "academy_id",
            sa.Integer(),
            sa.ForeignKey("academies.id", name="fk_predecessors_academy_id_academies"),
            nullable=False,
        ),
        sa.Column("urn", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.PrimaryKeyConstraint("academy_id", "urn", name="pk_predecessors"),
    )
    op.create_table(
        "evidence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "academy_id",
            sa.Integer(),
            sa.ForeignKey("academies.id", name="fk_evidence_academy_id_academies"),
            nullable=False,
        ),
        sa.Column("census_date", sa.Date(), nullable=False),
        sa.Column("origin", sa.String(20), nullable=False),
        sa.Column("roll", sa.Integer()),
        sa.Column("sen_support", sa.Integer()),
        sa.Column("sen_support_with_specialist", sa.Integer()),
        sa.Column("ehcp", sa.Integer()),
        sa.Column("notional_sen_budget_pence", sa.BigInteger()),
        sa.Column("budget_year", sa.String(20)),
        sa.Column("turnover_tenths", sa.Integer()),
        sa.Column("turnover_source", sa.String(200)),
        sa.Column("source", sa.String(200), nullable=False),
        sa.Column("source_urns", sa.String(100)),
        sa.Column("recorded_at", sa.DateTime(), nullable=False),
        sa.Column(
            "recorded_by_id",
            sa.Integer(),
            sa.ForeignKey("accounts.id", name="fk_evidence_recorded_by_id_accounts"),
        ),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_evidence"),
        sa.UniqueConstraint(
            "academy_id", "census_date", "origin", name="uq_evidence_academy_id_census_date_origin"
        ),
    )
    op.create_table(
        "reviews",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "academy_id",
            sa.Integer(),
            sa.ForeignKey("academies.id", name="fk_reviews_academy_id_academies"),
            nullable=False,
        ),
        sa.Column("reviewed_on", sa.Date(), nullable=False),
        sa.Column(
            "reviewer_id",
            sa.Integer(),
            sa.ForeignKey("accounts.id", name="fk_reviews_reviewer_id_accounts"),
        ),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_reviews"),
    )
    op.create_index("ix_reviews_academy_id", "reviews", ["academy_id"])
    op.create_table(
        "review_actions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "review_id",
            sa.Integer(),
            sa.ForeignKey("reviews.id", name="fk_review_actions_review_id_reviews"),
            nullable=False,
        ),
        sa.Column("what", sa.String(200), nullable=False),
        sa.Column(
            "owner_id",
            sa.Integer(),
            sa.ForeignKey("accounts.id", name="fk_review_actions_owner_id_accounts"),
            nullable=False,
        ),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("done_on", sa.Date()),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_review_actions"),
    )
    op.create_index("ix_review_actions_owner_id", "review_actions", ["owner_id"])
    op.create_index("ix_review_actions_review_id", "review_actions", ["review_id"])
    with op.batch_alter_table("account_grants") as grants:
        grants.add_column(sa.Column("hub_id", sa.Integer()))
        grants.add_column(sa.Column("academy_id", sa.Integer()))
        grants.create_foreign_key("fk_account_grants_hub_id_hubs", "hubs", ["hub_id"], ["id"])
        grants.create_foreign_key(
            "fk_account_grants_academy_id_academies", "academies", ["academy_id"], ["id"]
        )


def downgrade() -> None:
    """Drop them, children first."""
    with op.batch_alter_table("account_grants") as grants:
        grants.drop_constraint("fk_account_grants_hub_id_hubs", type_="foreignkey")
        grants.drop_constraint("fk_account_grants_academy_id_academies", type_="foreignkey")
        grants.drop_column("hub_id")
        grants.drop_column("academy_id")
    op.drop_table("review_actions")
    op.drop_table("reviews")
    op.drop_table("evidence")
    op.drop_table("predecessors")
    op.drop_table("academies")
    op.drop_table("hubs")
