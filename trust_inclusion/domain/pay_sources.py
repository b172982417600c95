"""Where a figure of pay is from, as a reader is told it.

The tables keep how each figure was found in a short form; people read a sentence.
"""

import re
from decimal import Decimal

_FORWARD = re.compile(r"ceil\((20\d\d/\d\d) x (1\.\d+)\)(.*)")
_BACK = re.compile(r"unique inverse of ceil\(x (1\.\d+)\) to (20\d\d/\d\d)(.*)")
_IN_WORDS = {
    "headteacher range minimum = L6 (Tes: group 1 is L6-L18)": (
        "The least of the headteacher range is L6 (Tes: group 1 is L6 to L18)"
    ),
    "secondary source; (TeachingJobsUkBlogSeeder.php, cites draft STPCD 2026; secondary, "
    "DRAFT not final)": (
        "A jobs site’s copy of the draft School Teachers’ Pay and Conditions Document 2026: "
        "not final"
    ),
    "secondary source; (teacher pay calculator, cites STPCD 2025; secondary)": (
        "A pay calculator that cites the School Teachers’ Pay and Conditions Document 2025"
    ),
}
_SECOND_HAND = "secondary source; (teacher pay site, 2025/26 archive page; secondary)"


def in_words(source: str) -> str:
    """A source of the pay tables in words; one that says it already stays as it is."""
    if found := _FORWARD.fullmatch(source):
        award = f"{found[1]} with an award of {_percent(found[2])}, rounded up to the next pound"
        return f"Worked out: {award}{found[3]}"
    if found := _BACK.fullmatch(source):
        award = f"the one figure that with its award of {_percent(found[1])}, rounded up, gives it"
        return f"Worked back from {found[2]}: {award}{found[3]}"
    if source.startswith(_SECOND_HAND):
        rest = source.removeprefix(_SECOND_HAND).replace("TLR1 max also", "the most of TLR1 also")
        return f"A teachers’ pay site’s page of 2025/26{rest}"
    return _IN_WORDS.get(source, source)


def _percent(factor: str) -> str:
    return f"{((Decimal(factor) - 1) * 100).normalize():f}%"
