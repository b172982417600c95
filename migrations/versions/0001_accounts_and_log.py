"""Who may sign in, and the append-only log."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

REFUSED = "BEGIN SELECT RAISE(ABORT, 'audit_events is append-only'); END"
ON_SQLITE = {
    "update": f"UPDATE ON audit_events {REFUSED}",
    "delete": f"DELETE ON audit_events {REFUSED}",
    # INSERT OR REPLACE deletes the row in its way without firing the trigger on DELETE.
    "replace": "INSERT ON audit_events WHEN EXISTS "
    f"(SELECT 1 FROM audit_events WHERE id = NEW.id OR digest = NEW.digest) {REFUSED}",
}
REFUSAL = """
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$
"""


def upgrade() -> None:
    """Make the tables, and the triggers that keep the log append-only."""
    op.create_table(
        "accounts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(200), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("password_hash", sa.String(200)),
        sa.Column("disabled", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_accounts"),
        sa.UniqueConstraint("email", name="uq_accounts_email"),
    )
    op.create_table(
        "account_grants",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "account_id",
            sa.Integer(),
            sa.ForeignKey("accounts.id", name="fk_account_grants_account_id_accounts"),
            nullable=False,
        ),
        sa.Column("role", sa.String(20), nullable=False),
        sa.Column("everything", sa.Boolean(), nullable=False),
        sa.Column("with_pay", sa.Boolean(), nullable=False),
        sa.Column("starts_on", sa.Date()),
        sa.Column("ends_on", sa.Date()),
        sa.PrimaryKeyConstraint("id", name="pk_account_grants"),
    )
    op.create_index("ix_account_grants_account_id", "account_grants", ["account_id"])
    op.create_table(
        "sign_ins",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column(
            "account_id",
            sa.Integer(),
            sa.ForeignKey("accounts.id", name="fk_sign_ins_account_id_accounts"),
            nullable=False,
        ),
        sa.Column("started_at", sa.DateTime(), nullable=False),
        sa.Column("ends_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_sign_ins"),
    )
    op.create_index("ix_sign_ins_account_id", "sign_ins", ["account_id"])
    op.create_table(
        "failed_sign_ins",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("email_digest", sa.String(64), nullable=False),
        sa.Column("address", sa.String(45), nullable=False),
        sa.Column("failed_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_failed_sign_ins"),
    )
    op.create_index(
        "ix_failed_sign_ins_address_failed_at", "failed_sign_ins", ["address", "failed_at"]
    )
    op.create_index(
        "ix_failed_sign_ins_email_digest_failed_at",
        "failed_sign_ins",
        ["email_digest", "failed_at"],
    )
    op.create_table(
        "audit_events",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("happened_at", sa.DateTime(), nullable=False),
        sa.Column("account_id", sa.Integer()),
        sa.Column("action", sa.String(40), nullable=False),
        sa.Column("subject", sa.String(40), nullable=False),
        sa.Column("subject_id", sa.Integer()),
        sa.Column("academy_id", sa.Integer()),
        sa.Column("before", sa.JSON()),
        sa.Column("after", sa.JSON()),
        sa.Column("previous_digest", sa.String(64), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_audit_events"),
        sa.UniqueConstraint("digest", name="uq_audit_events_digest"),
    )
    op.create_index("ix_audit_events_subject_subject_id", "audit_events", ["subject", "subject_id"])
    _keep_the_log_append_only()


def downgrade() -> None:
    """Drop them, children first."""
    op.drop_table("audit_events")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION refuse_change()")
    op.drop_table("failed_sign_ins")
    op.drop_table("sign_ins")
    op.drop_table("account_grants")
    op.drop_table("accounts")


def _keep_the_log_append_only() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for name, refused in ON_SQLITE.items():
            op.execute(f"CREATE TRIGGER audit_events_refuse_{name} BEFORE {refused}")
        return
    op.execute(REFUSAL)
    for act in ("update", "delete", "truncate"):
        op.execute(
            f"CREATE TRIGGER audit_events_refuse_{act} BEFORE {act.upper()} ON audit_events "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )
