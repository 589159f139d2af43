"""A picture in its new colors, and how they were found."""

from collections.abc import Mapping
from typing import NamedTuple

from kquant.images.indexed import IndexedImage
from kquant.kmeans import KMeansFit
from kquant.runtime.arrays import U8, U32


class Quantized(NamedTuple):
    """A picture in its new colors, and how they were found.

    Attributes
    ----------
    image : IndexedImage
    packed : uint32 array, shape (n,)
        The distinct colors of the original picture, packed, ascending.
    labels : uint8 array, shape (n,)
        The index of the palette entry nearest to each of these colors.
    fit : KMeansFit or None
        In lattice units of the fitting space; None if no colors had to be fitted.
    tried : dict of int to float
        With "auto", the numbers of colors that were tried, in that order, each with
        its mean difference in Oklab, times 100; empty otherwise.
    seconds : dict of str to float
        The seconds that each step took.
    by_color : bool
        Whether each pixel has the label of its color. Dithering changes that, and so
        does `Options.min_region`.

    Examples
    --------
    >>> import numpy as np
    >>> from kquant import quantize
    >>> red, navy = [255, 0, 0], [0, 0, 128]
    >>> result = quantize(np.array([[red, navy, red]], dtype=np.uint8))
    >>> result.image.palette.hex(), result.image.indices.tolist()
    (['#000080', '#ff0000'], [[1, 0, 1]])
    >>> result.fit is None  # the picture has no more than 8 colors
    True
    """

    image: IndexedImage
    packed: U32
    labels: U8
    fit: KMeansFit | None
    tried: Mapping[int, float]
    seconds: Mapping[str, float]
    by_color: bool
