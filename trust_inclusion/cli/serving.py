"""`init`, `serve` and `demo`: a database brought up to date, and the pages on an address."""

import argparse
import errno
import gc
import os
import secrets
import shutil
import socket
import sys
from pathlib import Path
from typing import Any

from flask_migrate import upgrade

from trust_inclusion import config, create_app, demo
from trust_inclusion.cli.house import Stop, built, check_is_set_up, make_home, now, opened, today
from trust_inclusion.db import transaction
from trust_inclusion.services import settings, standing

WORKERS = 2


def add_to(commands: Any) -> None:
    """Tell the parser of these commands."""
    init = commands.add_parser("init", help="set up the database, or bring it up to date")
    init.add_argument("--trust-name", metavar="NAME", help="the trust's name, as pages show it")
    init.set_defaults(run=_init)
    serve = commands.add_parser("serve", help="serve the pages")
    serve.add_argument("--port", type=_port, help="instead of PORT, or 5000")
    serve.set_defaults(run=_serve)
    shown = commands.add_parser("demo", help="build the demo trust if absent, and serve it")
    shown.add_argument("--port", type=_port, help="instead of PORT, or 5000")
    shown.set_defaults(run=_demo)


def _init(parsed: argparse.Namespace) -> None:
    if "DATABASE_URL" not in os.environ:
        make_home()
    name = " ".join((parsed.trust_name or "").split())
    if len(name) > 200:
        raise Stop("The trust's name is longer than 200 characters.")
    with built(OFFLINE=True):
        upgrade()
        with transaction():
            known = settings.current()
            if name or known == settings.Settings():
                settings.name_trust(name or known.trust_name)
            # An upgrade may bring rules that the stored timelines do not know yet.
            standing.rebuild_all()
    print("The database is set up.")
    if known.trust_uid is None:
        print("Next: trust-inclusion import academies FILE --trust UID --commit")


def _serve(parsed: argparse.Namespace) -> None:
    with opened():
        pass
    _listen({}, parsed.port, "")


def _demo(parsed: argparse.Namespace) -> None:
    home = make_home()
    chosen = {
        "DEMO": True,
        "DEMO_ACCOUNTS": demo.ACCOUNTS,
        "SECRET_KEY": _demo_secret(home),
        "SQLALCHEMY_DATABASE_URI": f"sqlite:///{home / 'demo.sqlite'}",
        "EVIDENCE_DIR": str(home / "demo-evidence"),
    }
    with built(**chosen):
        upgrade()
        if demo.exists():
            with transaction():
                standing.rebuild_all()
        else:
            print("Building the demo trust ...", flush=True)
            # What an earlier demo left there belongs to no record of this one.
            shutil.rmtree(home / "demo-evidence", ignore_errors=True)
            demo.build(today(), now())
    _listen(chosen, parsed.port, f"{demo.TRUST_NAME}: ")


def _demo_secret(home: Path) -> str:
    """The demo's own secret, kept so that a restart signs nobody out."""
    path = home / "demo-secret"
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        kept = path.read_text("ascii").strip()
        if len(kept) >= config.SHORTEST_SECRET:
            return kept
        path.unlink()
        return _demo_secret(home)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(made := secrets.token_urlsafe(48))
    return made


def _listen(chosen: dict[str, Any], port: int | None, what: str) -> None:
    """Serve until stopped, with several processes where the system has them."""
    host = os.environ.get("HOST") or "127.0.0.1"
    at = port or _port(os.environ.get("PORT") or "5000", "PORT")
    _check_is_free(host, at)
    with built(**chosen):
        check_is_set_up()
    shown = f"[{host}]" if ":" in host else host
    print(f"{what}http://{shown}:{at} (Ctrl+C stops it)", flush=True)
    if sys.platform == "win32":
        from waitress import serve  # noqa: PLC0415 - installed on Windows only

        serve(create_app(chosen), host=host, port=at, threads=4)
    else:
        _gunicorn(chosen, f"{shown}:{at}")


def _gunicorn(chosen: dict[str, Any], address: str) -> None:
    from gunicorn.app.base import BaseApplication  # noqa: PLC0415 - not to be had on Windows

    class Served(BaseApplication):
        def load_config(self) -> None:
            self.cfg.set("bind", address)
            self.cfg.set("workers", WORKERS)
            self.cfg.set("loglevel", "warning")
            self.cfg.set("control_socket_disable", True)
            # What is there when a worker begins stays: the collector need not look at it again.
            self.cfg.set("post_worker_init", _freeze)

        def load(self) -> Any:
            # In the worker, so that no connection is shared between processes.
            return create_app(chosen)

    Served().run()


def _freeze(_worker: Any) -> None:
    gc.collect()
    gc.freeze()


def _check_is_free(host: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as attempt:
        if sys.platform != "win32":
            attempt.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            attempt.bind((host, port))
        except OSError as error:
            why = {
                errno.EADDRINUSE: "another program uses it",
                errno.EACCES: "this account may not use it",
                errno.EADDRNOTAVAIL: "this machine has no such address",
            }.get(error.errno or 0, error.strerror)
            raise Stop(
                f"Port {port} of {host} cannot be used: {why}. Choose another with --port."
            ) from error


def _port(text: str, name: str = "--port") -> int:
    if text.isdigit() and 1 <= int(text) <= 65535:
        return int(text)
    if name == "--port":
        raise argparse.ArgumentTypeError("a port is a number from 1 to 65535")
    raise Stop(f"{name} must be a number from 1 to 65535, not {text!r}.")
