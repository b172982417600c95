"""Certificates in a real browser, under the headers they are served with: each opens by itself."""

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from tests.browser.visits import Visits
from trust_inclusion.db import db
from trust_inclusion.models.records import EvidenceFile

READER = "chrome-extension://"
"""Where Chromium's own reader of PDF files comes from."""


def certificate(visits: Visits, kind: str) -> str:
    """Where the first of the demo trust's certificates of a kind is."""
    found = select(EvidenceFile).where(EvidenceFile.kind == kind).order_by(EvidenceFile.id)
    with visits.app.app_context():
        row = db.session.scalars(found.limit(1)).one()
        return f"/people/{row.person_id}/files/{row.id}"


def test_hr_opens_a_pdf_beside_the_record(gallery: Visits) -> None:
    page, path = gallery.window("hr"), certificate(gallery, "pdf")
    page.goto(path.partition("/files/")[0])
    with page.context.expect_page() as opened:
        page.locator(f'a[href="{path}"]').click()
    tab: Page = opened.value
    shown: list[str] = []
    for _ in range(300):
        shown = [frame.url for frame in tab.frames]
        if sum(url.endswith(path) for url in shown) == 2:
            break
        tab.wait_for_timeout(100)
    # The reader, and in it the file: Chromium would show an empty page where our policy forbade it.
    assert sum(url.startswith(READER) for url in shown) == 1
    assert sum(url.endswith(path) for url in shown) == 2
    expect(page.get_by_role("heading", level=1)).to_be_visible()


@pytest.mark.parametrize("kind", ["png", "jpeg"])
def test_a_picture_shows(gallery: Visits, kind: str) -> None:
    page, path = gallery.window("hr"), certificate(gallery, kind)
    answer = page.goto(path)
    assert answer is not None
    assert "sandbox" in answer.headers["content-security-policy"]
    picture = page.locator("img")
    expect(picture).to_be_visible()
    assert picture.evaluate("one => [one.complete, one.naturalWidth > 100]") == [True, True]
