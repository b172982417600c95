"""The list of people: who is found by whom, and with what beside the name."""

from tests import factories as make
from tests.web.conftest import Trust


def test_hr_finds_everybody_in_post(trust: Trust) -> None:
    page = trust.client("hr").get("/people/")
    for name in ("Olive Own", "Carl Colleague", "Nora Next", "Hal Helper"):
        assert name in page
    assert "Lena Left" not in page
    assert "4 people" in page
    assert "NPQSENCO, Jul 2025" in page


def test_a_senco_finds_names_and_mail_of_sencos_and_their_own_record(trust: Trust) -> None:
    senco = trust.client("senco")
    page = senco.get("/people/")
    assert "Nora Next" in page
    assert "Carl Colleague" in page
    assert "Hal Helper" not in page
    assert f'href="/people/{trust.people["Olive Own"]}"' in page
    assert f'href="/people/{trust.people["Nora Next"]}"' not in page
    for hidden in ("Birch", "NASENCO", "NPQSENCO", "To check"):
        assert hidden not in page
    assert "Nora Next" not in senco.get("/people/?q=birch")
    assert "Nora Next" in senco.get("/people/?q=nora")


def test_a_head_finds_their_own_academies_people(trust: Trust) -> None:
    page = trust.client("headteacher").get("/people/")
    assert "Olive Own" in page
    assert "Hal Helper" in page
    assert "Nora Next" not in page
    assert "To check" not in page


def test_governors_and_admins_find_nobody(trust: Trust) -> None:
    for name in ("governor", "admin", "deputy"):
        trust.client(name).get("/people/", 403)
        assert 'href="/people/"' not in trust.client(name).get("/")


def test_who_left_finds_only_themselves(trust: Trust) -> None:
    page = trust.client("senco of what left").get("/people/")
    for name in ("Olive Own", "Nora Next", "Carl Colleague"):
        assert name not in page


def test_search_filter_and_order(trust: Trust) -> None:
    hr = trust.client("hr")
    assert "1 person" in hr.get("/people/?q=OLIVE%20ash")
    assert "3 people" in hr.get("/people/?kind=senco")
    assert "Hal Helper" in hr.get("/people/?kind=other")
    turned = hr.get("/people/?sort=-name")
    assert turned.index("Olive Own") < turned.index("Carl Colleague")
    assert "3 people" in hr.get("/people/?waiting=award")
    assert "Nobody matches" in hr.get("/people/?waiting=yes")
    assert "Nobody matches" in hr.get("/people/?q=zzz%00%27%22")
    assert "4 people" in hr.get("/people/?sort=pay&kind=%3Cb%3E&page=99999999999&waiting=maybe")
    part = hr.fragment("/people/?q=nora")
    assert 'id="people"' in part
    assert "<html" not in part


def test_pages_of_fifty(trust: Trust) -> None:
    with trust.app.app_context(), make.saved():
        academy = make.academy("Many")
        for number in range(60):
            make.senco(academy, f"Zed {number:02}", title=f"S{number}")
    hr = trust.client("hr")
    assert "1 to 50 of 64 people" in hr.get("/people/")
    assert "51 to 64 of 64 people" in hr.get("/people/?page=2")
    assert "51 to 64 of 64 people" in hr.get("/people/?page=77")
