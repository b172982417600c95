"""What Flask itself can do here: the two views every page is measured against."""

from typing import NamedTuple

from flask import Flask, render_template

ROWS = 50


class PlainRow(NamedTuple):
    urn: int
    name: str
    phase: str
    senco: str
    allocated: str
    formula: str
    gap: str
    status: str
    qualification: str
    stage: int


IN_MEMORY = [
    PlainRow(
        700_000 + number,
        f"Ashbrook {number} Community Primary Academy",
        "Primary",
        "Hannah Whitfield",
        f"{number % 15 + 3}.5",
        f"{number % 12 + 6}.0",
        f"+{number % 9}.5",
        "Above the minimum",
        "NPQSENCO passed",
        number % 5 + 1,
    )
    for number in range(ROWS)
]


def create_app() -> Flask:
    """Nothing but Flask: no sign-in, no database, no headers of our own."""
    app = Flask(__name__)

    @app.get("/bare")
    def bare() -> str:
        return "Nothing but Flask."

    @app.get("/rows")
    def rows() -> str:
        return render_template(
            "rows.html", title="Academies", headings=PlainRow._fields, rows=IN_MEMORY
        )

    return app
