"""The least that any program with Pillow must do: SOURCE TARGET READY.

It decodes the source and encodes a finished result, without any work in between.
`prepare` writes READY beforehand, outside of the measured time.
"""

import json
import sys
from pathlib import Path
from typing import Any

from PIL import Image

_RLE = 3  # zlib's Z_RLE
_SETTINGS: tuple[dict[str, Any], ...] = (
    {"compress_type": _RLE},
    {"compress_level": 1},
    {"compress_level": 2},
    {"compress_level": 6},
)


def prepare(result: Path, ready: Path, scratch: Path) -> None:
    """Unpack a PNG, and find the settings that write one of nearly the same size.

    Parameters
    ----------
    result : Path
        The PNG that kquant wrote.
    ready : Path
        The file to write: a line of JSON, then the unpacked pixels.
    scratch : Path
        A file for trying out settings.
    """
    bits = result.read_bytes()[24]  # bit depth, in the IHDR chunk
    size = result.stat().st_size
    with Image.open(result) as image:
        unpacked = image.copy()
    more = {"bits": bits} if unpacked.mode == "P" else {}

    missed = []
    for settings in _SETTINGS:
        unpacked.save(scratch, "PNG", **more, **settings)
        missed.append(abs(scratch.stat().st_size - size))
    nearest = _SETTINGS[missed.index(min(missed))]
    head = {
        "mode": unpacked.mode,
        "size": unpacked.size,
        "palette": unpacked.getpalette(),
        "save": {**more, **nearest},
    }
    ready.write_bytes(json.dumps(head).encode() + b"\n" + unpacked.tobytes())


def main(source: str, target: str, ready: str) -> None:
    """Decode and encode: the part that is measured."""
    Image.open(source).load()
    head, pixels = Path(ready).read_bytes().split(b"\n", 1)
    told = json.loads(head)
    image = Image.frombytes(told["mode"], told["size"], pixels)
    if told["palette"]:
        image.putpalette(told["palette"])
    image.save(target, "PNG", **told["save"])


if __name__ == "__main__":
    main(*sys.argv[1:])
