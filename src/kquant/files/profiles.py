"""Embedded colour profiles, converted to sRGB by LittleCMS."""

import io
from typing import TYPE_CHECKING

from PIL import Image

if TYPE_CHECKING:
    from PIL import ImageCms

_PROBE_STEP = 32  # levels between the colours a profile is tried on


def to_srgb(image: Image.Image) -> Image.Image:
    """Convert a decoded picture from its embedded profile to sRGB.

    A picture without a profile, with one that is sRGB in effect, or with one that
    is broken or meant for another kind of picture, is returned as it is.
    """
    profile = image.info.get("icc_profile")
    if not profile:
        return image
    from PIL import ImageCms

    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        image = _in_profile_mode(image, source.profile.xcolor_space.strip())
        has_alpha = image.mode in {"RGBA", "LA"}
        transform = ImageCms.buildTransform(
            source,
            ImageCms.createProfile("sRGB"),
            image.mode,
            "RGBA" if has_alpha else "RGB",
            ImageCms.Intent.RELATIVE_COLORIMETRIC,
            ImageCms.Flags.BLACKPOINTCOMPENSATION,
        )
        if image.mode == "RGB" and _is_identity(transform):
            return image
        if image.mode in {"RGB", "RGBA"}:
            ImageCms.applyTransform(image, transform, inPlace=True)
            return image
        converted = ImageCms.applyTransform(image, transform)
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        return image
    return converted if converted is not None else image


def _in_profile_mode(image: Image.Image, space: str) -> Image.Image:
    """Return the picture in the channels that the profile speaks of."""
    alpha = image.has_transparency_data
    if space == "GRAY":
        wanted = "LA" if alpha else "L"
    elif space == "RGB":
        wanted = "RGBA" if alpha else "RGB"
    else:
        return image
    return image if image.mode == wanted else image.convert(wanted)


def _is_identity(transform: "ImageCms.ImageCmsTransform") -> bool:
    """Tell whether a transform changes no colour by more than one level."""
    from PIL import ImageChops, ImageCms

    levels = [min(255, level) for level in range(0, 257, _PROBE_STEP)]
    colors = [bytes([r, g, b]) for r in levels for g in levels for b in levels]
    probe = Image.frombytes("RGB", (len(colors), 1), b"".join(colors))
    after = ImageCms.applyTransform(probe, transform)
    if after is None:
        return False
    difference = ImageChops.difference(probe, after)
    return max(difference.tobytes()) <= 1
