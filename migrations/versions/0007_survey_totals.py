"""Totals of the five questions as they are shown: of five answers, then of five more."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"

QUESTIONS = ("enough_time", "role_understood", "enjoys_it", "here_in_five_years", "why_not")


def upgrade() -> None:
    """Make the table, with what was shown until now."""
    op.create_table(
        "survey_totals",
        sa.Column("year_start", sa.Date(), nullable=False),
        sa.Column("question", sa.String(length=20), nullable=False),
        sa.Column("answer", sa.String(length=20), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("year_start", "question", "answer", name=op.f("pk_survey_totals")),
    )
    for question in QUESTIONS:
        op.execute(
            "INSERT INTO survey_totals (year_start, question, answer, count) "
            f"SELECT year_start, '{question}', {question}, count(*) FROM survey_answers AS one "
            f"WHERE {question} IS NOT NULL AND 5 <= (SELECT count(*) FROM survey_answers AS other "
            f"WHERE other.year_start = one.year_start AND other.{question} IS NOT NULL) "
            f"GROUP BY year_start, {question}"
        )


def downgrade() -> None:
    """Undo it."""
    op.drop_table("survey_totals")
