"""Names of trusts, as the published lists print them and as people write them."""

import pytest

from trust_inclusion.domain.names import titled


@pytest.mark.parametrize(
    ("printed", "written"),
    [
        ("BECKFOOT TRUST", "Beckfoot Trust"),
        ("THE DIOCESE OF ELY MULTI-ACADEMY TRUST", "The Diocese of Ely Multi-Academy Trust"),
        ("ST PAUL'S AND ALL SAINTS CE TRUST", "St Paul's and All Saints CE Trust"),
        ("O'CONNOR LEARNING", "O'Connor Learning"),
        ("BDMAT", "BDMAT"),
        ("LDBS ACADEMIES", "LDBS Academies"),
        ("E-ACT", "E-ACT"),
        ("REAch2 Academy Trust", "REAch2 Academy Trust"),
        ("  NORTH   STAR  TRUST ", "North Star Trust"),
    ],
)
def test_capitals_become_ordinary_and_initials_stay(printed: str, written: str) -> None:
    assert titled(printed) == written
