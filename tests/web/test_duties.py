"""The excluded duties of a post on their pages: read by role, told all ten at once, never lost."""

import re
from typing import Any

import pytest

from tests import factories as make
from tests.client import Client, Queries
from tests.web.conftest import Trust
from trust_inclusion.db import db
from trust_inclusion.domain.duties import EXCLUDED
from trust_inclusion.models.academies import Academy
from trust_inclusion.models.charter import PostDuty
from trust_inclusion.models.posts import Post

NONE: dict[str, Any] = {
    **{f"{code}_held": "" for code in EXCLUDED},
    **{f"{code}_amount": "" for code in EXCLUDED},
    **{f"{code}_unit": "hours" for code in EXCLUDED},
    "period_minutes": "", "weeks": "1", "seen": "0",
}  # fmt: skip


def path(trust: Trust, title: str = "SENCO 0", urn: int = 0) -> str:
    """The form of the post with this title: SENCO 0 is Olive's, SENCO 1 Carl's."""
    with trust.app.app_context():
        number = db.session.query(Post.id).filter_by(title=title).scalar()
        db.session.remove()
    return f"/charter/{urn or trust.own}/duties/{number}"


def page(trust: Trust, urn: int = 0) -> str:
    return f"/charter/{urn or trust.own}/duties"


def stored(trust: Trust) -> list[tuple[str, bool | None, int | None]]:
    with trust.app.app_context():
        rows = db.session.query(PostDuty).order_by(PostDuty.id).all()
        found = [(row.code, row.held, row.minutes) for row in rows]
        db.session.remove()
    return found


def words(html: str) -> str:
    """What a page says, without its markup."""
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def rows(html: str) -> list[str]:
    """What the lines of its tables say."""
    return [words(row) for row in re.findall(r"<tr>.*?</tr>", html, re.DOTALL)]


def test_every_way_of_counting_time(trust: Trust) -> None:
    head = trust.client("headteacher")
    told = {
        "X01_held": "yes", "X01_amount": "2.5",
        "X02_held": "yes", "X02_amount": "0.5", "X02_unit": "days",
        "X03_held": "yes", "X03_amount": "10", "X03_unit": "percent",
        "X04_held": "yes", "X04_amount": "4", "X04_unit": "periods",
        "X05_held": "yes", "X06_held": "no",
        "period_minutes": "50", "weeks": "2",
    }  # fmt: skip
    assert head.post(path(trust), {**NONE, **told}).location == page(trust)
    assert stored(trust) == [
        ("X01", True, 150), ("X02", True, 195), ("X03", True, 195), ("X04", True, 130),
        ("X05", True, None), ("X06", False, None),
    ]  # fmt: skip
    html = head.get(page(trust))
    assert "6 duties are saved." in html
    assert rows(html)[1:7] == [
        "X01 Behaviour co-ordinator Yes 2.5 ✓ Own time recorded for it",
        f"X02 {EXCLUDED['X02']} Yes 3.3 ✓ Own time recorded for it",
        "X03 Group or support teaching of pupils with SEN Yes 3.3 ✓ Own time recorded for it",
        "X04 English as an additional language Yes 2.2 ✓ Own time recorded for it",
        "X05 Covering classes Yes none ✕ Departure from the charter",
        "X06 Whole-school screening tests No – – Not held",
    ]
    said = words(html)
    held = "Of the ten duties: 1 held without time of its own, 4 with own time, 1 not held, 4"
    assert f"{held} not stated." in said
    assert "SENCO hours of this post 8.0 Own hours of other duties 11.2 Together 19.2" in said
    assert "X04 held, 2.2 hours a week 21 Nov 2026 , Head teacher" in said
    assert "not a breach of law" in said


def test_the_form_shows_what_is_stored_and_sends_nothing_new_back(trust: Trust) -> None:
    senco = trust.client("senco")
    senco.post(path(trust), {**NONE, "X01_held": "yes", "X01_amount": "1.67", "X03_held": "no"})
    html = senco.get(path(trust))
    assert re.search(r'name="X01_amount"[^>]*value="1.667"', html)
    assert re.search(r'name="X01_held"[^>]*value="yes"[^>]*checked', html)
    assert re.search(r'name="X03_held"[^>]*value="no"[^>]*checked', html)
    assert re.search(r'name="seen"[^>]*value="2"', html)
    same = {**NONE, "X01_held": "yes", "X01_amount": "1.667", "X03_held": "no", "seen": "2"}
    senco.post(path(trust), same)
    assert "Nothing differs" in senco.get(page(trust))
    assert len(stored(trust)) == 2


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({"X01_held": "no", "X01_amount": "2"}, "not held: say that it is held"),
        ({"X01_held": "", "X01_amount": "2"}, "not held: say that it is held"),
        ({"X01_held": "yes", "X01_amount": "-2"}, "is less than 0"),
        ({"X01_held": "yes", "X01_amount": "32.6"}, "more than a full-time week"),
        ({"X01_held": "yes", "X01_amount": "<script>"}, "is not a number of hours"),
        ({"X01_held": "yes", "X01_amount": "7:30"}, "as a decimal"),
        ({"X01_held": "yes", "X01_amount": "9" * 120}, "100 characters or fewer"),
        ({"X01_held": "yes", "X01_amount": "4", "X01_unit": "periods"}, "length of a period"),
        ({"X01_held": "yes", "X01_amount": "4", "X01_unit": "years"}, "Choose one of the list."),
        ({"X01_held": "perhaps"}, "Choose one of the list."),
        ({"weeks": "3"}, "Choose one of the list."),
        ({"weeks": "x", "X01_held": "yes", "X01_amount": "4", "X01_unit": "periods",
          "period_minutes": "50"}, "Choose one of the list."),
    ],
)  # fmt: skip
def test_what_cannot_be_is_said_beside_its_field_and_kept(
    trust: Trust, told: dict[str, str], said: str
) -> None:
    head = trust.client("headteacher")
    other = {"X05_held": "yes", "X05_amount": "1.5"}
    html = head.post(path(trust), {**NONE, **other, **told}, 422).text
    assert said in html
    assert re.search(r'name="X05_amount"[^>]*value="1.5"', html)
    assert "<script>" not in html.partition("</head>")[2]
    assert "int()" not in html
    assert stored(trust) == []


def test_fields_that_do_not_come_and_those_that_come_twice(trust: Trust) -> None:
    head = trust.client("headteacher")
    assert "Choose one of the list." in head.post(path(trust), {}, 422).text
    twice = {**NONE, "X01_held": ["yes", "no"], "X01_amount": ["1", "2"], "seen": ["x", "1"]}
    head.post(path(trust), twice)
    assert stored(trust) == [("X01", True, 60)]
    nul = {**NONE, "seen": "1", "X01_held": "yes", "X01_amount": "\x001.5\x00"}
    head.post(path(trust), nul)
    assert stored(trust)[1:] == [("X01", True, 90)]


def test_the_second_reads_what_the_first_saved_and_loses_nothing(trust: Trust) -> None:
    head, senco = trust.client("headteacher"), trust.client("senco")
    head.post(path(trust), {**NONE, "X01_held": "yes", "X01_amount": "1", "X02_held": "no"})
    mine = {**NONE, "X03_held": "yes", "X03_amount": "20", "X03_unit": "percent", "X02_held": "yes"}
    html = senco.post(path(trust), mine, 409).text
    assert "Somebody else saved duties of this post" in html
    # Mine stays where I typed, theirs stands where I did not, and both are said.
    assert re.search(r'name="X03_amount"[^>]*value="20"', html)
    assert re.search(r'name="X01_amount"[^>]*value="1"', html)
    assert re.search(r'name="X02_held"[^>]*value="yes"[^>]*checked', html)
    assert "They saved: held, 1.0 hours a week." in html
    assert "They saved: not held." in html
    assert "<title>Error: " in html
    seen = re.search(r'name="seen"[^>]*value="(\d+)"', html)
    assert seen
    again = {**mine, "X01_held": "yes", "X01_amount": "1", "seen": seen[1]}
    senco.post(path(trust), again)
    assert stored(trust)[2:] == [("X02", True, None), ("X03", True, 390)]


def test_what_a_job_description_named_is_shown_as_held_and_not_saved(trust: Trust) -> None:
    senco = trust.client("senco")
    senco.post(path(trust), {**NONE, "X02_held": "yes", "X02_amount": "3"})
    html = senco.get(f"{path(trust)}?found=X02&found=X04&found=X99&found=<b>")
    assert html.count("Named in the job description. Not saved yet.") == 1
    assert re.search(r'name="X04_held"[^>]*value="yes"[^>]*checked', html)
    assert re.search(r'name="X02_amount"[^>]*value="3"', html)
    assert len(stored(trust)) == 1


def test_a_governor_reads_signs_only(trust: Trust) -> None:
    trust.client("headteacher").post(
        path(trust), {**NONE, "X01_held": "yes", "X01_amount": "2.3", "X02_held": "yes"}
    )
    html = trust.client("governor").get(page(trust))
    said = words(html)
    assert "X01 Behaviour co-ordinator Yes ✓ Own time" in said
    assert "Departure from the charter" in said
    for hidden in ("2.3", "Own hours", "Head teacher", "What was told", "job-description",
                   "Change the duties"):  # fmt: skip
        assert hidden not in html, hidden


def test_links_lead_where_the_reader_may_go(trust: Trust) -> None:
    for who, own, colleague, check in (
        ("headteacher", True, True, True),
        ("senco", True, False, True),
        ("trustee", False, False, True),
        ("hr", True, True, True),
    ):
        html = trust.client(who).get(page(trust))
        assert (f'href="{path(trust)}"' in html) == own, who
        assert (f'href="{path(trust, "SENCO 1")}"' in html) == colleague, who
        assert ("/job-description/" in html) == check, who
    trust.client("senco").post(path(trust, "SENCO 1"), NONE, 403)


def test_posts_that_are_not_there(trust: Trust) -> None:
    director: Client = trust.client("director")
    for wrong in (
        path(trust, "Assistant SENCO"), path(trust, "SENCO 2"), f"{page(trust)}/999999",
        f"{page(trust)}/{2**40}", path(trust, urn=2**40), f"/charter/{2**40}/duties",
    ):  # fmt: skip
        director.get(wrong, 404)
    director.post(f"{page(trust)}/{2**40}", NONE, 404)


def test_an_academy_without_a_post_and_one_that_left(trust: Trust) -> None:
    with trust.app.app_context():
        with make.saved():
            urn = make.academy("Yew", type_code="42").urn
        db.session.remove()
    director = trust.client("director")
    assert "no SENCO post on record" in director.get(page(trust, urn))
    html = director.get(page(trust, trust.left))
    assert "Lena Left" in html
    assert "Change the duties" not in html


def test_the_queries_of_the_page_do_not_grow(trust: Trust) -> None:
    director = trust.client("director")
    director.get(page(trust))

    def counted() -> int:
        with trust.app.app_context(), Queries() as queries:
            director.get(page(trust))
        return len(queries)

    before = counted()
    with trust.app.app_context():
        with make.saved():
            own = db.session.query(Academy).filter_by(urn=trust.own).one()
            by = [make.account("headteacher", academies=[own]).id for _ in range(4)]
            for place in range(4):
                post_id = make.senco(own, title=f"SENCO of year {place}").post_id
                for code in EXCLUDED:
                    db.session.add(
                        PostDuty(
                            post_id=post_id, code=code, held=True, minutes=60, account_id=by[place],
                            told_on=make.TODAY, told_at=make.NOW,
                        )
                    )  # fmt: skip
        db.session.remove()
    assert counted() == before
    assert before < 40
