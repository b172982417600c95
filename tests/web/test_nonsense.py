"""Whatever is asked or sent, the answer is a page of ours and never a failure of ours."""

import random
from urllib.parse import quote

import pytest

from tests.web.conftest import Trust

BITS = [
    "", "0", "-1", "1", "²", "9" * 30, "x", "%", "_", "'", '"', "<b>", "\x00", "🙂", "é",
    "a" * 3000, "2026-01-15", "0001-01-01", "9999-12-31", "31/12/9999", "recorded", "vacant",
    "pay", "-pay", "--gap", "null", "[]", "{{ 1 }}", "\r\n", "\ud800", "٣", "１", "http://[",
    "../..",
]  # fmt: skip
ASKED = ["q", "phase", "hub", "gap", "qualification", "post", "reviewed", "as_at", "sort", "page",
         "next"]  # fmt: skip
SENT = {
    "evidence/add": ["census_date", "roll", "sen_support", "sen_support_with_specialist", "ehcp",
                     "notional_sen_budget", "budget_year", "turnover", "turnover_source", "source"],
    "evidence/2026-01-15": ["roll", "ehcp", "source", "version", "turnover", "turnover_source"],
    "reviews/add": ["reviewed_on", "note", "actions-0-what", "actions-0-owner", "actions-0-due_on",
                    "actions-²-what", "actions-7-what", "actions-x", "actions-0"],
    "hub": ["hub", "version"],
}  # fmt: skip
FINE = {200, 204, 303, 403, 404}


def told(text: str) -> str:
    """Text as an address carries it, also what is no text."""
    return quote(text.encode("utf-8", "surrogatepass"), safe="")


@pytest.mark.parametrize("seed", range(3))
def test_any_address(trust: Trust, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 chance, not a secret
    readers = [trust.client(name) for name in ("director", "head and trustee", "governor")]
    own = f"/academies/{trust.own}"
    for _ in range(60):
        path = chance.choice(
            ["/", "/sign-in", "/academies/", "/academies/academies.csv", own, own + "/evidence",
             own + "/evidence/" + told(chance.choice(BITS)),
             "/academies/" + told(chance.choice(BITS)), "/static/" + told(chance.choice(BITS))]
        )  # fmt: skip
        some = chance.sample(ASKED, chance.randint(0, 5))
        asked = "&".join(f"{name}={told(chance.choice(BITS))}" for name in some)
        headers = {"HX-Request": "true", "HX-Current-URL": "http://["} if len(some) > 3 else {}
        answer = chance.choice(readers).raw(f"{path}?{asked}", headers=headers)
        assert answer.status_code in {*FINE, 308}, (path, asked)


@pytest.mark.parametrize("seed", range(3))
def test_any_form(trust: Trust, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 chance, not a secret
    director = trust.client("director")
    token = director.token()
    sendable = [bit for bit in BITS if bit.isprintable() or bit in "\x00\r\n"]
    for _ in range(60):
        path = chance.choice(list(SENT))
        form: dict[str, object] = {
            name: [chance.choice(sendable) for _ in range(chance.choice((1, 1, 3, 5)))]
            for name in SENT[path]
            if chance.random() < 0.8
        }
        answer = director.open(
            f"/academies/{trust.own}/{path}", method="POST", data={**form, **token}
        )
        assert answer.status_code in {*FINE, 422}, (path, form)
