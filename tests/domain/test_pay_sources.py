"""Sources of the pay tables as a reader is told them."""

import pytest

from trust_inclusion.domain.pay_sources import in_words


@pytest.mark.parametrize(
    ("source", "said"),
    [
        (
            "ceil(2025/26 x 1.035)",
            "Worked out: 2025/26 with an award of 3.5%, rounded up to the next pound",
        ),
        (
            "unique inverse of ceil(x 1.05) to 2022/23",
            (
                "Worked back from 2022/23: the one figure that with its award of 5%, rounded up, "
                "gives it"
            ),
        ),
        ("https://neu.org.uk/salaries", "https://neu.org.uk/salaries"),
        ("Larkfield’s own spine", "Larkfield’s own spine"),
    ],
)
def test_how_a_figure_was_found_is_a_sentence(source: str, said: str) -> None:
    assert in_words(source) == said
