"""What a page costs right after somebody changed a fact: nothing kept from before may help it."""

import time
from statistics import median

from flask import Flask
from sqlalchemy import select

from tests.bench import cases
from tests.bench.browser import Browser
from tests.bench.serving import Server
from trust_inclusion.db import db, transaction
from trust_inclusion.models.academies import Academy
from trust_inclusion.services import standing

PATHS = (
    cases.LIST, f"{cases.LIST}?page=100", f"{cases.LIST}?sort=gap", cases.CHANGES,
    f"{cases.CHANGES}?tab=decided",
)  # fmt: skip


def first_views(app: Flask, server: Server, browser: Browser, times: int) -> str:
    """Milliseconds of the first view after each of `times` changes, one reader, as a sentence."""
    found = []
    for path in PATHS:
        taken = [_after_a_change(app, server, browser, path) for _ in range(times)]
        found.append(f"{path} {median(taken):.0f} ms")
    return "; ".join(found)


def _after_a_change(app: Flask, server: Server, browser: Browser, path: str) -> float:
    with app.app_context(), transaction():
        standing.rebuild(db.session.scalars(select(Academy.id).limit(1)).all())
    started = time.perf_counter()
    browser.visit(server, path)
    return (time.perf_counter() - started) * 1000
