"""The least any Pillow program can take: SOURCE TARGET READY.

Decode the source, encode a result that is ready: the work between is left out. READY
is written by `prepare`, outside the measured time.
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
    """Unpack a PNG, and note the settings that write one of its size.

    Parameters
    ----------
    result : Path
        What kquant wrote.
    ready : Path
        Target: a line of JSON, then one byte a pixel.
    scratch : Path
        Target for trying settings.
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
    """Do what is measured."""
    Image.open(source).load()
    head, pixels = Path(ready).read_bytes().split(b"\n", 1)
    told = json.loads(head)
    image = Image.frombytes(told["mode"], told["size"], pixels)
    if told["palette"]:
        image.putpalette(told["palette"])
    image.save(target, "PNG", **told["save"])


if __name__ == "__main__":
    main(*sys.argv[1:])
