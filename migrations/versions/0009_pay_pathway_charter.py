"""Pay in full, the career pathway, conditions and duties of a post, time as lived."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"

PAY_WORDS = (("second_tlr", 20), ("top_point", 20))
PAY_NUMBERS = ("second_tlr_pence", "fraction")
PAY_FACTS = ("manages_staff", "by_responsibility", "sen_for_award")
STANDING_LETTERS = (("conditions", 36), ("duties", 10))
STANDING_COUNTS = ("conditions_not_met", "conditions_not_met_beside_pay")
MADE = (
    "pay_points", "pay_ranges", "pathway_places", "pathway_plans", "charter_answers",
    "post_duties", "description_checks", "diary_totals", "sample_weeks", "cover_entries",
)  # fmt: skip


def upgrade() -> None:
    """Make the tables, and add to appointments' pay, to settings and to standings."""
    with op.batch_alter_table("appointment_pay") as batch_op:
        for name, length in PAY_WORDS:
            batch_op.add_column(sa.Column(name, sa.String(length=length), nullable=True))
        for name in PAY_NUMBERS:
            batch_op.add_column(sa.Column(name, sa.Integer(), nullable=True))
        for name in PAY_FACTS:
            batch_op.add_column(sa.Column(name, sa.Boolean(), nullable=True))
        batch_op.add_column(sa.Column("notes", sa.Text(), nullable=True))
        # The default is for the rows that are there; the model always gives one.
        batch_op.add_column(sa.Column("version", sa.Integer(), nullable=False, server_default="1"))
    with op.batch_alter_table("appointment_pay") as batch_op:
        batch_op.alter_column("version", existing_type=sa.Integer(), server_default=None)
    with op.batch_alter_table("trust_settings") as batch_op:
        batch_op.add_column(sa.Column("pathway_stages", sa.JSON(none_as_null=True), nullable=True))
    with op.batch_alter_table("standings") as batch_op:
        # As long as there are SENCOs at an academy.
        batch_op.alter_column("pay_point", existing_type=sa.String(length=200), type_=sa.Text())
        for name, length in STANDING_LETTERS:
            batch_op.add_column(sa.Column(name, sa.String(length=length), nullable=True))
        for name in STANDING_COUNTS:
            batch_op.add_column(sa.Column(name, sa.Integer(), nullable=True))
    _make_pay()
    _make_pathway()
    _make_charter()
    _make_lived()


def _make_pay() -> None:
    op.create_table(
        "pay_points",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=160), nullable=False),
        sa.Column("academic_year", sa.String(length=7), nullable=False),
        sa.Column("area", sa.String(length=40), nullable=False),
        sa.Column("scale", sa.String(length=40), nullable=False),
        sa.Column("point", sa.String(length=20), nullable=False),
        sa.Column("pence", sa.Integer(), nullable=False),
        sa.Column("basis", sa.String(length=20), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        *_keys("pay_points", recorded_by_id="accounts"),
        sa.UniqueConstraint("key", name=op.f("uq_pay_points_key")),
    )
    op.create_table(
        "pay_ranges",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("academic_year", sa.String(length=7), nullable=False),
        sa.Column("allowance", sa.String(length=20), nullable=False),
        sa.Column("least_pence", sa.Integer(), nullable=False),
        sa.Column("most_pence", sa.Integer(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        *_keys("pay_ranges", recorded_by_id="accounts"),
        sa.UniqueConstraint(
            "academic_year", "allowance", name="uq_pay_ranges_academic_year_allowance"
        ),
    )


def _make_pathway() -> None:
    op.create_table(
        "pathway_places",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("track", sa.String(length=20), nullable=False),
        sa.Column("code", sa.Integer(), nullable=True),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        *_keys("pathway_places", person_id="people", recorded_by_id="accounts"),
    )
    op.create_index(op.f("ix_pathway_places_person_id"), "pathway_places", ["person_id"])
    op.create_index("ix_pathway_places_stage", "pathway_places", ["track", "code"])
    op.create_table(
        "pathway_plans",
        sa.Column("person_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("aspiration", sa.String(length=20), nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("would_move", sa.Boolean(), nullable=True),
        sa.Column("head_sees", sa.Boolean(), nullable=False),
        sa.Column("mentor_sees", sa.Boolean(), nullable=False),
        sa.Column("told_on", sa.Date(), nullable=True),
        sa.Column("next_step", sa.Text(), nullable=False),
        sa.Column("next_step_on", sa.Date(), nullable=True),
        sa.Column("readiness", sa.String(length=20), nullable=True),
        sa.Column("agreed_on", sa.Date(), nullable=True),
        sa.Column("agreed_as", sa.String(length=20), nullable=True),
        sa.Column("agreed_by_id", sa.Integer(), nullable=True),
        sa.Column("mentor_id", sa.Integer(), nullable=True),
        sa.Column("mentors_others", sa.Boolean(), nullable=True),
        sa.Column("schools_supported", sa.Integer(), nullable=True),
        sa.Column("executive", sa.Boolean(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        *_foreign("pathway_plans", person_id="people", agreed_by_id="accounts", mentor_id="people"),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_pathway_plans")),
    )
    op.create_index(op.f("ix_pathway_plans_mentor_id"), "pathway_plans", ["mentor_id"])
    to_agree = sa.text("told_on IS NOT NULL AND agreed_on IS NULL")
    op.create_index(
        "ix_pathway_plans_to_agree", "pathway_plans", ["person_id"], sqlite_where=to_agree,
        postgresql_where=to_agree,
    )  # fmt: skip


def _make_charter() -> None:
    op.create_table(
        "charter_answers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("post_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=3), nullable=False),
        sa.Column("side", sa.String(length=10), nullable=False),
        sa.Column("reply", sa.String(length=20), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("answered_on", sa.Date(), nullable=False),
        sa.Column("answered_at", sa.DateTime(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        *_keys("charter_answers", post_id="posts", account_id="accounts"),
    )
    op.create_index("ix_charter_answers_post", "charter_answers", ["post_id", "code", "side"])
    op.create_table(
        "post_duties",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("post_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=3), nullable=False),
        sa.Column("held", sa.Boolean(), nullable=True),
        sa.Column("minutes", sa.Integer(), nullable=True),
        sa.Column("told_on", sa.Date(), nullable=False),
        sa.Column("told_at", sa.DateTime(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        *_keys("post_duties", post_id="posts", account_id="accounts"),
    )
    op.create_index("ix_post_duties_post", "post_duties", ["post_id", "code"])
    op.create_table(
        "description_checks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("post_id", sa.Integer(), nullable=False),
        sa.Column("checked_on", sa.Date(), nullable=False),
        sa.Column("checked_at", sa.DateTime(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("agreed_on", sa.Date(), nullable=True),
        sa.Column("new_post", sa.Boolean(), nullable=False),
        sa.Column("ticked", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("found", sa.JSON(none_as_null=True), nullable=False),
        *_keys("description_checks", post_id="posts", account_id="accounts"),
    )
    op.create_index(op.f("ix_description_checks_post_id"), "description_checks", ["post_id"])


def _make_lived() -> None:
    op.create_table(
        "diary_totals",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("drawn_at", sa.DateTime(), nullable=False),
        sa.Column("sums", sa.JSON(none_as_null=True), nullable=False),
        *_keys("diary_totals"),
    )
    op.create_table(
        "sample_weeks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("post_id", sa.Integer(), nullable=False),
        sa.Column("week_of", sa.Date(), nullable=False),
        sa.Column("entered", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("allocated_minutes", sa.Integer(), nullable=True),
        sa.Column("own_minutes", sa.Integer(), nullable=True),
        sa.Column("shared", sa.String(length=10), nullable=False),
        sa.Column("shared_at", sa.DateTime(), nullable=True),
        sa.Column("saved_at", sa.DateTime(), nullable=False),
        sa.Column("named_at", sa.DateTime(), nullable=True),
        sa.Column("counted_in_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        *_keys("sample_weeks", person_id="people", post_id="posts", counted_in_id="diary_totals"),
        sa.UniqueConstraint(
            "person_id",
            "post_id",
            "week_of",
            name=op.f("uq_sample_weeks_person_id_post_id_week_of"),
        ),
    )
    op.create_index(op.f("ix_sample_weeks_post_id"), "sample_weeks", ["post_id"])
    op.create_table(
        "cover_entries",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("post_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.Column("way", sa.String(length=10), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.Column("struck_at", sa.DateTime(), nullable=True),
        sa.Column("struck_by_id", sa.Integer(), nullable=True),
        *_keys(
            "cover_entries", post_id="posts", person_id="people", recorded_by_id="accounts",
            struck_by_id="accounts",
        ),
    )  # fmt: skip
    for column in ("post_id", "person_id"):
        op.create_index(op.f(f"ix_cover_entries_{column}"), "cover_entries", [column])


def _keys(table: str, **points_at: str) -> list[sa.Constraint]:
    return [*_foreign(table, **points_at), sa.PrimaryKeyConstraint("id", name=f"pk_{table}")]


def _foreign(table: str, **points_at: str) -> list[sa.Constraint]:
    return [
        sa.ForeignKeyConstraint([column], [f"{other}.id"], name=f"fk_{table}_{column}_{other}")
        for column, other in points_at.items()
    ]


def downgrade() -> None:
    """Undo it; what was told of pay beside point, TLR and allowance goes with it."""
    for table in reversed(MADE):
        op.drop_table(table)
    with op.batch_alter_table("standings") as batch_op:
        batch_op.alter_column(
            "pay_point", existing_type=sa.Text(), type_=sa.String(length=200),
            postgresql_using="left(pay_point, 200)",
        )  # fmt: skip
        for name in (*STANDING_COUNTS, *(name for name, _ in STANDING_LETTERS)):
            batch_op.drop_column(name)
    with op.batch_alter_table("trust_settings") as batch_op:
        batch_op.drop_column("pathway_stages")
    with op.batch_alter_table("appointment_pay") as batch_op:
        batch_op.drop_column("version")
        batch_op.drop_column("notes")
        for name in (*PAY_FACTS, *PAY_NUMBERS, *(name for name, _ in PAY_WORDS)):
            batch_op.drop_column(name)
