"""A sign is no question of policy."""

import pytest

from rag import words
from rag.fold import fold
from rag.smalltalk import small_talk


@pytest.mark.parametrize("text", ["👍", "😊😊", "🙏 🌹"])
def test_a_friendly_sign_is_taken_as_thanks(text: str) -> None:
    assert small_talk(fold(text)) == words.THANKS


@pytest.mark.parametrize("text", ["👎", "😡！"])
def test_an_angry_sign_is_taken_as_anger(text: str) -> None:
    assert small_talk(fold(text)) == words.SORRY


@pytest.mark.parametrize("text", ["包头有补贴吗👍", "📚实训基地", "500"])
def test_a_sign_beside_words_changes_nothing(text: str) -> None:
    assert small_talk(fold(text)) == ""
