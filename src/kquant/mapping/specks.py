"""Remove specks: small regions of one color take the color around them."""

from dataclasses import replace

import numpy as np

from kquant.color.spaces import srgb_to_oklab
from kquant.images.indexed import IndexedImage
from kquant.images.palette import Palette
from kquant.mapping.regions import Regions
from kquant.options import MAX_COLORS
from kquant.runtime.arrays import F64, I64, Bools, readonly


def absorb_specks(image: IndexedImage, size: int) -> IndexedImage:
    """Give regions of fewer than `size` pixels the color around them.

    A region is a set of visible pixels of one color that touch along their edges.
    A speck takes the color with which it shares the longest border. In a tie, the
    most similar color wins, then the lowest index. The smallest specks go first; the
    regions that they join may then be large enough. The largest region of each color
    does not change, so that no color is lost.

    Parameters
    ----------
    image : IndexedImage
    size : int
        In pixels; 1 changes nothing.

    Returns
    -------
    IndexedImage
        With the same palette.
    """
    if size <= 1:
        return image
    regions = Regions(image.indices, None if image.alpha is None else image.alpha > 0)
    differences = _differences(image.palette)
    regions.relabel(size)
    while _recolor(regions, size, differences):
        regions.join_equals()
        regions.relabel(size)
    indices = image.indices.copy()
    regions.paint(indices)
    return replace(image, indices=readonly(indices))


def _recolor(regions: Regions, size: int, differences: F64) -> bool:
    """Give specks the color with which they share the longest border.

    Of two specks that touch, only the smaller is recolored now.

    Parameters
    ----------
    regions : Regions
    size : int
    differences : float64 array, shape (k, k)
        How different the colors are.

    Returns
    -------
    bool
        Whether there were any.
    """
    waiting = _waiting(regions, size)
    none = np.empty(0, dtype=np.int64)
    keys, lengths, any_found = none, none, False
    for (a, b), last_row in zip(regions.borders(), regions.last_rows(), strict=True):
        found = [keys]
        for inside, outside in ((a, b), (b, a)):
            chosen = np.flatnonzero(regions.specks(inside, size) & ~waiting[inside])
            colors = regions.colors[outside[chosen]]
            found.append(inside[chosen] * np.int64(MAX_COLORS) + colors)
        any_found |= len(found[1]) > 0 or len(found[2]) > 0
        keys, lengths = _added(found, lengths)
        # A speck in the last row may go on in the next band.
        goes_on = np.isin(keys // MAX_COLORS, last_row)
        _choose(regions, keys[~goes_on], lengths[~goes_on], differences)
        keys, lengths = keys[goes_on], lengths[goes_on]
    _choose(regions, keys, lengths, differences)
    return any_found


def _waiting(regions: Regions, size: int) -> Bools:
    """Tell of which regions, (n,), a smaller neighbor is recolored before them."""
    waiting = np.zeros(len(regions.colors), dtype=bool)
    for a, b in regions.borders():
        both = np.flatnonzero(regions.specks(a, size) & regions.specks(b, size))
        a, b = a[both], b[both]
        waiting[np.where(regions.order(a) > regions.order(b), a, b)] = True
    return waiting


def _added(found: list[I64], lengths: I64) -> tuple[I64, I64]:
    """Count equal keys, where those of the first part count as often as `lengths` says.

    Returns
    -------
    int64 arrays, shape (m,)
        The distinct keys, and how often each occurs.
    """
    distinct, which = np.unique(np.concatenate(found), return_inverse=True)
    known = len(found[0])
    counts = np.bincount(which[known:], minlength=len(distinct))
    counts[which[:known]] += lengths
    return distinct, counts


def _choose(regions: Regions, keys: I64, lengths: I64, differences: F64) -> None:
    """Give specks the color of their longest border.

    Parameters
    ----------
    regions : Regions
    keys : int64 array, shape (m,)
        A speck, times 256, and a color that it touches; distinct.
    lengths : int64 array, shape (m,)
        Length of the border of the speck along the color, in pixels.
    differences : float64 array, shape (k, k)
    """
    speck, color = np.divmod(keys, MAX_COLORS)
    own = regions.colors[speck]
    order = np.lexsort([color, differences[own, color], -lengths, speck])
    speck, first = np.unique(speck[order], return_index=True)
    regions.colors[speck] = color[order[first]]


def _differences(palette: Palette) -> F64:
    """Return the squared color differences, shape (k, k), without rounding errors."""
    lab = srgb_to_oklab(palette.colors)
    squares: F64 = np.square(lab[:, None] - lab).sum(axis=2)
    return squares.round(9)
