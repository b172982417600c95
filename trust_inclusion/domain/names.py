"""Names that public lists print in capitals, as people write them."""

import re

_SMALL = frozenset({"a", "and", "at", "by", "for", "in", "of", "on", "or", "the", "to", "with"})
_ALWAYS_CAPITALS = frozenset(
    {"ce", "cofe", "rc", "uk", "sen", "send", "stem", "utc", "mat", "ii", "iii", "iv"}
)
_INITIALS = re.compile(r"[^aeiouy]+|.*[0-9].*|[a-z]{1,3}mat")
"""No vowel, a digit, or the initials of a multi-academy trust ("BDMAT")."""
_WORDS = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")


def titled(name: str) -> str:
    """A name all in capitals with ordinary ones; any other is given back as it is.

    "ST PAUL'S AND ALL SAINTS CE TRUST" becomes "St Paul's and All Saints CE Trust". What looks
    like initials stays.
    """
    cleaned = " ".join(name.split())
    if cleaned != cleaned.upper() or not re.search(r"[A-Z]{4}", cleaned):
        return cleaned
    return _WORDS.sub(lambda found: _word(found[0], first=found.start() == 0), cleaned)


def _word(capitals: str, *, first: bool) -> str:
    lower = capitals.lower()
    if lower in _SMALL and not first:
        return lower
    if lower in _ALWAYS_CAPITALS:
        return capitals
    if lower in {"st", "mr", "mrs", "dr"}:
        return lower.capitalize()
    if _INITIALS.fullmatch(lower):
        return capitals
    if lower.startswith(("o'", "o’", "d'", "d’")) and len(lower) > 3:
        return lower[:2].upper() + lower[2:].capitalize()
    return lower.capitalize()
