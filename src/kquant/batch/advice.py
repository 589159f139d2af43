"""Notes about a picture that succeeded but may surprise the user, a sentence each."""

import math
from collections.abc import Iterable, Iterator

from kquant.art.artwork import Artwork
from kquant.batch.job import Job
from kquant.batch.plate_names import earlier_plates
from kquant.files.formats import ANIMATION_FORMATS, FORMATS_WITHOUT_ALPHA
from kquant.files.frames import LONGEST
from kquant.images.animation import Timing
from kquant.images.indexed import IndexedImage
from kquant.images.opacity import MOST_COLORS_BESIDE, pairs_beyond
from kquant.options import MAX_COLORS, Options
from kquant.quantization.quantized import Quantized
from kquant.runtime.arrays import F64

_HARDLY = 0.00005  # a share below this is shown as 0.0000
_MANY = 64  # colors; "auto" says what it would take to have no more than these


def headline(quantized: Quantized, options: Options) -> str:
    """Say how many colors "auto" has found, and how good they are.

    Parameters
    ----------
    quantized : Quantized
    options : Options

    Returns
    -------
    str
        Empty if the number of colors was given.
    """
    if not options.is_auto:
        return ""
    used = len(quantized.image.palette)
    error = quantized.tried.get(used, 0.0)
    target = "the default" if options.max_error is None else "as asked"
    return (
        f"{used} color{'s' * (used > 1)}: mean difference {error:.3g} "
        f"(at most {options.error_bound:g}, {target})"
    )


def color_notes(
    job: Job, quantized: Quantized, shares: F64, options: Options
) -> Iterator[str]:
    """Note what may be a surprise about the colors.

    Parameters
    ----------
    job : Job
    quantized : Quantized
    shares : float64 array, shape (k,)
        The share of the picture that each color covers.
    options : Options

    Yields
    ------
    str
    """
    image, source = quantized.image, job.source
    used = len(image.palette)
    if not len(quantized.packed):
        yield f"{source} is transparent throughout"
    elif len(quantized.packed) <= used < options.most_colors:
        count = len(quantized.packed)
        yield (
            f"{source} has only {count} color{'s' * (count > 1)}: all kept as they are"
        )
    left = quantized.tried.get(used, 0.0)
    if options.is_auto and left > options.error_bound:
        target = "default" if options.max_error is None else "--max-error"
        yield (
            f"{source}: {used} colors are the most there can be and leave a difference "
            f"of {left:.3g}, above the {target} of {options.error_bound:g}"
        )
    yield from _target_notes(job, quantized)
    unused = {
        code: share
        for code, share in zip(image.palette, shares.tolist(), strict=True)
        if share < _HARDLY and code in options.lock
    }
    if unused:
        some = "hardly a" if any(unused.values()) else "no"
        yield (
            f"{source}: {some} pixel has the locked {', '.join(unused)}, as other "
            "colors are nearer: --recolor can put it in the place of one"
        )
    if job.image_format == "jpg":
        yield (
            f"JPEG cannot hold exact colors, so {job.image} has more than {used}: "
            "use png to keep them"
        )


def _target_notes(job: Job, quantized: Quantized) -> Iterator[str]:
    """Name the error of fewer colors, if the one asked for takes very many."""
    used = len(quantized.image.palette)
    fewer = [k for k in quantized.tried if k <= _MANY]
    if used > _MANY and fewer:
        k = max(fewer)
        error = math.ceil(100 * quantized.tried[k]) / 100
        yield (
            f"{job.source} takes {used} colors: --max-error {error:g} would do with "
            f"{k} at most"
        )


def art_notes(job: Job, artwork: Artwork) -> Iterator[str]:
    """Note what may be a surprise about the finished picture.

    Parameters
    ----------
    job : Job
    artwork : Artwork

    Yields
    ------
    str
    """
    image, source = artwork.image, job.source
    if artwork.hues_unturned:
        yield f"{source} has no hues to turn: --pop gives grays colors too"
    if image.is_opaque:
        return
    if job.image_format in FORMATS_WITHOUT_ALPHA:
        yield (
            f"{source} is partly transparent, which {job.image_format} cannot be: "
            "those areas are white"
        )
    if job.image_format in {"gif", "svg"} and image.is_half_transparent:
        yield (
            f"{source} is half-transparent in places, which {job.image_format} cannot "
            "be: opacity "
            "becomes all or nothing"
        )
    if job.image_format == "png" and isinstance(image, IndexedImage):
        yield from _opacity_notes(job, image)


def plate_notes(job: Job, codes: Iterable[str]) -> Iterator[str]:
    """Note that plates of an earlier run are still there, which could be printed too.

    Parameters
    ----------
    job : Job
        One with plates.
    codes : iterable of str
        The hex codes of its inks, from the first plate on.

    Yields
    ------
    str
    """
    earlier = earlier_plates(job, codes)
    if earlier:
        names = ", ".join(earlier)
        yield f"delete what is left of an earlier run, not to print it too: {names}"


def _opacity_notes(job: Job, image: IndexedImage) -> Iterator[str]:
    """Note that a palette cannot hold all pairs of a color and an opacity."""
    pairs = pairs_beyond(image)
    if not pairs:
        return
    told = f"{job.source} has {pairs:,} pairs of color and opacity"
    if len(image.palette) > MOST_COLORS_BESIDE:
        yield (
            f"{told}, so {job.image} is 32-bit: up to {MOST_COLORS_BESIDE} colors, a "
            "palette would hold similar ones as one"
        )
    else:
        yield (
            f"{told} and a png palette {MAX_COLORS} entries: similar pairs became one; "
            "webp and tiff keep the opacity exactly"
        )


def frame_notes(job: Job, timing: Timing, *, drops_frames: bool) -> Iterator[str]:
    """Note that frames of an animation were left out or are shown for less time.

    Parameters
    ----------
    job : Job
    timing : Timing
        Of the frames that were written.
    drops_frames : bool
        Whether frames were left out.

    Yields
    ------
    str
    """
    if drops_frames:
        moves = job.image_format in ANIMATION_FORMATS
        what = "art" if moves else job.image_format or "the palette"
        yield f"{job.source} is an animation, and {what} has only its first frame"
    if job.image_format is None or len(timing) == 1:
        return
    longest = LONGEST.get(job.image_format, math.inf)
    if max(timing.durations) > longest:
        yield (
            f"{job.source} shows a frame for {max(timing.durations) / 1000:g} s, and "
            f"{job.image_format} for {longest / 1000:g} s at most"
        )
