"""Records that people keep, rulings, clocks, mail that waits, and calendar links."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Make the tables, and add to those of people, qualifications and settings."""
    op.create_table(
        "outgoing_mail",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("notice", sa.String(length=40), nullable=False),
        sa.Column("to_email", sa.String(length=200), nullable=False),
        sa.Column("content", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("not_before", sa.DateTime(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("last_error", sa.String(length=200), nullable=True),
        sa.Column("first_failed_at", sa.DateTime(), nullable=True),
        sa.Column("sent_at", sa.DateTime(), nullable=True),
        sa.Column("given_up_at", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outgoing_mail")),
    )
    with op.batch_alter_table("outgoing_mail") as batch_op:
        batch_op.create_index(
            "ix_outgoing_mail_sent_at_not_before", ["sent_at", "not_before"], unique=False
        )

    op.create_table(
        "survey_answers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("year_start", sa.Date(), nullable=False),
        sa.Column("enough_time", sa.String(length=20), nullable=True),
        sa.Column("role_understood", sa.String(length=20), nullable=True),
        sa.Column("enjoys_it", sa.String(length=20), nullable=True),
        sa.Column("here_in_five_years", sa.String(length=20), nullable=True),
        sa.Column("why_not", sa.String(length=20), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survey_answers")),
    )
    with op.batch_alter_table("survey_answers") as batch_op:
        batch_op.create_index(
            batch_op.f("ix_survey_answers_year_start"), ["year_start"], unique=False
        )

    op.create_table(
        "confirmations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("year_start", sa.Date(), nullable=False),
        sa.Column("confirmed_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_confirmations_person_id_people")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_confirmations")),
        sa.UniqueConstraint(
            "person_id", "year_start", name=op.f("uq_confirmations_person_id_year_start")
        ),
    )
    op.create_table(
        "reminders",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("academy_id", sa.Integer(), nullable=False),
        sa.Column("appointment_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("reminded_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reminders")),
        sa.UniqueConstraint(
            "kind",
            "academy_id",
            "appointment_id",
            "person_id",
            "due_on",
            name=op.f("uq_reminders_kind_academy_id_appointment_id_person_id_due_on"),
        ),
    )
    op.create_table(
        "surveys_taken",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("year_start", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_surveys_taken_person_id_people")
        ),
        sa.PrimaryKeyConstraint("person_id", "year_start", name=op.f("pk_surveys_taken")),
    )
    op.create_table(
        "calendar_links",
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_calendar_links_account_id_accounts")
        ),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_calendar_links")),
        sa.UniqueConstraint("digest", name=op.f("uq_calendar_links_digest")),
    )
    op.create_table(
        "claims",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("about", sa.String(length=20), nullable=False),
        sa.Column("about_id", sa.Integer(), nullable=True),
        sa.Column("proposed", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=True),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["accounts.id"], name=op.f("fk_claims_decided_by_id_accounts")
        ),
        sa.ForeignKeyConstraint(
            ["made_by_id"], ["accounts.id"], name=op.f("fk_claims_made_by_id_accounts")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_claims_person_id_people")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_claims")),
    )
    with op.batch_alter_table("claims") as batch_op:
        batch_op.create_index(batch_op.f("ix_claims_person_id"), ["person_id"], unique=False)

    op.create_table(
        "clocks",
        sa.Column("academy_id", sa.Integer(), nullable=False),
        sa.Column("appointment_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=False),
        sa.Column("urn", sa.Integer(), nullable=False),
        sa.Column("academy", sa.String(length=200), nullable=False),
        sa.Column("sort_name", sa.String(length=200), nullable=False),
        sa.Column("search_words", sa.Text(), nullable=False),
        sa.Column("hub_id", sa.Integer(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("person", sa.String(length=200), nullable=True),
        sa.Column("role_started_on", sa.Date(), nullable=True),
        sa.Column("basis", sa.String(length=20), nullable=True),
        sa.Column("absent", sa.Boolean(), nullable=False),
        sa.Column("eligibility", sa.String(length=20), nullable=False),
        sa.Column("eligibility_reasons", sa.Text(), nullable=False),
        sa.Column("status", sa.String(length=30), nullable=False),
        sa.Column("deadline_group", sa.String(length=30), nullable=False),
        sa.Column("urgency", sa.Integer(), nullable=False),
        sa.Column("due_soon", sa.Boolean(), nullable=False),
        sa.Column("deadline", sa.Date(), nullable=True),
        sa.Column("latest_start", sa.Date(), nullable=True),
        sa.Column("course", sa.String(length=80), nullable=True),
        sa.Column("course_started_on", sa.Date(), nullable=True),
        sa.Column("projected_outcome", sa.Date(), nullable=True),
        sa.Column("outcome_late", sa.Boolean(), nullable=False),
        sa.Column("evidence_checked_on", sa.Date(), nullable=True),
        sa.Column("service_not_confirmed", sa.Boolean(), nullable=False),
        sa.Column("review_due", sa.Boolean(), nullable=False),
        sa.Column("to_check", sa.Boolean(), nullable=False),
        sa.Column("next_step", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["academy_id"], ["academies.id"], name=op.f("fk_clocks_academy_id_academies")
        ),
        sa.PrimaryKeyConstraint(
            "academy_id", "appointment_id", "valid_from", name=op.f("pk_clocks")
        ),
    )
    with op.batch_alter_table("clocks") as batch_op:
        batch_op.create_index(
            "ix_clocks_day", ["valid_to", "valid_from", "urgency", "deadline"], unique=False
        )
        batch_op.create_index(
            "ix_clocks_person", ["person_id", "valid_to", "valid_from"], unique=False
        )

    op.create_table(
        "evidence_files",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("scanned", sa.Boolean(), nullable=False),
        sa.Column("uploaded_by_id", sa.Integer(), nullable=True),
        sa.Column("uploaded_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_evidence_files_person_id_people")
        ),
        sa.ForeignKeyConstraint(
            ["uploaded_by_id"],
            ["accounts.id"],
            name=op.f("fk_evidence_files_uploaded_by_id_accounts"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence_files")),
        sa.UniqueConstraint("key", name=op.f("uq_evidence_files_key")),
    )
    with op.batch_alter_table("evidence_files") as batch_op:
        batch_op.create_index(
            batch_op.f("ix_evidence_files_person_id"), ["person_id"], unique=False
        )

    op.create_table(
        "rulings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("must_qualify_by", sa.Date(), nullable=True),
        sa.Column("review_on", sa.Date(), nullable=True),
        sa.Column("reasons", sa.Text(), nullable=False),
        sa.Column("advice_file_id", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("proposed_by_id", sa.Integer(), nullable=True),
        sa.Column("proposed_at", sa.DateTime(), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(), nullable=True),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["advice_file_id"],
            ["evidence_files.id"],
            name=op.f("fk_rulings_advice_file_id_evidence_files"),
        ),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["accounts.id"], name=op.f("fk_rulings_decided_by_id_accounts")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_rulings_person_id_people")
        ),
        sa.ForeignKeyConstraint(
            ["proposed_by_id"], ["accounts.id"], name=op.f("fk_rulings_proposed_by_id_accounts")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rulings")),
    )
    with op.batch_alter_table("rulings") as batch_op:
        batch_op.create_index(
            "ix_rulings_one_proposed",
            ["person_id"],
            unique=True,
            sqlite_where=sa.text("state = 'proposed'"),
            postgresql_where=sa.text("state = 'proposed'"),
        )
        batch_op.create_index(batch_op.f("ix_rulings_person_id"), ["person_id"], unique=False)

    with op.batch_alter_table("people") as batch_op:
        batch_op.add_column(sa.Column("qts_basis", sa.String(length=10), nullable=True))
        batch_op.add_column(sa.Column("qtls_recheck_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("teacher_checked_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("service_confirmed_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("telephone", sa.String(length=40), nullable=True))

    with op.batch_alter_table("standings") as batch_op:
        batch_op.add_column(sa.Column("deadline", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("lawful", sa.Boolean(), nullable=True))

    with op.batch_alter_table("qualifications") as batch_op:
        batch_op.add_column(
            sa.Column("outcome", sa.String(length=20), nullable=False, server_default="enrolled")
        )
        batch_op.add_column(sa.Column("file_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_qualifications_file_id_evidence_files"),
            "evidence_files",
            ["file_id"],
            ["id"],
        )

    with op.batch_alter_table("service_spells") as batch_op:
        batch_op.add_column(sa.Column("school", sa.String(length=200), nullable=True))
        batch_op.add_column(
            sa.Column("relevant", sa.Boolean(), nullable=False, server_default=sa.true())
        )

    # What stands is filled in; from now on the program says it.
    op.execute("UPDATE qualifications SET outcome = 'passed' WHERE passed_on IS NOT NULL")
    with op.batch_alter_table("qualifications") as batch_op:
        batch_op.alter_column("outcome", server_default=None, existing_type=sa.String(20))
    with op.batch_alter_table("service_spells") as batch_op:
        batch_op.alter_column("relevant", server_default=None, existing_type=sa.Boolean())
    with op.batch_alter_table("trust_settings") as batch_op:
        batch_op.add_column(
            sa.Column("qualification_rules", sa.JSON(none_as_null=True), nullable=True)
        )


def downgrade() -> None:
    """Undo it."""
    with op.batch_alter_table("trust_settings") as batch_op:
        batch_op.drop_column("qualification_rules")

    with op.batch_alter_table("standings") as batch_op:
        batch_op.drop_column("lawful")
        batch_op.drop_column("deadline")

    with op.batch_alter_table("service_spells") as batch_op:
        batch_op.drop_column("relevant")
        batch_op.drop_column("school")

    with op.batch_alter_table("qualifications") as batch_op:
        batch_op.drop_constraint(
            batch_op.f("fk_qualifications_file_id_evidence_files"), type_="foreignkey"
        )
        batch_op.drop_column("file_id")
        batch_op.drop_column("outcome")

    with op.batch_alter_table("people") as batch_op:
        batch_op.drop_column("telephone")
        batch_op.drop_column("service_confirmed_on")
        batch_op.drop_column("teacher_checked_on")
        batch_op.drop_column("qtls_recheck_on")
        batch_op.drop_column("qts_basis")

    with op.batch_alter_table("rulings") as batch_op:
        batch_op.drop_index(batch_op.f("ix_rulings_person_id"))
        batch_op.drop_index(
            "ix_rulings_one_proposed",
            sqlite_where=sa.text("state = 'proposed'"),
            postgresql_where=sa.text("state = 'proposed'"),
        )

    op.drop_table("rulings")
    with op.batch_alter_table("evidence_files") as batch_op:
        batch_op.drop_index(batch_op.f("ix_evidence_files_person_id"))

    op.drop_table("evidence_files")
    with op.batch_alter_table("clocks") as batch_op:
        batch_op.drop_index("ix_clocks_person")
        batch_op.drop_index("ix_clocks_day")

    op.drop_table("clocks")
    with op.batch_alter_table("claims") as batch_op:
        batch_op.drop_index(batch_op.f("ix_claims_person_id"))

    op.drop_table("claims")
    op.drop_table("calendar_links")
    op.drop_table("surveys_taken")
    op.drop_table("reminders")
    op.drop_table("confirmations")
    with op.batch_alter_table("survey_answers") as batch_op:
        batch_op.drop_index(batch_op.f("ix_survey_answers_year_start"))

    op.drop_table("survey_answers")
    with op.batch_alter_table("outgoing_mail") as batch_op:
        batch_op.drop_index("ix_outgoing_mail_sent_at_not_before")

    op.drop_table("outgoing_mail")
