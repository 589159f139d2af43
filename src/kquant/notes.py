"""What a user should know of a picture although it worked, a sentence each."""

from collections.abc import Iterator

from kquant.arrays import F64
from kquant.artwork import Artwork
from kquant.files.frames import ANIMATION_FORMATS
from kquant.options import Options
from kquant.outputs import Job
from kquant.pipeline import Quantized


def color_notes(
    job: Job, quantized: Quantized, shares: F64, options: Options
) -> Iterator[str]:
    """Say what may come as a surprise in the colours."""
    image, source = quantized.image, job.source
    used = len(image.palette)
    if not len(quantized.packed):
        yield f"{source} is transparent throughout"
    elif len(quantized.packed) <= used < options.colors:
        count = len(quantized.packed)
        yield f"{source} has only {count} color{'s' * (count > 1)}: all kept as they are"
    left = quantized.tried.get(used, 0.0)
    if options.max_error is not None and left > options.max_error:
        yield (
            f"{source}: {used} colors are the most there can be and leave a difference "
            f"of {left:.3g}, above the {options.max_error:g} asked for"
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
    """Say what may come as a surprise in the finished picture."""
    image, source = artwork.image, job.source
    if artwork.turned_greys:
        yield f"{source} has no hues to turn: --pop gives greys colors too"
    if image.is_opaque:
        return
    if job.image_format in {"jpg", "bmp"}:
        yield f"{source} is partly transparent and {job.image_format} cannot be: white"
    if job.image_format == "gif" and image.is_half_transparent:
        yield f"{source} is half-transparent in places and gif cannot be: all or nothing"


def frame_notes(job: Job, dropped: int) -> Iterator[str]:
    """Say that a still picture is made of an animation."""
    if dropped:
        what = job.image_format if job.image_format not in ANIMATION_FORMATS else "art"
        yield f"{job.source} is an animation, and {what} has only its first frame"
