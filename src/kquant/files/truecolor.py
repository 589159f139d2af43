"""Pictures of more colors than a palette holds to files."""

from typing import Any, BinaryIO

from PIL import Image

from kquant.errors import ImageWriteError
from kquant.files.compression import save_png
from kquant.image import TruecolorImage

_SETTINGS: dict[str, dict[str, Any]] = {
    "png": {},
    "tiff": {"compression": "tiff_adobe_deflate"},
    "webp": {"lossless": True, "exact": True},
    "bmp": {},
    "jpg": {"quality": 95, "subsampling": 0},
}
_PILLOW_NAMES = {"jpg": "JPEG"}
_WITHOUT_ALPHA = ("bmp", "jpg")


def encode_truecolor(
    image: TruecolorImage, file_format: str, file: BinaryIO, compress: str
) -> None:
    """Write a picture as RGB or RGBA.

    Raises
    ------
    ImageWriteError
        When the format needs a palette.
    """
    if file_format not in _SETTINGS:
        raise ImageWriteError(
            f"{file_format} holds 256 colors and this picture has more: use png or "
            "tiff, or fewer panels or colors"
        )
    picture = Image.fromarray(image.pixels)
    if not image.is_opaque and file_format in _WITHOUT_ALPHA:
        white = Image.new("RGBA", picture.size, "white")
        picture = Image.alpha_composite(white, picture).convert("RGB")
    settings = dict(_SETTINGS[file_format])
    if image.dpi is not None and file_format != "webp":
        settings["dpi"] = image.dpi
    if file_format == "png":
        save_png(picture, file, compress, **settings)
        return
    picture.save(file, _PILLOW_NAMES.get(file_format, file_format.upper()), **settings)
