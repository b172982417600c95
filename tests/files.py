"""Small files of every kind that is imported, as bytes; a test names only the cells it is about."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from trust_inclusion.domain import templates

Rows = Iterable[Mapping[str, Any]]

TRUST = "3252"
ESTABLISHMENT = {
    "URN": "139975",
    "LA (code)": "380",
    "LA (name)": "Bradford",
    "EstablishmentNumber": "4064",
    "EstablishmentName": "Northgate School",
    "TypeOfEstablishment (code)": "34",
    "EstablishmentStatus (code)": "1",
    "OpenDate": "01-08-2013",
    "CloseDate": "",
    "PhaseOfEducation (code)": "2",
    "TrustSchoolFlag (code)": "3",
    "Trusts (code)": TRUST,
    "Trusts (name)": "NORTHGATE LEARNING TRUST",
}
GROUP_LINK = {
    "URN": "139975",
    "Linked UID": TRUST,
    "Group Name": "NORTHGATE LEARNING TRUST",
    "Group Type": "Multi-academy trust",
    "Joined date": "01-09-2015",
    "EstablishmentName": "Northgate School",
    "TypeOfEstablishment (code)": "34",
    "PhaseOfEducation (code)": "2",
    "LA (code)": "380",
    "LA (name)": "Bradford",
    "HasSharedHT": "",
}
CENSUS = {"URN": "139975", "NOR": "420", "TSENELSE": "12", "TSENELK": "60"}
LINK = {
    "URN": "139975",
    "LinkURN": "107386",
    "LinkName": "Old Northgate",
    "LinkType": "Predecessor",
    "LinkEstablishedDate": "01-08-2013",
}


def establishments(*rows: Mapping[str, Any]) -> bytes:
    """GIAS's establishments, each like ESTABLISHMENT but for the cells given."""
    return made(list(ESTABLISHMENT), [{**ESTABLISHMENT, **row} for row in rows])


def group_links(*rows: Mapping[str, Any]) -> bytes:
    """GIAS's group links, each like GROUP_LINK but for the cells given."""
    return made(list(GROUP_LINK), [{**GROUP_LINK, **row} for row in rows])


def links(*rows: Mapping[str, Any]) -> bytes:
    """GIAS's links between schools."""
    return made(list(LINK), [{**LINK, **row} for row in rows])


def census(*rows: Mapping[str, Any]) -> bytes:
    """The DfE's census of schools."""
    return made(list(CENSUS), [{**CENSUS, **row} for row in rows])


def evidence(*rows: Mapping[str, Any]) -> bytes:
    """The evidence template; cells that are not given are blank."""
    return made(templates.EVIDENCE, rows)


def posts(*rows: Mapping[str, Any]) -> bytes:
    """The posts template; cells that are not given are blank."""
    return made(templates.POSTS, rows)


def made(columns: Sequence[str], rows: Rows) -> bytes:
    """A CSV file with these columns."""
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, columns)
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()
