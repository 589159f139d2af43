"""Read what a job needs of its picture: one frame or all of them."""

from collections.abc import Callable

from kquant.batch.inputs import Source
from kquant.batch.job import Job
from kquant.batch.outputs import Output
from kquant.batch.places import default_format
from kquant.files.decode import Decoded
from kquant.files.formats import ANIMATION_FORMATS, MAX_PIXELS
from kquant.files.reading import read_animation, read_still
from kquant.images.animation import Animation, Timing
from kquant.images.size import Size

Ahead = Callable[[], Decoded | None]


def nothing_ahead() -> None:
    """Return no picture: none is decoded ahead."""


def read_job(
    job: Job,
    output: Output,
    max_pixels: int = MAX_PIXELS,
    size: Size | None = None,
    decoded: Ahead = nothing_ahead,
) -> tuple[Animation, bool]:
    """Read a picture, or all of its frames if they are written.

    Parameters
    ----------
    job : Job
    output : Output
    max_pixels : int
        Larger pictures are refused.
    size : Size, optional
        The size that the picture is given.
    decoded : callable () -> Decoded or None, optional
        Returns the opened file with its first frame, if that is already decoded.

    Returns
    -------
    picture : Animation
    drops_frames : bool
        Whether the file has frames that are left out.

    Raises
    ------
    ImageReadError
        When the file cannot be read.
    """
    drops_frames = False
    if _is_animated(job, output):
        picture = read_animation(job.source, max_pixels=max_pixels, decoded=decoded())
    else:
        still, drops_frames = read_still(
            job.source, max_pixels=max_pixels, decoded=decoded()
        )
        picture = Animation(still, Timing((0,)))
    if size is not None:
        # Imported late: few runs need it.
        from kquant.files.resizing import resize_animation

        picture = resize_animation(picture, size, max_pixels)
    return picture, drops_frames


def _is_animated(job: Job, output: Output) -> bool:
    """Tell whether all frames are wanted, rather than only the first."""
    # A palette without a picture is the palette of the picture that is not written.
    source = Source(job.source)
    image_format = (
        job.image_format or output.image_format or default_format(source, output)
    )
    is_still = output.art or output.art.plates
    return image_format in ANIMATION_FORMATS and not is_still
