"""From the bytes of a text file to its text: byte order marks, UTF-8, then UTF-16 and GB18030, and a word where nothing fits."""

import re

from domain.errors import BadDocument
from domain.patterns import pattern
from domain.text import clean, storable

_BOMS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe\x00\x00", "utf-32"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_META = pattern(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w-]{2,20})", re.IGNORECASE)
_LINE_ENDS = pattern("\r\n?|[\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_PLAIN = pattern(
    "[\t\n\r -~\u00a0-\u00ff\u2010-\u2027\u2030-\u206f\u2100-\u27bf\u3000-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff]"
)
_SAMPLE = 20_000
JUNK = "看不出是文字（像是二进制文件，或编码不认识）。请用记事本打开确认，另存为 UTF-8 编码后再导入。"


def decoded(data: bytes, *, html: bool = False) -> str:
    """The text of a file, cleaned, with \\n at the ends of lines. Raises BadDocument where the bytes are no text."""
    text = _decoded(data, html)
    if text is None or not _is_text(text):
        raise BadDocument(JUNK)
    return tidy(text)


def tidy(text: str) -> str:
    """One kind of line end; no NUL, lone surrogates, control or invisible characters."""
    return clean(_LINE_ENDS.sub("\n", text))


def _decoded(data: bytes, html: bool) -> str | None:
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _tried(data.removeprefix(mark) if encoding == "utf-8" else data, encoding, "ignore")
    if data[:_SAMPLE].count(0) * 10 > len(data[:_SAMPLE]):
        return _sixteen(data)
    for encoding, errors in (("utf-8", "strict"), ("utf-8", "surrogatepass")):
        text = _tried(data, encoding, errors)
        if text is not None:
            return text
    if html and (meta := _META.search(data[:4096])) and (text := _tried(data, _widest(meta[1].decode("ascii")), "strict")) is not None:
        return text
    return _mostly(data, "utf-8") or _sixteen_if_plain(data) or _tried(data, "gb18030", "strict") or _mostly(data, "gb18030")


def _tried(data: bytes, encoding: str, errors: str) -> str | None:
    try:
        return data.decode(encoding, errors)
    except (UnicodeDecodeError, LookupError):
        return None


def _widest(name: str) -> str:
    """GB2312 and GBK are parts of GB18030, and pages that name them use the whole."""
    return "gb18030" if name.lower() in {"gb2312", "gbk", "gb_2312-80", "x-gbk"} else name


def _mostly(data: bytes, encoding: str) -> str | None:
    """The text where at most one character in a thousand is damaged, and few beside the sound ones beyond ASCII; without those."""
    text = data.decode(encoding, "replace")
    broken = text.count("\ufffd")
    sound = sum(1 for sign in text if sign > "\x7f") - broken
    return text.replace("\ufffd", "") if broken <= max(1, len(text) // 1000) and sound >= 20 * broken else None


def _sixteen(data: bytes) -> str | None:
    """UTF-16 without a mark, in the order of bytes that makes sense."""
    texts = [data[: len(data) // 2 * 2].decode(encoding, "ignore") for encoding in ("utf-16-le", "utf-16-be")]
    return max(texts, key=_plainness)


def _sixteen_if_plain(data: bytes) -> str | None:
    """UTF-16 of Chinese only, which holds no NUL: taken where GB18030 does not fit at all."""
    if len(data) % 2 or _tried(data, "gb18030", "strict") is not None:
        return None
    text = _sixteen(data)
    return text if text is not None and _plainness(text) > 0.95 else None


def _plainness(text: str) -> float:
    """The share of characters that Chinese documents use, in a sample."""
    sample = text[:_SAMPLE]
    return len(_PLAIN.findall(sample)) / len(sample) if sample else 0.0


def _is_text(text: str) -> bool:
    sound = storable(text)
    return not sound.strip() or _plainness(sound) >= 0.9
