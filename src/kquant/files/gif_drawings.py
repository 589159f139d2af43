"""What a frame of a GIF draws: the part that has changed, in as few bytes as can be."""

import math
from typing import NamedTuple

import numpy as np

from kquant.errors import ImageWriteError
from kquant.files.gif_blocks import picture
from kquant.options import MAX_COLORS
from kquant.runtime.arrays import U8, U16, Bools

HIDDEN = 1 << 8  # stands for pixels that are not shown, beside the indices 0..255
_ALL = 0  # no pixel is left out
_WAYS = (_ALL, 1, 3, 8)  # or runs of unchanged pixels are, from these lengths on
_LOOKED_AT = 1 << 14  # pixels that are enough to tell which of these is best


class Frame(NamedTuple):
    """A frame, and the screen on which it is drawn.

    Attributes
    ----------
    shown : uint16 array, shape (h, w)
        The index of each pixel, or HIDDEN.
    before : uint16 array, shape (h, w), or None
        What is on the screen beforehand; None for the first frame, which covers it.
    erased : bool array, shape (h, w), or None
        The pixels that the next frame hides; None if there are none.
    has_gap : bool
        Whether it must have an index for what is not drawn. All frames of a picture
        with hidden pixels need one: Pillow goes by the first, others by each.
    """

    shown: U16
    before: U16 | None = None
    erased: Bools | None = None
    has_gap: bool = False

    def box(self) -> tuple[slice, slice]:
        """Return the rows and columns that are drawn, or cleared afterwards.

        Returns
        -------
        (slice, slice)
            At least one pixel.
        """
        if self.before is None:
            return slice(0, self.shown.shape[0]), slice(0, self.shown.shape[1])
        changed = self.shown != self.before
        if self.erased is not None:
            changed |= self.erased
        return _extent(changed.any(axis=1)), _extent(changed.any(axis=0))


class Drawing(NamedTuple):
    """A part of the screen as it is drawn.

    Attributes
    ----------
    indices : uint8 array, shape (h, w)
    gap : int or None
        The index of pixels that are left as they are; None if all are drawn.
    """

    indices: U8
    gap: int | None


def drawn(frame: Frame) -> tuple[bytes, int | None]:
    """Return the image block of a frame, and its index for what is not drawn.

    Parameters
    ----------
    frame : Frame

    Returns
    -------
    bytes
        The shortest of several, all of which look the same.
    int or None
        None if every pixel is drawn.

    Raises
    ------
    ImageWriteError
        When there are hidden pixels and all 256 entries are in use.
    """
    rows, columns = frame.box()
    ways = _WAYS if frame.before is not None else (_ALL,)
    part = _some(rows, columns)
    best = min(ways, key=lambda way: _size(_drawing(frame, part, columns, way)))
    drawing = _drawing(frame, rows, columns, best)
    drawing = drawing or _drawing(frame, rows, columns, _ALL)
    if drawing is None:
        raise ImageWriteError(
            f"GIF holds {MAX_COLORS} entries and this picture needs one for "
            f"transparency: use {MAX_COLORS - 1} colors or fewer, or another format"
        )
    return picture(columns.start, rows.start, drawing.indices), drawing.gap


def _some(rows: slice, columns: slice) -> slice:
    """Return as many rows from the middle as it takes to tell which way is best."""
    count = max(1, _LOOKED_AT // (columns.stop - columns.start))
    top = max(rows.start, (rows.start + rows.stop - count) // 2)
    return slice(top, min(rows.stop, top + count))


def _size(drawing: Drawing | None) -> float:
    """Return the bytes that a drawing takes; no number is as large as that of none."""
    return math.inf if drawing is None else len(picture(0, 0, drawing.indices))


def _drawing(frame: Frame, rows: slice, columns: slice, way: int) -> Drawing | None:
    """Draw a part of the screen; return None if all 256 entries are in use."""
    shown = frame.shown[rows, columns]
    left_out = shown == HIDDEN
    if way != _ALL and frame.before is not None:
        left_out |= _runs(shown == frame.before[rows, columns], way)
    indices = shown.astype(np.uint8)
    if not (frame.has_gap or left_out.any()):
        return Drawing(indices, None)
    return with_gap(indices, left_out)


def with_gap(indices: U8, left_out: Bools) -> Drawing | None:
    """Give an index that is not in use to all pixels that are not drawn.

    Parameters
    ----------
    indices : uint8 array, shape (h, w)
    left_out : bool array, shape (h, w)
        The pixels that are not drawn.

    Returns
    -------
    Drawing or None
        With the lowest index that is free; None if all 256 are in use.
    """
    counts = np.bincount(indices.reshape(-1), minlength=MAX_COLORS)
    counts -= np.bincount(indices[left_out], minlength=MAX_COLORS)
    free = np.flatnonzero(counts == 0)
    if not len(free):
        return None
    gap = int(free[0])
    return Drawing(np.where(left_out, np.uint8(gap), indices), gap)


def _extent(flags: Bools) -> slice:
    """Return the range from the first to the last that is set, or the first of all."""
    places = np.flatnonzero(flags)
    return slice(int(places[0]), int(places[-1]) + 1) if len(places) else slice(0, 1)


def _runs(flags: Bools, shortest: int) -> Bools:
    """Keep only those flags that are set in runs, from row to row, of some length."""
    if shortest == 1:
        return flags
    steps = np.diff(flags.reshape(-1).view(np.int8), prepend=0, append=0)
    starts, ends = np.flatnonzero(steps == 1), np.flatnonzero(steps == -1)
    kept = ends - starts >= shortest
    marks = np.zeros(flags.size + 1, dtype=np.int8)
    marks[starts[kept]] = 1
    marks[ends[kept]] = -1
    runs: Bools = marks[:-1].cumsum(dtype=np.int8).view(bool).reshape(flags.shape)
    return runs
