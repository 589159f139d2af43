"""kquant: the best k colors of a picture, by k-means."""

from typing import TYPE_CHECKING, Any

from kquant.runtime.startup import imported_when_used

if TYPE_CHECKING:
    from kquant.errors import KquantError
    from kquant.files.reading import load
    from kquant.files.writing import save
    from kquant.images.indexed import IndexedImage
    from kquant.images.palette import Palette
    from kquant.images.raster import Raster
    from kquant.kmeans.estimator import KMeans
    from kquant.kmeans.steps import lloyd_steps
    from kquant.options import Options
    from kquant.quantization.pipeline import quantize, remap
    from kquant.quantization.quantized import Quantized

__version__ = "0.2.0"

__all__ = [
    "IndexedImage",
    "KMeans",
    "KquantError",
    "Options",
    "Palette",
    "Quantized",
    "Raster",
    "lloyd_steps",
    "load",
    "quantize",
    "remap",
    "save",
]

_imported = imported_when_used(
    __name__,
    {
        "IndexedImage": "kquant.images.indexed",
        "KMeans": "kquant.kmeans.estimator",
        "KquantError": "kquant.errors",
        "Options": "kquant.options",
        "Palette": "kquant.images.palette",
        "Quantized": "kquant.quantization.quantized",
        "Raster": "kquant.images.raster",
        "lloyd_steps": "kquant.kmeans.steps",
        "load": "kquant.files.reading",
        "quantize": "kquant.quantization.pipeline",
        "remap": "kquant.quantization.pipeline",
        "save": "kquant.files.writing",
    },
)


def __getattr__(name: str) -> Any:
    """Import a public name on its first use, so that `--help` needs no numpy."""
    return _imported(name)


def __dir__() -> list[str]:
    """List the public names, whether imported yet or not."""
    return [*__all__, "__version__"]
