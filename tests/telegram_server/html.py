"""Telegram's HTML: a small language of its own with errors that name the byte at which it broke off."""

from dataclasses import dataclass, field

from tests.telegram_server.text import Entities, Json, sorted_entities, units
from tests.telegram_server.urls import WrongUrl, checked_url, mentioned_user

TYPES = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
    "a": "text_link",
    "tg-emoji": "custom_emoji",
}
NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
SPACE = " \t\r\n\v\0"


class HtmlError(ValueError):
    """Why the text could not be read, in Telegram's words."""


@dataclass(slots=True)
class _Open:
    tag: str
    argument: str
    offset: int
    begin: int


@dataclass(slots=True)
class _Parser:
    source: str
    pos: int = 0
    out: list[str] = field(default_factory=list)
    length: int = 0
    stack: list[_Open] = field(default_factory=list)
    entities: Entities = field(default_factory=list)

    def at(self, pos: int) -> str:
        return self.source[pos] if pos < len(self.source) else "\0"

    def fail(self, reason: str, begin: int, rest: str = "") -> HtmlError:
        return HtmlError(f"{reason} at byte offset {len(self.source[:begin].encode())}{rest}")

    def put(self, char: str) -> None:
        self.out.append(char)
        self.length += units(char)

    def until(self, stops: str) -> str:
        begin = self.pos
        while self.pos < len(self.source) and self.at(self.pos) not in stops:
            self.pos += 1
        return self.source[begin : self.pos]

    def blanks(self) -> None:
        while self.pos < len(self.source) and self.at(self.pos) in SPACE:
            self.pos += 1

    def reference(self) -> str:
        """The character that a reference at this place stands for; "" where it is only an ampersand."""
        end = self.pos + 1
        if self.at(end) == "#":
            base, end = (16, end + 2) if self.at(end + 1) == "x" else (10, end + 1)
            digits = "0123456789abcdefABCDEF"[: 22 if base == 16 else 10]
            begin = end
            while self.at(end) in digits:
                end += 1
            code = int(self.source[begin:end] or "0", base)
            if code == 0 or code >= 0x10FFFF or end - self.pos >= 10 or 0xD800 <= code <= 0xDFFF:
                return ""
            char = chr(code)
        else:
            while self.at(end).isascii() and self.at(end).isalpha():
                end += 1
            char = NAMED.get(self.source[self.pos + 1 : end], "")
        if char:
            self.pos = end + (self.at(end) == ";")
        return char

    def run(self) -> tuple[str, Entities]:
        while self.pos < len(self.source):
            char = self.source[self.pos]
            if char == "&" and (meant := self.reference()):
                self.put(meant)
            elif char != "<":
                self.put(char)
                self.pos += 1
            elif self.at(self.pos + 1) == "/":
                self.close()
            else:
                self.open()
        if self.stack:
            raise HtmlError(f'Can\'t find end tag corresponding to start tag "{self.stack[-1].tag}"')
        return "".join(self.out), sorted_entities(_without_nested_in_code(self.entities))

    def open(self) -> None:
        begin, self.pos = self.pos, self.pos + 1
        tag = self.until(SPACE + ">").lower()
        if self.pos >= len(self.source):
            raise self.fail("Unclosed start tag", begin)
        if tag not in TYPES:
            raise self.fail(f'Unsupported start tag "{tag}"', begin)
        argument = ""
        while self.at(self.pos) != ">":
            self.blanks()
            if self.at(self.pos) == ">":
                break
            argument = self.attribute(tag, begin) or argument
        self.pos += 1
        if tag == "span" and argument != "spoiler":
            raise self.fail('Tag "span" must have class "tg-spoiler"', begin)
        self.stack.append(_Open(tag, argument, self.length, len(self.out)))

    def attribute(self, tag: str, begin: int) -> str:
        """The value of one attribute, "" for those without a meaning."""
        name = self.until(SPACE + "=>")
        if not name:
            raise self.fail(f'Empty attribute name in the tag "{tag}"', begin)
        if (tag, name) == ("blockquote", "expandable") and self.at(self.pos) in SPACE + ">":
            return "expandable"
        self.blanks()
        if self.at(self.pos) != "=":
            raise self.fail(f'Expected equal sign in declaration of an attribute of the tag "{tag}"', begin)
        self.pos += 1
        self.blanks()
        if self.pos >= len(self.source):
            raise self.fail(f'Unclosed start tag "{tag}"', begin)
        value = self.literal() if self.at(self.pos) in "'\"" else self.token()
        if self.pos >= len(self.source):
            raise self.fail("Unclosed start tag", begin)
        match tag, name:
            case ("a", "href") | ("tg-emoji", "emoji-id"):
                return value
            case ("code", "class"):
                return value.removeprefix("language-") if value.startswith("language-") else ""
            case ("span", "class"):
                return value.removeprefix("tg-") if value.startswith("tg-") else ""
        return ""

    def token(self) -> str:
        begin = self.pos
        while self.at(self.pos).isascii() and (self.at(self.pos).isalnum() or self.at(self.pos) in ".-"):
            self.pos += 1
        if self.at(self.pos) not in SPACE + ">":
            raise self.fail("Unexpected end of name token", begin)
        return self.source[begin : self.pos].lower()

    def literal(self) -> str:
        quote, value = self.at(self.pos), ""
        self.pos += 1
        while self.pos < len(self.source) and self.at(self.pos) != quote:
            if self.at(self.pos) == "&" and (meant := self.reference()):
                value += meant
            else:
                value += self.at(self.pos)
                self.pos += 1
        self.pos += 1
        return value

    def close(self) -> None:
        begin, self.pos = self.pos, self.pos + 2
        if not self.stack:
            raise self.fail("Unexpected end tag", begin)
        name = self.until(SPACE + ">").lower()
        self.blanks()
        if self.at(self.pos) != ">":
            raise self.fail("Unclosed end tag", begin)
        self.pos += 1
        opened = self.stack.pop()
        if name and name != opened.tag:
            raise self.fail("Unmatched end tag", begin, f', expected "</{opened.tag}>", found "</{name}>"')
        if self.length > opened.offset:
            self.entity(opened)

    def entity(self, opened: _Open) -> None:
        entity: Json = {"type": TYPES[opened.tag], "offset": opened.offset, "length": self.length - opened.offset}
        match opened.tag:
            case "a":
                if not _linked(entity, opened.argument or "".join(self.out[opened.begin :])):
                    return
            case "tg-emoji":
                if not opened.argument.isdigit() or not int(opened.argument):
                    raise HtmlError("Invalid custom emoji identifier specified")
                entity["custom_emoji_id"] = opened.argument
            case "blockquote" if opened.argument:
                entity["type"] = "expandable_blockquote"
            case "code" if opened.argument:
                entity["language"] = opened.argument
            case "pre":
                last = self.entities[-1] if self.entities else {}
                if last.get("type") == "code" and _same_place(last, entity):
                    entity |= {"language": last["language"]} if "language" in last else {}
                    self.entities.pop()
        self.entities.append(entity)


def _same_place(one: Json, other: Json) -> bool:
    return bool(one["offset"] == other["offset"] and one["length"] == other["length"])


def _linked(entity: Json, url: str) -> bool:
    """Give a link its target; a link to nowhere is dropped without a word, as Telegram does."""
    if (user := mentioned_user(url)) is not None:
        entity |= {"type": "text_mention", "user": {"id": user}}
        return True
    try:
        entity["url"] = checked_url(url)
    except WrongUrl:
        return False
    return True


def _without_nested_in_code(entities: Entities) -> Entities:
    """Code holds no other formatting, and only a block of code keeps its language."""
    blocks = [entity for entity in entities if entity["type"] in {"code", "pre"}]
    kept = []
    for entity in entities:
        if any(other is not entity and _inside(entity, other) for other in blocks):
            continue
        kept.append({key: value for key, value in entity.items() if key != "language" or entity["type"] == "pre"})
    return kept


def _inside(entity: Json, block: Json) -> bool:
    begins = entity["offset"] >= block["offset"]
    return bool(begins and entity["offset"] + entity["length"] <= block["offset"] + block["length"] and entity["type"] != "pre")


def parse_html(source: str) -> tuple[str, Entities]:
    """The plain text and its entities (offsets in UTF-16 units). Raises HtmlError."""
    return _Parser(source).run()
