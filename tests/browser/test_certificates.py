"""Certificates in a real browser, under the headers they are served with."""

import re
import zlib
import struct
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.visits import Visits
from tests.certificate_files import chunk


def test_probe(visits: Visits, tmp_path: Path) -> None:
    page = visits.window("hr")
    page.goto("/people/")
    from sqlalchemy import select
    from trust_inclusion.db import db
    from trust_inclusion.models.records import EvidenceFile
    with visits.app.app_context():
        rows = [(r.person_id, r.id, r.kind) for r in db.session.scalars(select(EvidenceFile))]
    print(rows)
    seen = set()
    for person_id, number, kind in rows:
        if kind in seen: continue
        seen.add(kind)
        page.goto(f"/people/{person_id}")
        link = page.locator(f'a[href="/people/{person_id}/files/{number}"]').first
        with page.context.expect_page() as opened:
            link.click()
        tab = opened.value
        tab.on("download", lambda d: print("DOWNLOAD", d.suggested_filename))
        tab.on("console", lambda m: print("CONSOLE", m.text))
        tab.wait_for_timeout(3000)
        print(kind, tab.url, tab.title())
        print(tab.content()[:600])
        print([f.url for f in tab.frames])
        tab.screenshot(path=f"/tmp/house/shots/cert-{kind}.png")
    assert 0
