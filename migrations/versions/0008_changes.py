"""Changes of allocation with their steps, thresholds, and deputies for a period."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"

STATES = (
    "proposed", "endorsed", "returned", "awaiting_trust", "approved", "rejected", "withdrawn",
    "lapsed",
)  # fmt: skip
OPEN = "state IN ('proposed', 'endorsed', 'returned', 'awaiting_trust')"
BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

REFUSED = "BEGIN SELECT RAISE(ABORT, 'change_steps is append-only'); END"
ON_SQLITE = {
    "update": f"UPDATE ON change_steps {REFUSED}",
    "delete": f"DELETE ON change_steps {REFUSED}",
    "replace": "INSERT ON change_steps WHEN EXISTS "
    f"(SELECT 1 FROM change_steps WHERE id = NEW.id) {REFUSED}",
}


def upgrade() -> None:
    """Make the tables, and add to grants and standings; a file may belong to a change."""
    with op.batch_alter_table("evidence_files") as batch_op:
        batch_op.alter_column("person_id", existing_type=sa.Integer(), nullable=True)
    with op.batch_alter_table("account_grants") as batch_op:
        batch_op.add_column(sa.Column("for_account_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_account_grants_for_account_id_accounts"),
            "accounts",
            ["for_account_id"],
            ["id"],
        )
    with op.batch_alter_table("standings") as batch_op:
        batch_op.add_column(sa.Column("open_change", sa.String(length=20), nullable=True))
    _make_changes()
    op.create_table(
        "change_comments",
        sa.Column("step_id", BIG, autoincrement=False, nullable=False),
        sa.Column("change_id", sa.Integer(), nullable=False),
        sa.Column("words", sa.Text(), nullable=True),
        sa.Column("redacted_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["change_id"], ["changes.id"], name=op.f("fk_change_comments_change_id_changes")
        ),
        sa.PrimaryKeyConstraint("step_id", name=op.f("pk_change_comments")),
    )
    op.create_index(op.f("ix_change_comments_change_id"), "change_comments", ["change_id"])
    op.create_table(
        "change_reminders",
        sa.Column("change_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("after_days", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("waits_since", sa.Date(), nullable=False),
        sa.Column("reminded_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["change_id"], ["changes.id"], name=op.f("fk_change_reminders_change_id_changes")
        ),
        sa.PrimaryKeyConstraint(
            "change_id", "after_days", "waits_since", name=op.f("pk_change_reminders")
        ),
    )
    op.create_table(
        "change_rules",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("rules", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("proposed_by_id", sa.Integer(), nullable=True),
        sa.Column("proposed_at", sa.DateTime(), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(), nullable=True),
        sa.Column("state", sa.String(length=20), nullable=False),
        *_accounts("change_rules", "proposed_by_id", "decided_by_id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_change_rules")),
    )
    op.create_table(
        "change_drafts",
        sa.Column("account_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("post_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("typed", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("saved_at", sa.DateTime(), nullable=False),
        *_accounts("change_drafts", "account_id"),
        sa.ForeignKeyConstraint(
            ["post_id"], ["posts.id"], name=op.f("fk_change_drafts_post_id_posts")
        ),
        sa.PrimaryKeyConstraint("account_id", "post_id", name=op.f("pk_change_drafts")),
    )
    _make_steps()


def _make_changes() -> None:
    texts = ("reason", "cost_note", "late_reason")
    instants = (
        "proposed_at", "endorsed_at", "decided_at", "confirmed_at", "view_given_at",
        "seen_by_hr_at", "closed_at",
    )  # fmt: skip
    people = (
        "proposed_by_id", "endorsed_by_id", "decided_by_id", "decided_for_id", "confirmed_by_id",
    )  # fmt: skip
    figures = ("gap_before", "gap_after", "formula_minutes", "annual_value_pence")
    frozen = ("frozen", "frozen_pay", "frozen_at_approval", "frozen_pay_at_approval")
    op.create_table(
        "changes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("academy_id", sa.Integer(), nullable=False),
        sa.Column("post_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("bundle_id", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("minutes_now", sa.Integer(), nullable=False),
        sa.Column("minutes_proposed", sa.Integer(), nullable=False),
        sa.Column("effective_on", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        *(sa.Column(name, sa.Text(), nullable=False) for name in texts),
        sa.Column("reduction", sa.Boolean(), nullable=False),
        sa.Column("unsupported", sa.Boolean(), nullable=False),
        sa.Column("returns", sa.Integer(), nullable=False),
        sa.Column("proposed_as", sa.String(length=20), nullable=True),
        *(sa.Column(name, sa.Integer(), nullable=True) for name in people),
        *(sa.Column(name, sa.DateTime(), nullable=True) for name in instants),
        sa.Column("waiting_since", sa.DateTime(), nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=True) for name in figures),
        *(sa.Column(name, sa.JSON(none_as_null=True), nullable=True) for name in frozen),
        sa.Column("allocation_id", sa.Integer(), nullable=True),
        sa.Column("attachment_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "state IN ({})".format(", ".join(f"'{state}'" for state in STATES)),
            name=op.f("ck_changes_state"),
        ),
        *(
            sa.ForeignKeyConstraint([column], [f"{table}.id"], name=f"fk_changes_{column}_{table}")
            for column, table in (
                ("academy_id", "academies"),
                ("post_id", "posts"),
                ("person_id", "people"),
                ("bundle_id", "changes"),
                ("allocation_id", "allocations"),
                ("attachment_id", "evidence_files"),
            )
        ),
        *_accounts("changes", *people),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_changes")),
    )
    op.create_index(
        "ix_changes_one_open",
        "changes",
        ["post_id"],
        unique=True,
        sqlite_where=sa.text(OPEN),
        postgresql_where=sa.text(OPEN),
    )
    op.create_index("ix_changes_state", "changes", ["state", "waiting_since", "id"])
    op.create_index("ix_changes_closed", "changes", ["closed_at", "id"])
    op.create_index("ix_changes_academy", "changes", ["academy_id", "state"])
    for column in ("post_id", "person_id", "bundle_id", "proposed_by_id"):
        op.create_index(op.f(f"ix_changes_{column}"), "changes", [column])


def _make_steps() -> None:
    op.create_table(
        "change_steps",
        sa.Column("id", BIG, nullable=False),
        sa.Column("change_id", sa.Integer(), nullable=False),
        sa.Column("happened_at", sa.DateTime(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("for_account_id", sa.Integer(), nullable=True),
        sa.Column("capacity", sa.String(length=20), nullable=True),
        sa.Column("step", sa.String(length=20), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("figures", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("comment_digest", sa.String(length=64), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_change_steps")),
    )
    op.create_index("ix_change_steps_change", "change_steps", ["change_id", "id"])
    if op.get_bind().dialect.name == "sqlite":
        for name, refused in ON_SQLITE.items():
            op.execute(f"CREATE TRIGGER change_steps_refuse_{name} BEFORE {refused}")
        return
    for act in ("update", "delete", "truncate"):
        op.execute(
            f"CREATE TRIGGER change_steps_refuse_{act} BEFORE {act.upper()} ON change_steps "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )


def _accounts(table: str, *columns: str) -> list[sa.ForeignKeyConstraint]:
    return [
        sa.ForeignKeyConstraint([column], ["accounts.id"], name=f"fk_{table}_{column}_accounts")
        for column in columns
    ]


def downgrade() -> None:
    """Undo it; what was attached to changes goes with them."""
    for table in (
        "change_steps",
        "change_comments",
        "change_reminders",
        "change_rules",
        "change_drafts",
        "changes",
    ):
        op.drop_table(table)
    with op.batch_alter_table("standings") as batch_op:
        batch_op.drop_column("open_change")
    op.execute("DELETE FROM account_grants WHERE for_account_id IS NOT NULL")
    with op.batch_alter_table("account_grants") as batch_op:
        batch_op.drop_constraint(
            batch_op.f("fk_account_grants_for_account_id_accounts"), type_="foreignkey"
        )
        batch_op.drop_column("for_account_id")
    op.execute("DELETE FROM evidence_files WHERE person_id IS NULL")
    with op.batch_alter_table("evidence_files") as batch_op:
        batch_op.alter_column("person_id", existing_type=sa.Integer(), nullable=False)
