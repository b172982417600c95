"""People and their qualifications, posts, appointments, hours and pay."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "people",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("email", sa.String(200)),
        sa.Column("trn", sa.String(7)),
        sa.Column("qts", sa.Boolean()),
        sa.Column("para_8a", sa.Boolean()),
        sa.Column("induction_completed", sa.String(20)),
        sa.Column("school_stage", sa.Integer()),
        sa.Column("trust_stage", sa.Integer()),
        sa.Column("qualification_stage", sa.Integer()),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_people"),
        sa.UniqueConstraint("email", name="uq_people_email"),
        sa.UniqueConstraint("trn", name="uq_people_trn"),
    )
    op.create_table(
        "service_spells",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "person_id",
            sa.Integer(),
            sa.ForeignKey("people.id", name="fk_service_spells_person_id_people"),
            nullable=False,
        ),
        sa.Column("started_on", sa.Date(), nullable=False),
        sa.Column("ended_on", sa.Date()),
        sa.PrimaryKeyConstraint("id", name="pk_service_spells"),
    )
    op.create_index("ix_service_spells_person_id", "service_spells", ["person_id"])
    op.create_table(
        "qualifications",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "person_id",
            sa.Integer(),
            sa.ForeignKey("people.id", name="fk_qualifications_person_id_people"),
            nullable=False,
        ),
        sa.Column("course", sa.String(80), nullable=False),
        sa.Column("provider", sa.String(200)),
        sa.Column("started_on", sa.Date()),
        sa.Column("expected_on", sa.Date()),
        sa.Column("passed_on", sa.Date()),
        sa.Column("checked_on", sa.Date()),
        sa.PrimaryKeyConstraint("id", name="pk_qualifications"),
    )
    op.create_index("ix_qualifications_person_id", "qualifications", ["person_id"])
    op.create_table(
        "posts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "academy_id",
            sa.Integer(),
            sa.ForeignKey("academies.id", name="fk_posts_academy_id_academies"),
        ),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("title", sa.String(120), nullable=False),
        sa.Column(
            "reports_to_id",
            sa.Integer(),
            sa.ForeignKey("posts.id", name="fk_posts_reports_to_id_posts"),
        ),
        sa.Column("line_manages", sa.Integer()),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_posts"),
    )
    op.create_index("ix_posts_academy_id_title", "posts", ["academy_id", "title"])
    op.create_table(
        "appointments",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "post_id",
            sa.Integer(),
            sa.ForeignKey("posts.id", name="fk_appointments_post_id_posts"),
            nullable=False,
        ),
        sa.Column(
            "person_id",
            sa.Integer(),
            sa.ForeignKey("people.id", name="fk_appointments_person_id_people"),
            nullable=False,
        ),
        sa.Column("started_on", sa.Date()),
        sa.Column("ended_on", sa.Date()),
        sa.Column("basis", sa.String(20), nullable=False),
        sa.Column("designated", sa.Boolean(), nullable=False),
        sa.Column("is_head", sa.Boolean()),
        sa.Column("teaches_here", sa.Boolean()),
        sa.Column("on_slt", sa.Boolean()),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_appointments"),
    )
    op.create_index("ix_appointments_person_id", "appointments", ["person_id"])
    op.create_index("ix_appointments_post_id", "appointments", ["post_id"])
    op.create_table(
        "absences",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "appointment_id",
            sa.Integer(),
            sa.ForeignKey("appointments.id", name="fk_absences_appointment_id_appointments"),
            nullable=False,
        ),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date()),
        sa.PrimaryKeyConstraint("id", name="pk_absences"),
    )
    op.create_index("ix_absences_appointment_id", "absences", ["appointment_id"])
    op.create_table(
        "allocations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "post_id",
            sa.Integer(),
            sa.ForeignKey("posts.id", name="fk_allocations_post_id_posts"),
            nullable=False,
        ),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date()),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("recorded_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_allocations"),
    )
    op.create_index("ix_allocations_post_id", "allocations", ["post_id"])
    op.create_table(
        "appointment_pay",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "appointment_id",
            sa.Integer(),
            sa.ForeignKey("appointments.id", name="fk_appointment_pay_appointment_id_appointments"),
            nullable=False,
        ),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("area", sa.String(40)),
        sa.Column("scale", sa.String(40)),
        sa.Column("point", sa.String(20)),
        sa.Column("tlr", sa.String(20)),
        sa.Column("tlr_pence", sa.Integer()),
        sa.Column("sen_allowance_pence", sa.Integer()),
        sa.PrimaryKeyConstraint("id", name="pk_appointment_pay"),
    )
    op.create_index("ix_appointment_pay_appointment_id", "appointment_pay", ["appointment_id"])
    with op.batch_alter_table("accounts") as accounts:
        accounts.add_column(sa.Column("person_id", sa.Integer()))
        accounts.create_foreign_key("fk_accounts_person_id_people", "people", ["person_id"], ["id"])
        accounts.create_index("ix_accounts_person_id", ["person_id"])


def downgrade() -> None:
    """Drop them, children first."""
    with op.batch_alter_table("accounts") as accounts:
        accounts.drop_index("ix_accounts_person_id")
        accounts.drop_constraint("fk_accounts_person_id_people", type_="foreignkey")
        accounts.drop_column("person_id")
    op.drop_table("appointment_pay")
    op.drop_table("allocations")
    op.drop_table("absences")
    op.drop_table("appointments")
    op.drop_table("posts")
    op.drop_table("qualifications")
    op.drop_table("service_spells")
    op.drop_table("people")
