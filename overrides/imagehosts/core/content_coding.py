"""Undoing the compression of an answer: in bounded steps, whole streams only, one coding.

httpx takes a body that breaks off for a whole one, stops behind the first member of several, and
makes gigabytes of a few kilobytes before anybody can look at their size.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator

__all__ = ["Decoder", "NotDecodable", "decoder_of"]

#: So much at most is made of one piece at a time.
STEP = 256 * 1024

#: What servers write there that is no compression.
_NO_CODING = frozenset(
    {"", "identity", "none", "binary", "7bit", "8bit", "utf-8", "utf8", "iso-8859-1"}
)


class NotDecodable(Exception):
    """A body that is not what its ``Content-Encoding`` says; the message says why."""


def decoder_of(header: str | None) -> Decoder | None:
    """What undoes the coding that a header names; None where there is nothing to undo.

    Raises:
        NotDecodable: It names one that was not asked for, or several.
    """
    if not header:
        return None
    codings = [name for name in map(str.strip, header.lower().split(",")) if name not in _NO_CODING]
    if not codings:
        return None
    if len(codings) > 1:
        raise NotDecodable("it names several codings, which no host needs")
    if codings[0] not in _DECODERS:
        raise NotDecodable(f"the coding {codings[0][:40]!r} was not asked for and is not read")
    return _DECODERS[codings[0]]()


class Decoder:
    """Undoes one coding, piece by piece."""

    def __init__(self) -> None:
        self._stream = zlib.decompressobj(zlib.MAX_WBITS | 16)
        self._begun = False

    def feed(self, data: bytes) -> Iterator[bytes]:
        """What a piece holds, in pieces of at most :data:`STEP` bytes.

        Raises:
            NotDecodable: It is not of this coding.
        """
        try:
            yield from self._feed(data)
        except zlib.error as error:
            raise NotDecodable(str(error)) from None

    def _feed(self, data: bytes) -> Iterator[bytes]:
        while data:
            if self._stream.eof:
                data = self._behind(data)
                if not data:
                    return
            self._begun = True
            yield from self._inflate(data)
            data = self._stream.unused_data

    def _inflate(self, data: bytes) -> Iterator[bytes]:
        """What the stream makes of a piece, up to the end of either."""
        stream = self._stream
        while True:
            piece = stream.decompress(data, STEP)
            if piece:
                yield piece
            data = stream.unconsumed_tail
            # A full piece may have left more inside, of data that is all taken.
            if stream.eof or not (data or len(piece) == STEP):
                return

    def _behind(self, data: bytes) -> bytes:
        """What follows a stream that has ended: another of its kind, or padding."""
        data = data.lstrip(b"\0")
        if data:
            self._stream = zlib.decompressobj(zlib.MAX_WBITS | 16)
        return data

    def finish(self) -> None:
        """Say that nothing follows.

        Raises:
            NotDecodable: The stream has not come to its end.
        """
        if self._begun and not self._stream.eof:
            raise NotDecodable("it breaks off before its end")


class _Deflate(Decoder):
    """The coding with and without the header of zlib; servers send both."""

    def __init__(self) -> None:
        super().__init__()
        self._head = b""

    def _feed(self, data: bytes) -> Iterator[bytes]:
        if not self._begun:
            self._head += data
            if len(self._head) < 2:
                return
            data = self._head
            with_header = data[0] & 0x0F == 8 and int.from_bytes(data[:2], "big") % 31 == 0
            self._stream = zlib.decompressobj(zlib.MAX_WBITS if with_header else -zlib.MAX_WBITS)
        yield from super()._feed(data)

    def _behind(self, data: bytes) -> bytes:
        if data.strip(b"\0"):
            raise NotDecodable("something else follows its end")
        return b""

    def finish(self) -> None:
        if self._head and not self._begun:
            raise NotDecodable("it breaks off before its end")
        super().finish()


_DECODERS: dict[str, type[Decoder]] = {"gzip": Decoder, "x-gzip": Decoder, "deflate": _Deflate}
