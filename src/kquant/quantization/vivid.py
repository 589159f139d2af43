"""Keep the colors of small vivid areas: the eye sees them, least squares does not."""

import numpy as np

from kquant.color.spaces import oklab_to_srgb, srgb_to_oklab
from kquant.images.histogram import Histogram
from kquant.kmeans.nearest_centroid import NearestCentroid
from kquant.runtime.arrays import F64, U8

_CHROMA_BOOST = 15.0  # a color of chroma c counts 1 + 15 c times
_WEIGHT_STEPS = 8  # the boost is counted in eighths
_SCALE = np.array([0.5, 1.0, 1.0])  # a difference in lightness counts half
_BITS = 5  # per channel, of the bins that stand for the colors
_LEAST_CHROMA = 0.1  # chroma of an accent
_LEAST_GAP = 0.12  # distance from an accent to the palette
_LEAST_SHARE = 0.0002  # share of the pixels of an accent
_RADIUS = 0.06  # of an accent in scaled Oklab
_COMPACT = 0.4  # of what is within two radii, at least this part is within one
_COLORS_PER_ACCENT = 4  # at most one color in four goes to vivid areas
_SEEDS = 64  # bins tried as the center of an accent


def vivid_weights(colors: U8, weights: F64) -> F64:
    """Return the weights of colors, raised according to their chroma.

    Parameters
    ----------
    colors : uint8 array, shape (n, 3)
    weights : float64 array, shape (n,)
        Whole.

    Returns
    -------
    float64 array, shape (n,)
        Whole numbers of eighths of a weight, so that their sums are exact.
    """
    _, a, b = srgb_to_oklab(colors).T
    boost = 1.0 + _CHROMA_BOOST * np.hypot(a, b)
    raised: F64 = weights * np.rint(_WEIGHT_STEPS * boost)
    return raised


def find_accents(histogram: Histogram, palette: U8, most: int) -> U8:
    """Find the vivid colors of small areas that are far from all palette colors.

    Parameters
    ----------
    histogram : Histogram
    palette : uint8 array, shape (k, 3)
    most : int
        How many to find at most; never more than one for every four colors.

    Returns
    -------
    uint8 array, shape (m, 3), ``m <= most``
        The strongest first. Each is the mean of a group of similar colors with few
        others around it: the end of a continuous range of colors is not an accent.
    """
    bins, counts = _bin_means(histogram)
    known = srgb_to_oklab(palette) * _SCALE
    for _ in range(min(most, len(palette) // _COLORS_PER_ACCENT)):
        accent = _strongest_accent(bins, counts, known)
        if accent is None:
            break
        known = np.vstack([known, accent])
    return oklab_to_srgb(known[len(palette) :] / _SCALE)


def _bin_means(histogram: Histogram) -> tuple[F64, F64]:
    """Return means of color bins in scaled Oklab, (n, 3), and their counts, (n,)."""
    labels, n = histogram.bins((_BITS, _BITS, _BITS))
    weights, lab = histogram.counts, srgb_to_oklab(histogram.colors) * _SCALE
    counts: F64 = np.bincount(labels, weights, n).astype(np.float64)
    sums = [np.bincount(labels, weights * column, n) for column in lab.T]
    return np.stack(sums, axis=1) / counts[:, None], counts


def _strongest_accent(bins: F64, counts: F64, known: F64) -> F64 | None:
    """Return the accent that the known colors fit worst, shape (3,), or None."""
    nearest = known[NearestCentroid(bins).labels(known)]
    errors = np.square(bins - nearest).sum(axis=1)
    vivid = np.hypot(bins[:, 1], bins[:, 2]) >= _LEAST_CHROMA
    far = errors >= _LEAST_GAP**2
    seeds = np.flatnonzero(vivid & far)
    order = np.argsort(-(counts * errors)[seeds], kind="stable")
    seeds = seeds[order[:_SEEDS]]
    distances = np.square(bins[seeds, None] - bins).sum(axis=2)
    within = (distances <= _RADIUS**2) & far
    near, around = within @ counts, (distances <= (2 * _RADIUS) ** 2) @ counts
    compact = near >= np.maximum(_COMPACT * around, _LEAST_SHARE * counts.sum())
    if not compact.any():
        return None
    members = within[np.argmax(compact * near * errors[seeds])]
    accent: F64 = np.average(bins[members], axis=0, weights=counts[members])
    return accent
