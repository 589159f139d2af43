"""Read and write the frames of animated files."""

from dataclasses import replace
from fractions import Fraction
from typing import Any, BinaryIO

from PIL import Image

from kquant.files.decode import orientation_of
from kquant.files.formats import Compression, ImageFormat
from kquant.files.gif_blocks import LONGEST as LONGEST_IN_GIF
from kquant.files.limits import at_most, check_pixels
from kquant.files.png import save_png
from kquant.files.to_pillow import full_color, with_transparency
from kquant.files.upright import dpi_of, raster_of
from kquant.files.writing import SETTINGS, WEBP_METHODS, check_size
from kquant.images.animation import Animation, Timing
from kquant.images.indexed import IndexedImage
from kquant.images.raster import Raster

LONGEST: dict[ImageFormat, int] = {  # that a frame can be shown, in milliseconds
    "gif": LONGEST_IN_GIF,
    "webp": (1 << 24) - 1,
    "png": 65_535_000,
}
_NO_KEY_FRAMES = {"kmin": (1 << 30) - 1, "kmax": 1 << 30}
_PNG_TERM = (1 << 16) - 1  # PNG states seconds as a fraction of two such numbers


def animation_of(image: Image.Image, max_pixels: int) -> Animation:
    """Decode all frames of an opened file, each as a complete picture.

    What a later frame of a GIF has beyond the first one is left out, as in browsers.

    Parameters
    ----------
    image : PIL.Image.Image
    max_pixels : int

    Returns
    -------
    Animation

    Raises
    ------
    PIL.Image.DecompressionBombError
        When the frames together have more than `max_pixels` pixels.
    """
    # An APNG may start with a still, for programs that cannot show animations.
    first = int(getattr(image, "default_image", False) is not False)
    numbers = range(first, getattr(image, "n_frames", 1))
    check_pixels(len(numbers) * image.width * image.height, max_pixels)
    width, height = image.size  # Pillow enlarges the picture for frames beyond it
    orientation = orientation_of(image)
    dpi = dpi_of(image, orientation)
    rasters: list[Raster] = []
    durations: list[float] = []
    for number in numbers:
        with at_most(max_pixels):
            image.seek(number)
            image.load()
        durations.append(float(image.info.get("duration") or 0))
        frame = image.crop((0, 0, width, height))
        rasters.append(raster_of(frame, orientation, dpi))
    return Animation.of(rasters, Timing(tuple(durations), _plays(image)))


def _plays(image: Image.Image) -> int:
    """Return how often an animation is shown, 0 for forever; GIF counts repetitions."""
    if image.format != "GIF":
        return int(image.info.get("loop", 0))
    repetitions = image.info.get("loop")
    if repetitions is None:
        return 1
    return repetitions + 1 if repetitions else 0


def encode_animation(
    image: IndexedImage,
    timing: Timing,
    file_format: ImageFormat,
    file: BinaryIO,
    compress: Compression = "default",
    software: str = "",
) -> None:
    """Write an animation as a GIF, WebP or PNG.

    Parameters
    ----------
    image : IndexedImage
        The frames one below another, all of one height.
    timing : Timing
    file_format : {"gif", "webp", "png"}
    file : binary file
    compress : {"fast", "default", "max"}
        Trades time for size, in PNG and WebP.
    software : str
        What a PNG records of the program that made it, in ASCII.

    Raises
    ------
    ImageWriteError
        When the format cannot hold the frames.
    """
    check_size(image.width, image.height // len(timing), file_format)
    longest = LONGEST[file_format]
    timing = replace(
        timing, durations=tuple(min(time, longest) for time in timing.durations)
    )
    if file_format == "gif":
        # Imported late: few runs need it.
        from kquant.files.gif import encode_gif

        encode_gif(image, file, timing)
    elif file_format == "webp":
        extras = SETTINGS["webp"] | {"method": WEBP_METHODS[compress]}
        extras |= {"duration": _whole(timing), "loop": timing.plays}
        # Otherwise many frames are written whole, for the sake of quick jumps.
        extras |= _NO_KEY_FRAMES if compress == "fast" else {"minimize_size": True}
        _save(full_color(image), timing, file, "WEBP", extras)
    else:
        picture, extras = with_transparency(image)
        extras |= {"duration": _fractions(timing), "loop": timing.plays}
        first, *others = _frames(picture, timing)
        extras |= {"save_all": True, "append_images": others}
        save_png(first, file, compress, software, **extras)


def _whole(timing: Timing) -> list[int]:
    """Round durations to milliseconds; one above 0 becomes at least one."""
    return [max(1, round(time)) if time else 0 for time in timing.durations]


def _fractions(timing: Timing) -> list[float]:
    """Round long durations to milliseconds that PNG can hold as a fraction."""
    return [
        float(1000 / Fraction(1000 / time).limit_denominator(_PNG_TERM))
        if time > _PNG_TERM
        else time
        for time in timing.durations
    ]


def _save(
    picture: Image.Image,
    timing: Timing,
    file: BinaryIO,
    file_format: str,
    extras: dict[str, Any],
) -> None:
    """Write the frames of a strip, which are one below another in it."""
    first, *others = _frames(picture, timing)
    first.save(file, file_format, save_all=True, append_images=others, **extras)


def _frames(picture: Image.Image, timing: Timing) -> list[Image.Image]:
    """Cut a strip into its frames."""
    width, height = picture.width, picture.height // len(timing)
    tops = range(0, picture.height, height)
    return [picture.crop((0, top, width, top + height)) for top in tops]
