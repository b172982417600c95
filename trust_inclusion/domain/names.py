"""Names as people write them, where lists print capitals, and as people look for them."""

import re
import unicodedata

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


def initials(name: str) -> str:
    """ "O.N." for "Olive O'Neil": for what leaves the house, such as calendars and mail."""
    letters = [word[0].upper() for word in name.split() if word[0].isalpha()]
    return "".join(f"{letter}." for letter in letters[:4]) or "–"


def searchable(text: str) -> str:
    """Text for comparing and sorting: without case, accents and apostrophes.

    Keyboards give different apostrophes and not every accent, and people leave both out.
    """
    if text.isascii():  # most names: nothing to take apart
        return text.casefold().replace("'", "").replace("`", "")
    # Twice, since some signs are capitals only once they are taken apart.
    plain = unicodedata.normalize("NFKD", text).casefold()
    taken_apart = unicodedata.normalize("NFKD", plain)
    return "".join(
        letter for letter in taken_apart if not (unicodedata.combining(letter) or letter in "'’‘ʼ`")
    )


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
