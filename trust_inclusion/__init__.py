"""trust-inclusion: who the SENCO is in each academy, and the time they are given."""

from pathlib import Path
from typing import Any

from flask import Flask
from flask_migrate import Migrate
from werkzeug.middleware.proxy_fix import ProxyFix

from trust_inclusion import config as settings
from trust_inclusion import db as database
from trust_inclusion import models as models  # every table must be known before the first query

__version__ = "0.1.0"

_HERE = Path(__file__).resolve().parent


def folder(name: str) -> Path:
    """One of the outside folders: beside the package when installed, else one level up."""
    beside = _HERE / name
    return beside if beside.is_dir() else _HERE.parent / name


def create_app(config: dict[str, Any] | None = None) -> Flask:
    """The app, wired. Settings come from the environment unless given. Raises UnsafeSettings."""
    # The web knows this package; not the other way about.
    from trust_inclusion import web  # noqa: PLC0415
    from trust_inclusion.web.layout import StrictNames  # noqa: PLC0415

    app = Flask(
        __name__,
        instance_path=str(settings.home()),
        template_folder=str(folder("templates")),
        static_folder=None,
    )
    app.jinja_options = {"trim_blocks": True, "lstrip_blocks": True, "undefined": StrictNames}
    app.config.from_mapping(settings.complete(settings.from_environment() | (config or {})))
    database.start(app)
    Migrate(app, database.db, directory=str(folder("migrations")), render_as_batch=True)
    web.start(app, static=folder("static"))
    if hops := app.config["TRUSTED_PROXIES"]:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)
    return app
