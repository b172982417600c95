"""What is measured, and what it should reach. Targets are shares of the second ceiling."""

from dataclasses import dataclass

from tests.bench.filling import FIRST_URN

SMALL = 100
LARGE = 10_000
LIST = "/academies/"
ACADEMY = f"{LIST}{FIRST_URN + 7}"
CHANGES = "/changes/"
ELSEWHERE = (
    ("Conditions", "/charter/", 8),
    ("Pay of posts", "/pay/", 12),
    ("Pathway, succession", "/pathway/succession", 14),
    ("Cover by academy", "/time/", 14),
)
"""Lists of other pages that grow with the trust: name, address, most queries."""
SLOWER_AT_LARGE = 1.5
"""The list of `LARGE` academies may take this many times as long as that of `SMALL`."""

HTML_BYTES = 80 * 1024
HTML_GZIPPED = 10 * 1024
STATIC_GZIPPED = 100 * 1024


@dataclass(frozen=True, slots=True)
class Case:
    """A page to be pressed on.

    `share` is the least it should reach of the second ceiling's requests per second, and `aim`
    what it is meant to reach; `slower` how many times the small trust's page it may take at most
    (that of the academies, unless `than` names another case). Without either it is only reported.
    `most_queries` is the number tests hold it to.
    """

    name: str
    path: str
    fragment: bool = False
    share: float | None = None
    aim: float | None = None
    slower: float | None = None
    than: str = ""
    most_queries: int | None = None


BARE = Case("1. A view that returns a string", "/bare")
ROWS = Case("2. A template with 50 rows from memory", "/rows")

PAGE = Case("Academies, 50 rows", LIST, share=0.25, aim=0.30, most_queries=8)

AT_SMALL = (
    PAGE,
    Case("Academies, fragment", LIST, fragment=True, share=0.30, aim=0.36, most_queries=6),
    Case("An academy", ACADEMY, share=0.20, most_queries=12),
    Case("Home", "/"),
    Case("Changes for you", CHANGES, most_queries=13),
    Case("Changes decided", f"{CHANGES}?tab=decided", most_queries=12),
    *(Case(name, path, most_queries=most) for name, path, most in ELSEWHERE),
)

AT_LARGE = (
    Case("Default view", LIST, slower=SLOWER_AT_LARGE, most_queries=8),
    Case("Default view, fragment", LIST, fragment=True, most_queries=6),
    Case("Page 100", f"{LIST}?page=100", slower=SLOWER_AT_LARGE, most_queries=8),
    *(
        Case(f"Filter {one}", f"{LIST}?{one}", slower=SLOWER_AT_LARGE, most_queries=8)
        for one in (
            "phase=secondary",
            "gap=short",
            "hub=3",
            "qualification=overdue",
            "post=vacant",
            "reviewed=no",
            "unmet=1",
        )
    ),
    Case("Search q=brook", f"{LIST}?q=brook", most_queries=8),
    *(
        Case(f"Sorted by {column}", f"{LIST}?sort={column}", most_queries=8)
        for column in ("gap", "-allocated", "senco", "qualification")
    ),
    Case("An academy", ACADEMY, most_queries=12),
    Case("Home", "/"),
    *(
        Case(name, path, slower=SLOWER_AT_LARGE, than=name, most_queries=most)
        for name, path, most in ELSEWHERE
    ),
    Case("Changes for you", CHANGES, slower=SLOWER_AT_LARGE, than="Changes for you",
         most_queries=13),
    Case("Changes for you, page 5", f"{CHANGES}?page=5", slower=SLOWER_AT_LARGE,
         than="Changes for you", most_queries=13),
    *(
        Case(f"Changes decided{said}", f"{CHANGES}?tab=decided{asked}", slower=SLOWER_AT_LARGE,
             than="Changes decided", most_queries=14)
        for said, asked in (
            ("", ""),
            (", page 150", "&page=150"),
            (", rejected", "&state=rejected"),
            (", in a period", "&from=2026-01-01&to=2026-06-30"),
            (", one hub", "&hub=3"),
            (", by value", "&sort=-value"),
            (", q=brook", "&q=brook"),
        )
    ),
)  # fmt: skip
