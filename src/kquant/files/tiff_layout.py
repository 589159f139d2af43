"""How the samples of a TIFF are stored, as its tags tell."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from PIL.TiffImagePlugin import COMPRESSION_INFO, ImageFileDirectory_v2

from kquant.files.kinds import DamagedFileError, UnsupportedKindError, check_size

UNCOMPRESSED = 1
DEFLATE = {8, 32946}
BY_LIBTIFF = {5, 32773, 34925, 50000}  # LZW, PackBits, LZMA, Zstandard
_KINDS = {1: "u", 2: "i", 3: "f", 4: "u"}  # of SampleFormat; 4 is undefined
_MOST_SAMPLES = 16
_LARGEST_TILE = 1 << 22  # in pixels, for pictures smaller than their tile


@dataclass(frozen=True, slots=True)
class Layout:
    """How the samples of a TIFF are stored.

    Parameters
    ----------
    width, height : int
    samples : int
        How many each pixel has, with alpha.
    bits : int
        Of each sample.
    kind : str
        "u" for unsigned and "i" for signed whole numbers, "f" for floating point.
    is_planar : bool
        Whether each channel stands by itself.
    block_width, block_height : int
        The size of a strip or tile.
    is_tiled : bool
    compression, predictor, fill_order : int
        As TIFF numbers them.
    byte_order : str
        "<" or ">".
    """

    width: int
    height: int
    samples: int
    bits: int
    kind: str
    is_planar: bool
    block_width: int
    block_height: int
    is_tiled: bool
    compression: int
    predictor: int
    fill_order: int
    byte_order: str

    @classmethod
    def of(cls, tags: ImageFileDirectory_v2) -> "Layout":
        """Find the layout in the tags of a file."""
        width, height = int(tags[256]), int(tags[257])
        samples = int(tags.get(277, 1))
        bits, formats = set(tags.get(258, (1,))), set(tags.get(339, (1,)))
        is_tiled = 324 in tags
        layout = cls(
            width,
            height,
            samples,
            bits=next(iter(bits)),
            kind=_KINDS.get(next(iter(formats)), ""),
            is_planar=tags.get(284, 1) == 2 and samples > 1,
            block_width=int(tags[322]) if is_tiled else width,
            block_height=int(tags[323] if is_tiled else tags.get(278, height)),
            is_tiled=is_tiled,
            compression=int(tags.get(259, 1)),
            predictor=int(tags.get(317, 1)),
            fill_order=int(tags.get(266, 1)),
            byte_order="<" if tags.prefix == b"II" else ">",
        )
        layout.check(one_kind=len(bits) == len(formats) == 1)
        return layout

    def check(self, *, one_kind: bool) -> None:
        """Refuse what cannot be read, in words that follow the name of the file."""
        check_size(self.width, self.height)
        if not 0 < self.samples <= _MOST_SAMPLES:
            raise DamagedFileError("its number of channels makes no sense")
        block = self.block_width * self.block_height
        if min(self.block_width, self.block_height) < 1 or (
            self.is_tiled and block > max(self.width * self.height, _LARGEST_TILE)
        ):
            raise DamagedFileError("its strips or tiles have a senseless size")
        depths = {16, 32, 64} if self.kind == "f" else {*range(1, 17), 32, 64}
        packed = self.bits not in {8, 16, 32, 64}
        if not one_kind or self.bits not in depths or (packed and self.kind != "u"):
            raise UnsupportedKindError(
                "is a TIFF whose samples are of a rare kind, which kquant cannot read: "
                "save it with 8 or 16 bits per channel"
            )
        if self.compression not in {UNCOMPRESSED, *DEFLATE, *BY_LIBTIFF}:
            name = COMPRESSION_INFO.get(self.compression, str(self.compression))
            raise UnsupportedKindError(
                f"is a TIFF of {self.bits} bits per channel with {name} compression, "
                "which kquant cannot read: save it uncompressed"
            )

    @property
    def greatest(self) -> float:
        """The greatest number that a sample can be; 1 for floating point."""
        if self.kind == "f":
            return 1.0
        return 2.0 ** (self.bits - (self.kind == "i")) - 1

    @property
    def range(self) -> tuple[float, float] | None:
        """What black and white are, if the type of the samples tells."""
        if self.kind == "u" and self.bits <= 16:
            return 0.0, self.greatest
        return (-128.0, 127.0) if (self.kind, self.bits) == ("i", 8) else None

    @property
    def dtype(self) -> np.dtype[Any]:
        """The type of samples once they are unpacked, in the order of the file."""
        size = next(x for x in (8, 16, 32, 64) if x >= self.bits)
        return np.dtype(f"{self.byte_order}{self.kind}{size // 8}")
