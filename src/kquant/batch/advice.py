"""Notes about a picture that succeeded but may surprise the user, a sentence each."""

import math
from collections.abc import Iterator

from kquant.art.artwork import Artwork
from kquant.batch.job import Job
from kquant.files.formats import ANIMATION_FORMATS, FORMATS_WITHOUT_ALPHA
from kquant.files.frames import LONGEST
from kquant.images.animation import Timing
from kquant.options import Options
from kquant.quantization.pipeline import Quantized
from kquant.runtime.arrays import F64


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
        yield (
            f"{source}: {used} colors are the most there can be and leave a difference "
            f"of {left:.3g}, above the {options.error_bound:g} asked for"
        )
    unused = [
        code
        for code, share in zip(image.palette, shares.tolist(), strict=True)
        if not share and code in options.lock
    ]
    if unused:
        yield f"{source}: no pixel has the locked {', '.join(unused)}"
    if job.image_format == "jpg":
        yield (
            f"JPEG cannot hold exact colors, so {job.image} has more than {used}: "
            "use png to keep them"
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
    if job.image_format == "gif" and image.is_half_transparent:
        yield (
            f"{source} is half-transparent in places, which gif cannot be: opacity "
            "becomes all or nothing"
        )


def frame_notes(job: Job, timing: Timing, dropped: int) -> Iterator[str]:
    """Note that frames of an animation were left out or are shown for less time.

    Parameters
    ----------
    job : Job
    timing : Timing
        Of the frames that were written.
    dropped : int
        How many frames were left out.

    Yields
    ------
    str
    """
    if dropped:
        what = job.image_format if job.image_format not in ANIMATION_FORMATS else "art"
        yield f"{job.source} is an animation, and {what} has only its first frame"
    if job.image_format is None or len(timing) == 1:
        return
    longest = LONGEST.get(job.image_format, math.inf)
    if max(timing.durations) > longest:
        yield (
            f"{job.source} shows a frame for {max(timing.durations) / 1000:g} s, and "
            f"{job.image_format} for {longest / 1000:g} s at most"
        )
