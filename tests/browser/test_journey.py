"""One journey through the whole house, run on both databases."""

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from tests import factories as make
from trust_inclusion.domain.access import Role
from trust_inclusion.web import auth

PASSWORD = "three plain words together"


@pytest.fixture
def director(app: Flask) -> str:
    """The e-mail address of a director who may sign in, over a trust of two academies."""
    with app.app_context(), make.saved():
        for name, hours in (("Ash", 5.0), ("Birch", 9.5)):
            academy = make.academy(name)
            make.evidence_for(academy)
            make.senco(academy, f"Sam {name}", hours=hours)
        account = make.account(Role.DIRECTOR, email="director@trust.example")
        account.password_hash = auth.hasher().hash(PASSWORD)
    return "director@trust.example"


@pytest.mark.journey
def test_a_director_signs_in_filters_and_reads_the_working(page: Page, director: str) -> None:
    page.goto("/academies/")
    page.get_by_label("E-mail address").fill(director)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()

    expect(page.get_by_role("link", name="Ash", exact=True)).to_be_visible()
    page.get_by_role("searchbox").fill("Birch")
    expect(page.get_by_role("link", name="Ash", exact=True)).to_have_count(0)
    page.get_by_role("link", name="Birch", exact=True).click()

    expect(page.get_by_role("heading", level=1)).to_contain_text("Birch")
    expect(page.locator("main")).to_contain_text("320 ÷ 40")
    expect(page.locator("main")).to_contain_text("Sam Birch")
