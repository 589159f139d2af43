"""Write a PDF of one page that is covered by one picture.

References
----------
ISO 32000-1:2008, 7.5 (file structure), 8.9.5 (image dictionaries), 14.11.2 (page
boundaries).
"""

import zlib
from collections.abc import Iterator
from typing import BinaryIO

import numpy as np

from kquant.art.options import Page
from kquant.art.page_sizes import MM_PER_INCH
from kquant.images.indexed import IndexedImage
from kquant.images.truecolor import TruecolorImage
from kquant.runtime.arrays import U8

_POINTS_PER_INCH = 72
_BAND = 1 << 22  # pixels compressed at a time
_LEVEL = 6  # of zlib; on flat areas it is as fast as lower levels


def encode_pdf(
    image: IndexedImage | TruecolorImage, page: Page, file: BinaryIO
) -> None:
    """Write a page that is covered by an opaque picture.

    The media box is the page with its bleed, and the trim box is the page itself.
    Both are exact, although the picture was rounded to whole pixels.

    Parameters
    ----------
    image : IndexedImage or TruecolorImage
        Alpha is ignored.
    page : Page
    file : binary file
    """
    width, height, boxes = page_boxes(page)
    content = f"q {width:.4f} 0 0 {height:.4f} 0 0 cm /Picture Do Q".encode()
    space, rows = _samples(image)
    stream = b"".join(_compressed(rows))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        f"<< /Type /Page /Parent 2 0 R {boxes} /Resources << /XObject "
        "<< /Picture 5 0 R >> >> /Contents 4 0 R >>".encode(),
        b"<< /Length %d >>\nstream\n%b\nendstream" % (len(content), content),
        f"<< /Type /XObject /Subtype /Image /Width {image.width} "
        f"/Height {image.height} /ColorSpace {space} /BitsPerComponent 8 "
        f"/Interpolate false /Filter /FlateDecode /Length {len(stream)} >>"
        "\nstream\n".encode()
        + stream
        + b"\nendstream",
    ]
    write_objects(objects, file)


def page_boxes(page: Page) -> tuple[float, float, str]:
    """Return the size of a page with its bleed, and its boxes.

    Parameters
    ----------
    page : Page

    Returns
    -------
    float, float
        Width and height in points.
    str
        The boxes, in PDF syntax.
    """
    width, height = (
        _points(side + 2 * page.bleed) for side in (page.width, page.height)
    )
    inset = _points(page.bleed)
    whole = f"[0 0 {width:.4f} {height:.4f}]"
    trim = f"[{inset:.4f} {inset:.4f} {width - inset:.4f} {height - inset:.4f}]"
    return width, height, f"/MediaBox {whole} /BleedBox {whole} /TrimBox {trim}"


def _points(millimeters: float) -> float:
    """Convert millimeters to points."""
    return millimeters / MM_PER_INCH * _POINTS_PER_INCH


def _samples(image: IndexedImage | TruecolorImage) -> tuple[str, U8]:
    """Return the color space in PDF syntax, and the samples, (h, w) or (h, w, 3)."""
    if isinstance(image, TruecolorImage):
        return "/DeviceRGB", image.pixels[..., :3]
    table = image.palette.colors.tobytes().hex()
    return f"[/Indexed /DeviceRGB {len(image.palette) - 1} <{table}>]", image.indices


def _compressed(rows: U8) -> Iterator[bytes]:
    """Compress rows a band at a time, to avoid a second copy of the picture."""
    packer = zlib.compressobj(_LEVEL)
    step = max(1, _BAND // rows.shape[1])
    for top in range(0, len(rows), step):
        yield packer.compress(np.ascontiguousarray(rows[top : top + step]).data)
    yield packer.flush()


def write_objects(objects: list[bytes], file: BinaryIO) -> None:
    """Write objects, numbered from 1, and the table of their positions.

    Parameters
    ----------
    objects : list of bytes
        The first is the catalog.
    file : binary file
    """
    header = b"%PDF-1.5\n%\xe2\xe3\xcf\xd3\n"
    position = file.write(header)
    starts = []
    for number, body in enumerate(objects, start=1):
        starts.append(position)
        position += file.write(b"%d 0 obj\n" % number)
        position += file.write(body)
        position += file.write(b"\nendobj\n")
    count = len(objects) + 1
    file.write(b"xref\n0 %d\n0000000000 65535 f \n" % count)
    file.write(b"".join(b"%010d 00000 n \n" % start for start in starts))
    file.write(b"trailer\n<< /Size %d /Root 1 0 R >>\n" % count)
    file.write(b"startxref\n%d\n%%%%EOF\n" % position)
