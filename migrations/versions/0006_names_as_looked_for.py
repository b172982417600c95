"""Names as lists sort and search them, and an index of the claims that wait."""

import unicodedata

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Add the columns and fill them in; add the index."""
    with op.batch_alter_table("people") as batch_op:
        batch_op.add_column(sa.Column("sort_name", sa.Text(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("search_words", sa.Text(), nullable=False, server_default=""))
    with op.batch_alter_table("academies") as batch_op:
        batch_op.add_column(sa.Column("sort_name", sa.Text(), nullable=False, server_default=""))
    _fill()
    # What stands is filled in; from now on the program says it.
    with op.batch_alter_table("people") as batch_op:
        batch_op.alter_column("sort_name", server_default=None, existing_type=sa.Text())
        batch_op.alter_column("search_words", server_default=None, existing_type=sa.Text())
    with op.batch_alter_table("academies") as batch_op:
        batch_op.alter_column("sort_name", server_default=None, existing_type=sa.Text())
    with op.batch_alter_table("claims") as batch_op:
        batch_op.create_index(
            "ix_claims_pending",
            ["person_id"],
            unique=False,
            sqlite_where=sa.text("state = 'pending'"),
            postgresql_where=sa.text("state = 'pending'"),
        )


def downgrade() -> None:
    """Undo it."""
    with op.batch_alter_table("claims") as batch_op:
        batch_op.drop_index(
            "ix_claims_pending",
            sqlite_where=sa.text("state = 'pending'"),
            postgresql_where=sa.text("state = 'pending'"),
        )
    with op.batch_alter_table("academies") as batch_op:
        batch_op.drop_column("sort_name")
    with op.batch_alter_table("people") as batch_op:
        batch_op.drop_column("search_words")
        batch_op.drop_column("sort_name")


def _fill() -> None:
    connection = op.get_bind()
    people = sa.table(
        "people", sa.column("id"), sa.column("name"), sa.column("email"),
        sa.column("sort_name"), sa.column("search_words"),
    )  # fmt: skip
    for row in connection.execute(sa.select(people.c.id, people.c.name, people.c.email)).all():
        name = _searchable(row.name)
        words = f"{name} {_searchable(row.email or '')}"
        connection.execute(
            people.update().where(people.c.id == row.id).values(sort_name=name, search_words=words)
        )
    academies = sa.table("academies", sa.column("id"), sa.column("name"), sa.column("sort_name"))
    for row in connection.execute(sa.select(academies.c.id, academies.c.name)).all():
        connection.execute(
            academies.update()
            .where(academies.c.id == row.id)
            .values(sort_name=_searchable(row.name))
        )


def _searchable(text: str) -> str:
    """As the program did at this step: without case, accents and apostrophes."""
    apart = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    return "".join(c for c in apart if not (unicodedata.combining(c) or c in "'’‘ʼ`"))
