"""Compress with deflate on all cores: in pieces, each of which knows the one before.

References
----------
P. Deutsch, J.-L. Gailly, "ZLIB Compressed Data Format Specification version 3.3",
RFC 1950, 1996; "DEFLATE Compressed Data Format Specification version 1.3", RFC 1951.
"""

import zlib
from collections.abc import Callable
from typing import NamedTuple

from kquant.runtime.threads import for_each

WINDOW = 1 << 15  # bytes before a place that deflate can refer to
_HEADER = b"\x78\x9c"  # deflate with such a window, at no special level
_BASE = 65521  # of Adler-32: the largest prime below 2**16


class Way(NamedTuple):
    """How zlib compresses.

    Attributes
    ----------
    level : int
        1 to 9.
    strategy : int
        One of zlib's.
    memory : int
        1 to 9: the more, the longer are the blocks that have one code each.
    """

    level: int
    strategy: int = zlib.Z_DEFAULT_STRATEGY
    memory: int = 8


def deflate(
    count: int, piece: Callable[[int], tuple[bytes, bytes]], way: Way
) -> list[bytes]:
    """Compress data that come in pieces; zlib lets the pieces run on all cores.

    The result does not depend on the number of threads.

    Parameters
    ----------
    count : int
        How many pieces there are, at least 1.
    piece : callable (int) -> (bytes, bytes)
        Returns the end of what comes before a piece, at most `WINDOW` bytes that it
        may refer to, and the piece. Called from any thread.
    way : Way

    Returns
    -------
    list of bytes
        A zlib stream, cut into as many parts.

    Examples
    --------
    >>> halves = [(b"", b"hello, "), (b"hello, ", b"hello")]
    >>> zlib.decompress(b"".join(deflate(2, halves.__getitem__, Way(6))))
    b'hello, hello'
    """
    parts = [b""] * count
    sums = [(0, 0)] * count

    def compress(number: int) -> None:
        before, data = piece(number)
        options = (way.level, zlib.DEFLATED, -15, way.memory, way.strategy)
        packer = zlib.compressobj(*options, before) if before else None
        packer = packer or zlib.compressobj(*options)
        is_last = number == count - 1
        packed = packer.compress(data)
        parts[number] = packed + packer.flush(
            zlib.Z_FINISH if is_last else zlib.Z_SYNC_FLUSH
        )
        sums[number] = (zlib.adler32(data), len(data))

    for_each(compress, range(count))
    checksum = 1
    for adler, length in sums:
        checksum = _joined(checksum, adler, length)
    parts[0] = _HEADER + parts[0]
    parts[-1] += checksum.to_bytes(4)
    return parts


def _joined(first: int, second: int, length: int) -> int:
    """Return the Adler-32 of two pieces from theirs, and the length of the second."""
    low = ((first & 0xFFFF) + (second & 0xFFFF) - 1) % _BASE
    high = (first >> 16) + (second >> 16) + length * ((first & 0xFFFF) - 1)
    return (high % _BASE) << 16 | low
