"""A picture at several numbers of colors, from one reading and one sample."""

from dataclasses import replace
from typing import NamedTuple

import numpy as np

from kquant.color.spaces import delta_e_of_oklab, srgb_to_oklab
from kquant.images.counting import PictureColors
from kquant.images.indexed import IndexedImage
from kquant.images.palette import Palette
from kquant.images.raster import Raster
from kquant.options import AUTO, Auto, Options
from kquant.quantization.choose import Found
from kquant.quantization.pipeline import Chosen, choose_palette, remap
from kquant.quantization.quantized import Quantized
from kquant.quantization.sampling import Samples
from kquant.quantization.search import fitting_space
from kquant.runtime.arrays import F64, U8
from kquant.runtime.stopwatch import Stopwatch


class AtK(NamedTuple):
    """A picture at one number of colors.

    Attributes
    ----------
    k : int
        The number of colors of the palette. It is less than the number asked for if
        the picture has fewer colors.
    palette : Palette
        The one that `quantize` finds for the same options.
    shares : float64 array, shape (k,)
        The share of the visible picture that is nearest to each color.
    error : float
        Mean difference in Oklab, times 100, over all visible pixels, without
        dithering: what `Options.max_error` bounds.
    image : IndexedImage
        The picture that is shown, in these colors.
    chosen : Chosen
        How the palette was found, with the label of each distinct color.
    """

    k: int
    palette: Palette
    shares: F64
    error: float
    image: IndexedImage
    chosen: Chosen


class AtEachK:
    """A picture that is reduced again and again, but read and sampled only once.

    Parameters
    ----------
    picture : Raster
    options : Options
        Of all reductions, except for the number of colors.
    shown : Raster, optional
        A smaller version of the picture. Palettes and errors are those of the picture
        itself, but only this one is painted, which takes less time. By default, it is
        the picture itself.
    frames : int
        Of how many frames, one below the other, the picture consists; the smaller
        version is of one of them.

    Attributes
    ----------
    colors : PictureColors
        The distinct colors of the picture.
    samples : Samples
        Those that the fits look at.

    Examples
    --------
    >>> ramp = np.arange(192, dtype=np.uint8).reshape(8, 8, 3)
    >>> picture = AtEachK(Raster.from_array(ramp), Options())
    >>> [len(picture.at(k).image.palette) for k in (2, 3, 8)]
    [2, 3, 8]
    """

    def __init__(
        self,
        picture: Raster,
        options: Options,
        shown: Raster | None = None,
        frames: int = 1,
    ) -> None:
        self.colors = PictureColors.of(picture)
        self._shown = self.colors
        if shown is not None and shown is not picture:
            self._shown = PictureColors.of(shown)
        self._frame = picture.width * picture.height // frames  # pixels
        self._options = options
        self.samples = Samples(self.colors)
        self._histogram = self.colors.histogram()
        self._lab = srgb_to_oklab(self._histogram.colors)

    def at(self, k: int | Auto) -> AtK:
        """Reduce the picture to k colors.

        Parameters
        ----------
        k : int or "auto"

        Returns
        -------
        AtK
        """
        options = self._with(k)
        chosen = choose_palette(self.samples, options, Stopwatch())
        palette, labels, _ = chosen
        shares, error = self._measured(palette, labels)
        if options.sort == "share":
            order = np.argsort(-shares, kind="stable")
            palette, shares = palette.reordered(order), shares[order]
            ranks = np.argsort(order).astype(np.uint8)
            chosen = chosen._replace(palette=palette, labels=ranks[labels])
        image = self.painted(palette)
        return AtK(len(palette), palette, shares, error, image, chosen)

    def result(self, quantized: Quantized) -> AtK:
        """Return a result that is known already like those of `at`.

        Parameters
        ----------
        quantized : Quantized
            Made of the same picture with the same options, and any number of colors.

        Returns
        -------
        AtK
        """
        palette, labels = quantized.image.palette, quantized.labels
        space = fitting_space(self._options, len(palette))
        chosen = Chosen(palette, labels, Found(palette.colors, space, quantized.fit))
        _, error = self._measured(palette, labels)
        shares, image = quantized.image.shares(), self.painted(palette)
        return AtK(len(palette), palette, shares, error, image, chosen)

    def painted(
        self, palette: Palette, shown: PictureColors | None = None
    ) -> IndexedImage:
        """Paint the picture that is shown.

        Parameters
        ----------
        palette : Palette
        shown : PictureColors, optional
            Another version of the picture to show instead.

        Returns
        -------
        IndexedImage
        """
        shown = self._shown if shown is None else shown
        return remap(shown, palette, self._as_shown(shown.raster))

    def _measured(self, palette: Palette, labels: U8) -> tuple[F64, float]:
        """Return the share of each color, shape (k,), and the mean error."""
        counts = self._histogram.counts
        if not len(labels):
            return np.zeros(len(palette)), 0.0
        differences = delta_e_of_oklab(self._lab, srgb_to_oklab(palette.colors)[labels])
        shares = np.bincount(labels, counts, len(palette)) / counts.sum()
        return shares, float(np.average(differences, weights=counts))

    def palette(self, k: int | Auto) -> Palette:
        """Find the palette of k colors, and paint nothing.

        Parameters
        ----------
        k : int or "auto"

        Returns
        -------
        Palette
            As `at` finds it, but not sorted by share.
        """
        return choose_palette(self.samples, self._with(k), Stopwatch()).palette

    def auto_k(self) -> int:
        """Return the number of colors that "auto" finds.

        Returns
        -------
        int
        """
        return len(self.palette(AUTO))

    def _as_shown(self, shown: Raster) -> Options:
        """Return the options for a smaller picture, in which regions are smaller."""
        options = self._options
        part = shown.width * shown.height / self._frame
        return replace(options, min_region=max(1, round(options.min_region * part)))

    def _with(self, k: int | Auto) -> Options:
        """Return the options for k colors; only "auto" has a largest error."""
        bound = self._options.max_error if k == AUTO else None
        return replace(self._options, colors=k, max_error=bound)
