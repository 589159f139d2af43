"""Convert pictures with embedded color profiles to sRGB, with LittleCMS."""

import io
from typing import TYPE_CHECKING

from PIL import Image

if TYPE_CHECKING:
    from PIL import ImageCms

_PROBE_STEP = 32  # in levels, between the colors on which a profile is tested
_GRAYS = {"1", "L", "LA"}


def to_srgb(image: Image.Image) -> Image.Image:
    """Convert a decoded picture from its embedded profile to sRGB.

    Parameters
    ----------
    image : PIL.Image.Image
        Its pixels may be changed in place.

    Returns
    -------
    PIL.Image.Image
        The same picture if it has no profile, or if the profile is practically sRGB,
        broken, or meant for another kind of picture. The gamma and chromaticities of
        a PNG count as a profile, if it has no other.
    """
    profile = image.info.get("icc_profile") or _profile_of_numbers(image)
    if not profile:
        return image
    from PIL import ImageCms

    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        space = source.profile.xcolor_space.strip()
        if space == "GRAY" and image.mode in _GRAYS:
            return _gray_to_srgb(image, source)
        if space == "RGB" and image.mode not in {"CMYK", "LAB"}:
            return _rgb_to_srgb(image, source)
        if space in {"CMYK", "LAB"} and image.mode == space:
            return ImageCms.applyTransform(image, _transform(source, space)) or image
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        pass
    return image


def _profile_of_numbers(image: Image.Image) -> bytes | None:
    """Describe the gAMA and cHRM of a PNG by a profile; sRGB overrules both."""
    gamma, points = image.info.get("gamma"), image.info.get("chromaticity")
    # A PNG may also have texts of these names.
    if not isinstance(gamma, float) or isinstance(image.info.get("srgb"), int):
        return None
    # Imported late: few runs need it.
    from kquant.files.icc import profile_of_numbers

    points = points if isinstance(points, tuple) else None
    return profile_of_numbers(gamma, points, is_gray=image.mode in _GRAYS)


def _transform(
    source: "ImageCms.ImageCmsProfile", mode: str
) -> "ImageCms.ImageCmsTransform":
    """Prepare the conversion of pictures of a mode to sRGB; alpha is kept."""
    from PIL import ImageCms

    flags = ImageCms.Flags.BLACKPOINTCOMPENSATION
    if mode == "L":  # a ramp of 256 levels: LittleCMS simplifies the curves of grays
        flags |= ImageCms.Flags.NOOPTIMIZE
    return ImageCms.buildTransform(
        source,
        ImageCms.createProfile("sRGB"),
        mode,
        "RGBA" if mode == "RGBA" else "RGB",
        ImageCms.Intent.RELATIVE_COLORIMETRIC,
        flags,
    )


def _gray_to_srgb(
    image: Image.Image, source: "ImageCms.ImageCmsProfile"
) -> Image.Image:
    """Convert a gray picture: convert the 256 levels, then look up its pixels."""
    from PIL import ImageCms

    ramp = Image.frombytes("L", (256, 1), bytes(range(256)))
    levels = ImageCms.applyTransform(ramp, _transform(source, "L"))
    if levels is None:
        return image
    table = list(levels.getchannel("G").tobytes())
    if image.has_transparency_data:
        return image.convert("LA").point(table + list(range(256)))
    return image.convert("L").point(table)


def _rgb_to_srgb(image: Image.Image, source: "ImageCms.ImageCmsProfile") -> Image.Image:
    """Convert an RGB picture, in place to save memory."""
    from PIL import ImageCms

    mode = "RGBA" if image.has_transparency_data else "RGB"
    transform = _transform(source, mode)
    if _is_identity(transform, mode):
        return image
    if image.mode != mode:
        image = image.convert(mode)
    ImageCms.applyTransform(image, transform, inPlace=True)
    return image


def _is_identity(transform: "ImageCms.ImageCmsTransform", mode: str) -> bool:
    """Tell whether a transform changes no color by more than one level."""
    from PIL import ImageChops, ImageCms

    levels = [min(255, level) for level in range(0, 257, _PROBE_STEP)]
    colors = [bytes([r, g, b]) for r in levels for g in levels for b in levels]
    probe = Image.frombytes("RGB", (len(colors), 1), b"".join(colors)).convert(mode)
    after = ImageCms.applyTransform(probe, transform)
    if after is None:
        return False
    return max(ImageChops.difference(probe, after).tobytes()) <= 1
