"""The academies list: what is searched, filtered and sorted, and in which order."""

import re
from datetime import date
from html import unescape
from urllib.parse import quote

import pytest
from flask import Flask

from tests import factories as make
from tests.client import Client
from trust_inclusion.db import db
from trust_inclusion.domain.access import Role
from trust_inclusion.domain.posts import Basis
from trust_inclusion.services import settings

ALL = ["Ash", "Birch", "Cedar 100%", "Dell <b>", "École d'Été", "Fir_Tree"]


@pytest.fixture
def director(app: Flask) -> Client:
    """A director of six academies that differ in everything the list shows."""
    with app.app_context():
        with make.saved():
            settings.name_trust("Larch Trust")
            north, south = make.hub("North"), make.hub("south")
            ash = make.academy("Ash", hub=south, phase="4", urn=100_001)
            make.evidence_for(ash)
            sam = make.person("Zed Young", stages=(5, None, None))
            make.qualification(sam, "NPQSENCO", passed_on=date(2025, 7, 4))
            make.senco(ash, person=sam, hours=5, pay_point="M3", absent=(make.TODAY, None))
            make.academy("Birch", urn=100_002)
            cedar = make.academy("Cedar 100%", hub=north, urn=100_003)
            make.evidence_for(cedar, sen_support_with_specialist=None)
            make.senco(cedar, "adam ant", hours=12, basis=Basis.ACTING)
            make.review(cedar, reviewed_on=date(2026, 9, 1))
            dell = make.academy("Dell <b>", hub=north, urn=100_004, type_code="44", phase="0")
            make.senco(dell, "Zoë O'Hara-Ångström", hours=8, pay_point="L4")
            ecole = make.academy("École d'Été", hub=south, phase="7", urn=100_005)
            make.evidence_for(ecole)
            eve = make.person("Eve", stages=(2, None, None))
            make.qualification(eve, "NASENCO")
            make.senco(ecole, person=eve, hours=8, pay_point="M3")
            make.review(ecole, reviewed_on=date(2026, 8, 31))
            fir = make.academy("Fir_Tree", hub=north, urn=100_006)
            make.evidence_for(fir)
            make.post(fir, hours=4)
            account = make.account(Role.DIRECTOR)
        client = Client(app).sign_in(account)
        db.session.remove()
    return client


def listed(director: Client, asked: str) -> list[str]:
    """The academies of a view in order: the same on page, fragment and file."""
    page, part = (
        re.findall(r'<th scope="row"><a href="/academies/\d+">([^<]*)</a>', html)
        for html in (
            director.get(f"/academies/?{asked}"),
            director.fragment(f"/academies/?{asked}"),
        )
    )
    saved = director.raw(f"/academies/academies.csv?{asked}").text.splitlines()[1:]
    assert page == part
    names = [unescape(name) for name in page]
    assert [line.split(",")[1].strip('"') for line in saved] == names
    return names


FILTERED: list[tuple[str, list[str]]] = [
    ("", ALL),
    ("phase=secondary", ["Ash"]),
    ("phase=special", ["Dell <b>"]),
    ("phase=all_through", ["École d'Été"]),
    ("phase=nursery", []),
    ("gap=short", ["Ash"]),
    ("gap=meets", ["École d'Été"]),
    ("gap=above", ["Cedar 100%"]),
    ("gap=vacant", ["Birch", "Fir_Tree"]),
    ("gap=no_evidence", []),
    ("gap=not_applicable", ["Dell <b>"]),
    ("post=vacant", ["Birch", "Fir_Tree"]),
    ("post=acting", ["Cedar 100%"]),
    ("post=absent", ["Ash"]),
    ("qualification=met", ["Ash"]),
    ("qualification=overdue", ["Cedar 100%", "École d'Été"]),
    ("qualification=not_in_scope", ["Dell <b>"]),
    ("qualification=no_senco", ["Birch", "Fir_Tree"]),
    ("reviewed=no", ["Ash", "Birch", "Dell <b>", "École d'Été", "Fir_Tree"]),
    ("stage=5", ["Ash"]),
    ("stage=none", ["Cedar 100%", "Dell <b>"]),
    ("stage=99", []),
    ("pay=M3", ["Ash", "École d'Été"]),
    ("pay=m3", ["Ash", "École d'Été"]),
    ("pay=L", ["Dell <b>"]),
    ("pay=3", []),
    ("pay=M33", []),
    ("pay=%25", []),
    ("pay=" + "M" * 10_000, []),
    ("unmet=none", []),
    ("unmet=1", ALL),
    ("unmet=5", ["Birch", "Fir_Tree"]),
    ("unmet=10", []),
    ("gap=vacant&phase=primary&q=fir", ["Fir_Tree"]),
    ("gap=vacant&phase=secondary", []),
    # What means nothing narrows nothing.
    ("phase=x&gap=x&qualification=x&post=x&reviewed=yes&hub=x&page=x&sort=x&as_at=x", ALL),
    ("phase=' or 1=1 --&hub=-1&hub=²", ALL),
    ("unmet=x&stage=x&pay=%00", ALL),
    ("unmet=-1&stage=99999999999999999999", ALL),
]


def test_filters(director: Client) -> None:
    for asked, found in FILTERED:
        assert listed(director, asked) == found, asked


def test_the_hub_filter_offers_the_hubs(director: Client) -> None:
    html = director.get("/academies/")
    offered = dict(re.findall(r'<option value="(\d+)">(North|south)</option>', html))
    by_name = {name: number for number, name in offered.items()}
    assert listed(director, f"hub={by_name['North']}") == ["Cedar 100%", "Dell <b>", "Fir_Tree"]
    assert listed(director, f"hub={by_name['south']}") == ["Ash", "École d'Été"]
    assert listed(director, "hub=999999999") == []


SOUGHT: list[tuple[str, list[str]]] = [
    ("ash", ["Ash"]),
    ("  ASH  ", ["Ash"]),
    ("école", ["École d'Été"]),
    ("ÉCOLE", ["École d'Été"]),
    ("ecole ete", ["École d'Été"]),
    ("e\u0301cole", ["École d'Été"]),
    ("d’été", ["École d'Été"]),
    ("zoe", ["Dell <b>"]),
    ("ZOË o'hara", ["Dell <b>"]),
    ("ohara angstrom", ["Dell <b>"]),
    ("100003", ["Cedar 100%"]),
    ("adam", ["Cedar 100%"]),
    ("ant adam", ["Cedar 100%"]),
    ("%", ["Cedar 100%"]),
    ("100%", ["Cedar 100%"]),
    ("_", ["Fir_Tree"]),
    ("<b>", ["Dell <b>"]),
    ("'", ALL),
    ('"', []),
    ("\\", []),
    ("' or '1'='1", []),
    ("ash birch", []),
    ("🙂", []),
    ("a\x00sh", ["Ash"]),
    ("\x00", ALL),
    ("x" * 10_000, []),
    ("a " * 5_000, ["Ash", "Cedar 100%", "Dell <b>"]),
]


def test_search(director: Client) -> None:
    for words, found in SOUGHT:
        assert listed(director, f"q={quote(words)}") == found, words


def test_search_that_is_no_text_is_survived(director: Client) -> None:
    for asked in ("q=%FF%FE", "q=%ED%A0%80", "q=%", "%FF=1", "q[]=1", "q=a&q=b"):
        director.get(f"/academies/?{asked}")


def test_what_was_searched_for_is_shown_and_not_run(director: Client) -> None:
    html = director.get("/academies/?q=" + quote('"><script>alert(1)</script>'))
    assert "<script>alert" not in html
    assert 'value="&#34;&gt;&lt;script&gt;alert(1)&lt;/script&gt;"' in html
    assert "No academy matches." in html


def test_names_are_written_as_text(director: Client) -> None:
    html = director.get("/academies/")
    assert "Dell &lt;b&gt;" in html
    assert "Dell <b>" not in html
    assert "Zoë O&#39;Hara-Ångström" in html


ASH, BIRCH, CEDAR, DELL, ECOLE, FIR = ALL
ORDERS = {
    "academy": [ALL],
    "phase": [[ECOLE], [BIRCH, CEDAR, FIR], [ASH], [DELL]],
    "hub": [[CEDAR, DELL, FIR], [ASH, ECOLE], None, [BIRCH]],
    "senco": [[CEDAR], [ECOLE], [ASH], [DELL], None, [BIRCH, FIR]],
    "allocated": [[BIRCH, FIR], [ASH], [DELL, ECOLE], [CEDAR]],
    "formula": [[CEDAR], [ASH, ECOLE, FIR], None, [BIRCH, DELL]],
    "gap": [[FIR], [ASH], [ECOLE], [CEDAR], None, [BIRCH, DELL]],
    "qualification": [[DELL], [CEDAR, ECOLE], [ASH], None, [BIRCH, FIR]],
    "pay": [[DELL], [ASH, ECOLE], None, [BIRCH, CEDAR, FIR]],
    "stage": [[ECOLE], [ASH], None, [BIRCH, CEDAR, DELL, FIR]],
    "unmet": [[CEDAR, DELL], [ECOLE], [ASH], [BIRCH, FIR]],
}
"""Ties stand together, by name; after None those that have nothing to sort by."""


def test_sorts(director: Client) -> None:
    for column, groups in ORDERS.items():
        where = groups.index(None) if None in groups else len(groups)
        ties = [group for group in groups[:where] if group]
        missing = [name for group in groups[where + 1 :] if group for name in group]
        downwards = [name for group in reversed(ties) for name in group]
        if column == "academy":
            downwards = ALL[::-1]
        assert listed(director, f"sort={column}") == [*(n for g in ties for n in g), *missing]
        assert listed(director, f"sort=-{column}") == [*downwards, *missing], column


SORTED_BY_HEADER = [column for column in ORDERS if column != "hub"]


def test_filtering_keeps_the_order(director: Client) -> None:
    """The order is a select of the filter's form: the present one must be chosen in it."""
    for sort in SORTED_BY_HEADER:
        for asked, state in ((sort, "ascending"), (f"-{sort}", "descending")):
            html = director.fragment(f"/academies/?sort={asked}&gap=vacant")
            assert re.findall(r'<option value="([^"]+)" selected>', html) == [asked]
            headers = re.findall(r'aria-sort="([a-z]+)"><a id="sort-([a-z]+)"', html)
            assert headers == [(state, sort)]
            other = sort if asked.startswith("-") else f"-{sort}"
            link = re.search(rf'id="sort-{sort}" href="([^"]+)"', html)
            assert link
            assert unescape(link[1]) == f"?gap=vacant&sort={other}"
