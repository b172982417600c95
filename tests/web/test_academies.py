"""The academies list and one academy's page, through the front door."""

import re

import pytest
from flask import Flask

from tests import factories as make
from tests.client import Client
from trust_inclusion.domain.access import Role


@pytest.fixture
def director(app: Flask, session: object) -> Client:
    """A director of a trust with a few academies."""
    with make.saved():
        north = make.hub("North")
        for name, hours in (("Ash", 5.0), ("Birch", 8.0), ("Cedar", 12.0)):
            academy = make.academy(name, hub=north)
            make.evidence_for(academy)
            make.senco(academy, hours=hours)
        account = make.account(Role.DIRECTOR)
    return Client(app).sign_in(account)


def test_the_list_shows_every_academy_with_its_gap(director: Client) -> None:
    html = director.get("/academies/")
    assert "1 of 3 academies gives less time" in html
    assert "3.0 hours short" in html
    assert "4.0 hours above the formula" in html


def test_a_fragment_is_part_of_the_page(director: Client) -> None:
    html = director.fragment("/academies/?gap=short")
    assert "<html" not in html
    assert "Ash" in html
    assert "Birch" not in html


def test_an_academys_page_shows_the_working(director: Client) -> None:
    html = director.get("/academies/")
    first = re.search(r'href="(/academies/\d+)"', html)
    assert first
    page = director.get(first[1])
    assert "320 ÷ 40" in page


def test_home(director: Client) -> None:
    html = director.get("/")
    assert "3 SENCOs have not confirmed their record" in html
    assert "of 3" in html
