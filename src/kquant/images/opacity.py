"""Pairs of a color and an opacity: those in a picture, and as many as a file can hold."""

from collections.abc import Iterator
from random import Random
from typing import NamedTuple

import numpy as np

from kquant.images.indexed import IndexedImage
from kquant.kmeans import RELAXATION, LloydOptions, WeightedPoints, fit
from kquant.options import MAX_COLORS
from kquant.runtime.arrays import F64, I64, U8, U16

MOST_COLORS_BESIDE = 247  # which leave one entry for nothing, and eight for opacities
_OPAQUE = 255
_PAIRS = 1 << 16  # of an 8-bit index and an 8-bit alpha
_FULL = _OPAQUE << 8  # plus an index: an opaque pair
_BAND_PIXELS = 1 << 20
_UNITS = 2.0  # of the points to cluster, for each level of a channel
_GRAY = 0.5  # a background of medium gray
_ALPHA_SCALE = 0.75**0.5
_ITERATIONS = 30


class Entries(NamedTuple):
    """The entries of a palette with opacity.

    Attributes
    ----------
    pairs : int64 array, shape (n,)
        ``index + 256 * alpha`` of each entry, ascending: the palette of the picture,
        in order, follows the entries that are not opaque.
    table : uint8 array, shape (65536,)
        The entry of each pair that is in the picture.
    """

    pairs: I64
    table: U8

    def indices(self, image: IndexedImage) -> U8:
        """Return the entry of each pixel of the picture.

        Parameters
        ----------
        image : IndexedImage
            That the entries were made for.

        Returns
        -------
        uint8 array, shape (h, w)
        """
        indices = np.empty_like(image.indices)
        for rows, pairs in _pairs(image):
            self.table.take(pairs, out=indices[rows], mode="clip")
        return indices


class Flat(NamedTuple):
    """A picture with a palette that includes opacity.

    Attributes
    ----------
    indices : uint8 array, shape (h, w)
    colors : uint8 array, shape (n, 3)
    alpha : bytes
        The opacity of the first entries; all others are opaque.
    """

    indices: U8
    colors: U8
    alpha: bytes = b""


def flat_of(image: IndexedImage) -> Flat | None:
    """Bring color and opacity into one palette.

    Parameters
    ----------
    image : IndexedImage

    Returns
    -------
    Flat or None
        An opaque picture keeps its indices. See `entries_of` for others.
    """
    if image.alpha is None or image.is_opaque:
        return Flat(image.indices, image.palette.colors)
    entries = entries_of(image)
    if entries is None:
        return None
    alpha = (entries.pairs >> 8).astype(np.uint8)
    colors = image.palette.colors[entries.pairs & 255]
    return Flat(entries.indices(image), colors, alpha[alpha < _OPAQUE].tobytes())


def entries_of(image: IndexedImage) -> Entries | None:
    """Find the entries that hold a picture with opacity.

    Parameters
    ----------
    image : IndexedImage
        With alpha.

    Returns
    -------
    Entries or None
        If there are more pairs of a color and an opacity than entries, similar pairs
        have one entry: each color keeps one, opaque if it is used so. None if there
        are more than `MOST_COLORS_BESIDE` colors, too many to share entries with
        opacities.
    """
    counts = _counts(image).reshape(MAX_COLORS, MAX_COLORS)
    hidden = np.flatnonzero(counts[0])[:1]
    soft = MAX_COLORS + np.flatnonzero(counts[1:_OPAQUE])
    opaque = _FULL + np.arange(len(image.palette))
    if len(hidden) + len(soft) + len(opaque) > MAX_COLORS:
        opaque = _FULL + np.flatnonzero(counts[_OPAQUE])
    if len(hidden) + len(soft) + len(opaque) <= MAX_COLORS:
        return _entries(np.concatenate([hidden, soft, opaque]))
    if len(image.palette) > MOST_COLORS_BESIDE:
        return None
    own = _own_pairs(counts[:, : len(image.palette)])
    fixed = np.concatenate([hidden, own])
    spare = MAX_COLORS - len(fixed)
    merged = _merged(soft, counts.reshape(-1)[soft], fixed, image, spare)
    entries = _entries(np.unique(np.concatenate([fixed, merged])))
    points = _points(soft, image).astype(np.float32)
    nearest = WeightedPoints(points, lattice=True).labels(_points(entries.pairs, image))
    entries.table[soft] = nearest
    entries.table[entries.pairs] = np.arange(len(entries.pairs))
    return entries


def pairs_beyond(image: IndexedImage) -> int:
    """Count the pairs of a color and an opacity, if a palette cannot hold them all.

    Parameters
    ----------
    image : IndexedImage

    Returns
    -------
    int
        0 if there are at most 256.
    """
    if image.alpha is None:
        return 0
    counts = _counts(image)
    count = int(np.count_nonzero(counts[MAX_COLORS:])) + bool(counts[:MAX_COLORS].any())
    return count if count > MAX_COLORS else 0


def _entries(pairs: I64) -> Entries:
    """Return entries for pairs; pixels that are not shown have the first."""
    table = np.zeros(_PAIRS, dtype=np.uint8)
    table[pairs] = np.arange(len(pairs), dtype=np.uint8)
    return Entries(pairs, table)


def _own_pairs(counts: I64) -> I64:
    """Return a pair for each color, so that all of them stay: opaque where it is used.

    Parameters
    ----------
    counts : int64 array, shape (256, k)
        Of each opacity and color.

    Returns
    -------
    int64 array, shape (k,)
        With the opacity that most pixels have if none is opaque. Colors that are not
        used are opaque.
    """
    shown = counts[1:_OPAQUE]
    is_soft = (counts[_OPAQUE] == 0) & shown.any(axis=0)
    alpha = np.where(is_soft, 1 + shown.argmax(axis=0), _OPAQUE)
    return (alpha << 8) + np.arange(counts.shape[1])


def _pairs(image: IndexedImage) -> Iterator[tuple[slice, U16]]:
    """Yield bands of rows with the pair of each pixel."""
    assert image.alpha is not None
    step = max(1, _BAND_PIXELS // image.width)
    for top in range(0, image.height, step):
        rows = slice(top, top + step)
        alpha = image.alpha[rows].astype(np.uint16)
        yield rows, alpha << np.uint16(8) | image.indices[rows]


def _counts(image: IndexedImage) -> I64:
    """Count the pixels of each pair, shape (65536,)."""
    counts = np.zeros(_PAIRS, dtype=np.int64)
    for _, pairs in _pairs(image):
        counts += np.bincount(pairs.reshape(-1), minlength=_PAIRS)
    return counts


def _points(pairs: I64, image: IndexedImage) -> F64:
    """Place pairs so that squared distances are what is seen on black and on white.

    With d the difference on black and e that in opacity, the sum over both backgrounds
    and the channels is |d|^2 + |d - e|^2 = 2 (|d - e / 2|^2 + 3/4 e^2): the
    difference on medium gray, and a fourth coordinate.

    Parameters
    ----------
    pairs : int64 array, shape (n,)
    image : IndexedImage

    Returns
    -------
    float64 array, shape (n, 4)
        Integers, small enough for exact arithmetic in float32.
    """
    alpha = (pairs >> 8)[:, None]
    on_gray = alpha * (image.palette.colors[pairs & 255] / _OPAQUE - _GRAY)
    points = np.hstack([on_gray, alpha * _ALPHA_SCALE])
    rounded: F64 = np.rint(_UNITS * points)
    return rounded


def _merged(soft: I64, counts: I64, fixed: I64, image: IndexedImage, most: int) -> I64:
    """Return at most so many pairs that, with fixed ones, stand for the soft ones."""
    points = _points(soft, image).astype(np.float32)
    data = WeightedPoints(points, counts, _points(fixed, image), lattice=True)
    lloyd = LloydOptions(_ITERATIONS, relaxation=RELAXATION, lattice=1.0)
    centroids = fit(data, most, Random(0), lloyd=lloyd).centroids
    alpha = np.rint(centroids[:, 3] / (_UNITS * _ALPHA_SCALE)).astype(np.int64)
    alpha = alpha.clip(1, _OPAQUE - 1)
    # Of each mean color, the nearest in the palette: there are to be k.
    entries = np.empty(len(centroids), dtype=np.int64)
    for number, (level, centroid) in enumerate(zip(alpha, centroids, strict=True)):
        pairs = np.arange(len(image.palette)) + (level << 8)
        gaps = np.square(_points(pairs, image)[:, :3] - centroid[:3]).sum(axis=1)
        entries[number] = pairs[gaps.argmin()]
    return entries
