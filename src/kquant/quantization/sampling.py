"""How many pixels the fit looks at. Imports no numpy, so that --help is quick."""

from typing import TYPE_CHECKING, Any

from kquant.options import Options

if TYPE_CHECKING:
    from random import Random

    from kquant.images.counting import PictureColors
    from kquant.images.histogram import Histogram

SAMPLE_PER_COLOR = 1024  # pixels; costs about 0.25 % in squared error
LEAST_SAMPLE, MOST_SAMPLE = 1 << 16, 1 << 18

_FEW_COLORS = 1 << 12  # pictures with at most this many are counted in full


class Samples:
    """Draws the samples of a picture for fits, and keeps each for later fits.

    Parameters
    ----------
    colors : PictureColors

    Attributes
    ----------
    colors : PictureColors
    """

    def __init__(self, colors: "PictureColors") -> None:
        self.colors = colors
        self._drawn: dict[tuple[int | None, int, str], tuple[Histogram, Any]] = {}

    def for_fit(self, options: Options) -> "tuple[Histogram, Random]":
        """Return the colors that a fit looks at, and the generator for it to go on with.

        Parameters
        ----------
        options : Options

        Returns
        -------
        Histogram
            As `histogram_for_fit` returns it.
        random.Random
            In the state right after drawing, also if the sample was drawn before.
        """
        from random import Random  # imported late: --help has no use for it

        kind = _size(self.colors, options), options.seed, options.space
        rng = Random(options.seed)
        if kind not in self._drawn:
            histogram = histogram_for_fit(self.colors, options, rng)
            self._drawn[kind] = histogram, rng.getstate()
        histogram, state = self._drawn[kind]
        rng.setstate(state)
        return histogram, rng


def histogram_for_fit(
    colors: "PictureColors", options: Options, rng: "Random"
) -> "Histogram":
    """Count the colors of all pixels, or of as many as the fit needs.

    Parameters
    ----------
    colors : PictureColors
    options : Options
        `sample` is the number of pixels; by default it depends on `colors`.
    rng : random.Random
        Draws the sample.

    Returns
    -------
    Histogram
        Of the sample, or of all pixels if every pixel of the sample is transparent.
        In Oklab, with weights: errors in quiet surroundings are seen first. In sRGB
        all pixels count alike, as squared error has it.
    """
    quiet = options.space == "oklab"
    total = colors.raster.width * colors.raster.height
    size = _size(colors, options)
    if size is not None and size < total:
        sample = colors.sample(size, rng, quiet=quiet)
        if len(sample):
            return sample
    return colors.histogram(quiet=quiet)


def _size(colors: "PictureColors", options: Options) -> int | None:
    """Return how many pixels to draw, or None to count all of them."""
    if options.sample == "all":
        return None
    if options.sample is not None:
        return options.sample
    if len(colors.packed) <= _FEW_COLORS or colors.pixels is not None:
        return None
    # With "auto", photos get so few colors that the smallest sample is enough.
    wanted = 0 if options.is_auto else SAMPLE_PER_COLOR * options.most_colors
    return min(max(wanted, LEAST_SAMPLE), MOST_SAMPLE)
