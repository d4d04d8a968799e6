"""Messages, replies and places come back from their wire form as they went in."""

import json
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chat.flow import NOWHERE, Place
from chat.message import Address, File, Message, Sort
from chat.reply import SILENCE, Block, Choice, Look, Reply, say
from chat.wire import message_from_json, message_to_json, place_from_json, place_to_json, reply_from_json, reply_to_json

WORDS = st.text(max_size=20)
FILES = st.builds(File, WORDS, WORDS, st.binary(max_size=50), WORDS)
MESSAGES = st.builds(
    Message,
    key=WORDS,
    sender=st.builds(Address, WORDS, WORDS, WORDS),
    sort=st.sampled_from(Sort),
    text=WORDS,
    pressed=WORDS,
    origin=WORDS,
    press=WORDS,
    private=st.booleans(),
    name=WORDS,
    file=st.none() | FILES,
)
MARKS = st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=2).map(tuple)
BLOCKS = st.builds(Block, WORDS, st.sampled_from(Look), MARKS, st.integers(0, 9))
CHOICES = st.builds(Choice, WORDS, st.text(max_size=16), WORDS, st.booleans(), WORDS)
ROWS = st.lists(st.lists(CHOICES, max_size=2).map(tuple), max_size=3).map(tuple)
IDS = st.lists(WORDS, max_size=3).map(tuple)
PAGES = st.lists(BLOCKS, max_size=3).map(tuple)
REPLIES = st.builds(Reply, PAGES, ROWS, st.booleans(), WORDS, st.none() | FILES, st.none() | FILES, WORDS, IDS)
PLACES = st.builds(Place, WORDS, WORDS, st.dictionaries(WORDS, WORDS, max_size=4), st.lists(CHOICES, max_size=3).map(tuple))


@given(MESSAGES)
def test_a_message_comes_back(message: Message) -> None:
    assert message_from_json(message_to_json(message)) == message


@given(REPLIES)
def test_a_reply_comes_back(reply: Reply) -> None:
    assert reply_from_json(reply_to_json(reply)) == reply


@given(PLACES)
def test_a_place_comes_back(place: Place) -> None:
    assert place_from_json(place_to_json(place)) == place


def test_what_is_written_is_short_and_readable() -> None:
    sender = Address("telegram", "5", "5")
    assert (
        message_to_json(Message("1", sender, text="包头"))
        == '{"key":"1","sender":{"platform":"telegram","chat":"5","person":"5"},"text":"包头"}'
    )
    assert reply_to_json(say("好")) == '{"blocks":[{"text":"好"}]}'
    assert reply_to_json(SILENCE) == "{}"
    assert place_to_json(NOWHERE) == "{}"


@pytest.mark.parametrize("read", [message_from_json, reply_from_json, place_from_json])
@pytest.mark.parametrize("text", ["", "{", "[]", "1", '{"unknown":1}', '{"blocks":[{"look":"loud","text":""}]}', '{"sender":["a"]}'])
def test_what_was_not_written_here_is_refused(read: Callable[[str], object], text: str) -> None:
    with pytest.raises(ValueError, match="not a wire form"):
        read(text)


PARTS = {"key", "sender", "sort", "file", "gone", "blocks", "choices", "picture", "offered", "answers"}
VALUES = st.recursive(st.none() | st.integers() | WORDS, lambda inner: st.lists(inner) | st.dictionaries(WORDS, inner), max_leaves=4)


@given(st.text(max_size=40) | st.dictionaries(st.sampled_from(sorted(PARTS)), VALUES).map(json.dumps))
def test_nothing_else_can_happen_on_reading(text: str) -> None:
    for read in (message_from_json, reply_from_json, place_from_json):
        try:
            read(text)
        except ValueError:
            continue
        assert dict(json.loads(text)).keys() <= PARTS
