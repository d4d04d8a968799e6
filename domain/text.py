"""What is taken out of text before it is kept: what breaks a database, and what people cannot see but machines obey."""

import re

_EMOJI = "\u2190-\u2bff\u3030\u303d\ufe0f\U0001f000-\U0001faff\U000e0020-\U000e007f"
_CONTROLS = "\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f"
_BIDI = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
_ZERO_WIDTH = "\u00ad\u180e\u200b\u200c\u2060-\u2064\u206a-\u206f\ufeff\ufff9-\ufffb"
_SURROGATES = "\ud800-\udfff"
_STRAY_JOINER = f"(?<![{_EMOJI}])\u200d|\u200d(?![{_EMOJI}])"
_UNWANTED = re.compile(f"[{_CONTROLS}{_BIDI}{_ZERO_WIDTH}{_SURROGATES}]|{_STRAY_JOINER}")
_UNSTORABLE = re.compile(f"[\x00{_SURROGATES}]")


def clean(text: str) -> str:
    """Free text without control characters, lone surrogates, and bidirectional or zero-width marks.

    Tabs, line ends and form feeds stay, and so does the joiner that holds an emoji together (👩‍🔧). Whoever keeps offsets into a
    text cleans it before counting.
    """
    return _UNWANTED.sub("", text)


def storable(text: str) -> str:
    """Text that every database takes: without NUL (PostgreSQL refuses it) and lone surrogates (SQLite's driver does)."""
    return _UNSTORABLE.sub("", text)
