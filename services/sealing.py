"""A stream that only a passphrase opens: scrypt for the key, AES-256-GCM for pieces of a megabyte.

The head holds the salt and a check of the passphrase, so that a wrong one is told apart from a damaged file. Each piece is bound to the
head, to its number, and to whether it is the last: pieces that are changed, moved, left out or cut off do not open.
"""

import hmac
import io
import os
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from domain.errors import BackupProblem

MAGIC = b"xiaoqitong sealed 1\n"
"""How a sealed stream begins."""

_SALT, _CHECK, _TAG = 16, 32, 16
_PIECE = 1 << 20
COST = 1 << 17
"""scrypt's n; with r = 8 a guess takes 128 MB and about half a second."""

_BROKEN = "备份文件已损坏或不完整，没有恢复。请换一份备份。"


class Seal(io.RawIOBase):
    """Seals what is written; `close` writes the last piece and leaves the file beneath open."""

    def __init__(self, out: BinaryIO, passphrase: str) -> None:
        salt = os.urandom(_SALT)
        key, check = _keys(passphrase, salt)
        self._head = MAGIC + salt + check
        self._cipher = AESGCM(key)
        self._out = out
        self._held = bytearray()
        self._number = 0
        out.write(self._head)

    def writable(self) -> bool:
        """It is written to."""
        return True

    def write(self, data: "bytes | bytearray | memoryview", /) -> int:  # type: ignore[override]
        """Take it all."""
        self._held += data
        while len(self._held) > _PIECE:
            self._put(last=False)
        return len(data)

    def close(self) -> None:
        """Seal what is held as the last piece; a second call does nothing."""
        if not self.closed:
            self._put(last=True)
        super().close()

    def _put(self, *, last: bool) -> None:
        piece, self._held = bytes(self._held[:_PIECE]), self._held[_PIECE:]
        self._out.write(self._cipher.encrypt(_nonce(self._number, last=last), piece, self._head))
        self._number += 1


class Unseal(io.RawIOBase):
    """Opens what was sealed. Raises BackupProblem for a wrong passphrase at once, and for a damaged stream where it is damaged."""

    def __init__(self, source: BinaryIO, passphrase: str) -> None:
        self._head = source.read(len(MAGIC) + _SALT + _CHECK)
        salt, check = self._head[len(MAGIC) : -_CHECK], self._head[-_CHECK:]
        if not self._head.startswith(MAGIC) or len(salt) != _SALT:
            raise BackupProblem(_BROKEN)
        key, expected = _keys(passphrase, salt)
        if not hmac.compare_digest(check, expected):
            raise BackupProblem("口令不对，没有恢复。请再试一次。")
        self._cipher = AESGCM(key)
        self._source = source
        self._next = source.read(_PIECE + _TAG)
        self._held = b""
        self._number = 0

    def readable(self) -> bool:
        """It is read from."""
        return True

    def readinto(self, buffer: "bytearray | memoryview", /) -> int:  # type: ignore[override]
        """Give what is open by now."""
        if not self._held and self._next:
            self._held = self._open()
        given = self._held[: len(buffer)]
        buffer[: len(given)] = given
        self._held = self._held[len(given) :]
        return len(given)

    def _open(self) -> bytes:
        piece, self._next = self._next, self._source.read(_PIECE + _TAG)
        try:
            opened = self._cipher.decrypt(_nonce(self._number, last=not self._next), piece, self._head)
        except InvalidTag as error:
            raise BackupProblem(_BROKEN) from error
        self._number += 1
        return opened


def _keys(passphrase: str, salt: bytes) -> tuple[bytes, bytes]:
    """The key, and what tells that it is the right one."""
    both = Scrypt(salt=salt, length=32 + _CHECK, n=COST, r=8, p=1).derive(passphrase.encode("utf-8", "surrogateescape"))
    return both[:32], both[32:]


def _nonce(number: int, *, last: bool) -> bytes:
    # The key is new for each file, since its salt is; so a count is enough.
    return number.to_bytes(11, "big") + bytes([last])
