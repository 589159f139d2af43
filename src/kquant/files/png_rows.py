"""The rows of an indexed PNG as they are compressed: packed and filtered.

References
----------
W3C, "Portable Network Graphics (PNG) Specification", sections 7.2 and 9.
"""

import numpy as np

from kquant.files.deflate import WINDOW
from kquant.runtime.arrays import U8

NONE, UP = 0, 2  # filters: a row as it is, or its difference to the row above
PIECE = 1 << 18  # bytes; each extra piece costs about 100 bytes


def bits_for(entries: int) -> int:
    """Return how many bits an index takes.

    Parameters
    ----------
    entries : int
        1 to 256.

    Returns
    -------
    {1, 2, 4, 8}

    Examples
    --------
    >>> [bits_for(entries) for entries in (1, 2, 3, 16, 17)]
    [1, 1, 2, 4, 8]
    """
    return next(bits for bits in (1, 2, 4, 8) if entries <= 1 << bits)


def packed(indices: U8, bits: int) -> U8:
    """Put the indices of several pixels into each byte, the first one highest.

    Parameters
    ----------
    indices : uint8 array, shape (h, w)
        Each below ``2**bits``.
    bits : {1, 2, 4, 8}

    Returns
    -------
    uint8 array, shape (h, ceil(w * bits / 8))

    Examples
    --------
    >>> packed(np.array([[1, 2, 3]], dtype=np.uint8), 4).tolist()
    [[18, 48]]
    """
    if bits == 1:
        return np.packbits(indices, axis=1)
    while bits < 8:
        if indices.shape[1] % 2:
            indices = np.pad(indices, ((0, 0), (0, 1)))
        joined = indices[:, ::2] << np.uint8(bits)
        joined |= indices[:, 1::2]
        indices, bits = joined, 2 * bits
    return indices


def filtered(rows: U8, above: U8 | None, kind: int) -> U8:
    """Filter rows, and put the number of the filter before each.

    Parameters
    ----------
    rows : uint8 array, shape (h, n)
    above : uint8 array, shape (n,), or None
        The row above the first; None if there is none.
    kind : {NONE, UP}

    Returns
    -------
    uint8 array, shape (h, n + 1)
    """
    result = np.empty((rows.shape[0], rows.shape[1] + 1), dtype=np.uint8)
    result[:, 0] = kind
    if kind == NONE:
        result[:, 1:] = rows
    else:
        result[0, 1:] = rows[0] if above is None else rows[0] - above
        np.subtract(rows[1:], rows[:-1], out=result[1:, 1:])
    return result


class Rows:
    """The rows of a picture, cut into pieces, the same with any number of threads.

    Parameters
    ----------
    indices : uint8 array, shape (h, w)
    bits : {1, 2, 4, 8}
        For each index.
    size : int
        The most bytes of a piece, unless a row is longer.
    """

    def __init__(self, indices: U8, bits: int, size: int = PIECE) -> None:
        self._indices, self._bits = indices, bits
        height, width = indices.shape
        self._bytes = 1 + (width * bits + 7) // 8
        self.pieces = min(height, -(-height * self._bytes // size))
        self._tops = [height * i // self.pieces for i in range(self.pieces + 1)]

    def piece(self, number: int, kind: int) -> tuple[bytes, bytes]:
        """Return a piece, and what comes before it.

        Parameters
        ----------
        number : int
        kind : {NONE, UP}

        Returns
        -------
        (bytes, bytes)
            At most `WINDOW` bytes from before, and the piece.
        """
        top, bottom = self._tops[number : number + 2]
        start = max(0, top - -(-WINDOW // self._bytes))
        data = self.between(start, bottom, kind)
        place = (top - start) * self._bytes
        return data[max(0, place - WINDOW) : place], data[place:]

    def between(self, top: int, bottom: int, kind: int) -> bytes:
        """Return some rows, filtered.

        Parameters
        ----------
        top, bottom : int
        kind : {NONE, UP}

        Returns
        -------
        bytes
        """
        first = max(0, top - 1)
        rows = packed(self._indices[first:bottom], self._bits)
        above = rows[0] if top else None
        return filtered(rows[top - first :], above, kind).tobytes()

    def sample(self, most: int, kind: int) -> bytes:
        """Return rows from three places, filtered, to judge by.

        Parameters
        ----------
        most : int
            About how many bytes from each.
        kind : {NONE, UP}

        Returns
        -------
        bytes
            All rows if the picture is small.
        """
        height = len(self._indices)
        count = max(1, most // self._bytes)
        if 3 * count >= height:
            return self.between(0, height, kind)
        tops = [(height - count) * place // 10 for place in (2, 5, 8)]
        return b"".join(self.between(top, top + count, kind) for top in tops)
