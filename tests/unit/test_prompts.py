"""The prompt files and the check of their variables."""

from __future__ import annotations

import pytest

from prompts import load

NAMES = ("brief", "answer", "digest", "followup")


@pytest.mark.parametrize("name", NAMES)
def test_every_prompt_has_two_messages_and_a_version(name: str) -> None:
    """Each file parts into a system and a user message, and its version is a hash of it."""
    prompt = load(name)
    assert prompt.system
    assert prompt.user
    assert len(prompt.version) == 12
    assert len({load(other).version for other in NAMES}) == len(NAMES)


def test_a_missing_or_unknown_variable_is_an_error() -> None:
    """A prompt is never sent with a hole in it, nor is a value silently left out."""
    with pytest.raises(ValueError, match="lacks earlier"):
        load("followup").fill({"question": "why?"})
    with pytest.raises(ValueError, match="has no colour"):
        load("followup").fill({"question": "why?", "earlier": "[]", "colour": "red"})


def test_braces_inside_a_value_stay_as_they_are() -> None:
    """What an article writes in braces is not read as a variable."""
    _, user = load("followup").fill({"question": "what is {{earlier}}?", "earlier": "[]"})
    assert "what is {{earlier}}?" in user


def test_an_unknown_prompt_is_an_error() -> None:
    """No path out of the folder, and no file that is not there."""
    for name in ("nothing", "../secrets", ""):
        with pytest.raises(ValueError, match="no prompt"):
            load(name)
