"""Static files, named by their content so that browsers may keep them for good."""

import hashlib
from pathlib import Path

from flask import Blueprint, Flask, Response, abort, current_app, request, send_from_directory

from trust_inclusion.web.guard import public

bp = Blueprint("assets", __name__)
A_YEAR = 365 * 24 * 3600
PREFIX = "/static/"
MODULE = "text/javascript"
"""Said by us: some systems do not know what .mjs is, and browsers refuse a module without it."""


def start(app: Flask, static: Path) -> None:
    """Work out every file's mark once, at the start."""
    marks = {
        path.relative_to(static).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()[:12]
        for path in static.rglob("*")
        if path.is_file()
    }
    app.extensions["static"] = (static, marks)
    app.jinja_env.globals["asset"] = lambda name: f"{PREFIX}{name}?v={marks[name]}"


@bp.get(PREFIX + "<path:name>")
@public
def static(name: str) -> Response:
    """One static file; kept for a year when asked for by its present mark."""
    folder, marks = current_app.extensions["static"]
    if name not in marks:
        abort(404)
    kind = MODULE if name.endswith(".mjs") else None
    response = send_from_directory(folder, name, conditional=True, mimetype=kind)
    if request.args.get("v") == marks[name]:
        response.headers["Cache-Control"] = f"public, max-age={A_YEAR}, immutable"
    else:
        response.headers["Cache-Control"] = "no-cache"
    return response
