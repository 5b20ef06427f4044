"""The check that work grows in proportion can tell when it does not."""

from __future__ import annotations

from tests.growth import is_linear


def test_a_square_is_no_line() -> None:
    """Work that looks at every pair is found out, and work that looks at each once is not."""
    assert is_linear("x".rjust, list)
    assert not is_linear("x".rjust, lambda text: sum(text.count(text[at:]) for at in range(len(text))))
