"""kquant: the best k colours of a picture, by k-means."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kquant.errors import KquantError
    from kquant.image import IndexedImage, Raster
    from kquant.kmeans import KMeans
    from kquant.options import Options
    from kquant.palette import Palette
    from kquant.pipeline import quantize, remap

__all__ = [
    "IndexedImage",
    "KMeans",
    "KquantError",
    "Options",
    "Palette",
    "Raster",
    "quantize",
    "remap",
]

_HOMES = {
    "IndexedImage": "kquant.image",
    "KMeans": "kquant.kmeans",
    "KquantError": "kquant.errors",
    "Options": "kquant.options",
    "Palette": "kquant.palette",
    "Raster": "kquant.image",
    "quantize": "kquant.pipeline",
    "remap": "kquant.pipeline",
}


def __getattr__(name: str) -> Any:
    """Import a public name when it is first used, so that `--help` needs no numpy."""
    if name == "__version__":
        from importlib.metadata import version  # slow to import

        return version("kquant")
    if name not in _HOMES:
        raise AttributeError(f"module 'kquant' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)
