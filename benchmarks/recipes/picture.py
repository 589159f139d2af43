"""Read pixels and write an indexed PNG, for all recipes that work on arrays."""

import sys
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image


def run(recipe: Callable[[NDArray[Any], int], tuple[Any, Any]]) -> None:
    """Run a recipe on the arguments SOURCE TARGET K of the command line.

    Parameters
    ----------
    recipe : callable
        Takes uint8 pixels, shape (n, 3), and k; returns labels, shape (n,), and the
        palette, shape (at most k, 3), with values from 0 to 255.
    """
    source, target, k = sys.argv[1:4]
    image = Image.open(source).convert("RGB")
    labels, palette = recipe(np.asarray(image).reshape(-1, 3), int(k))
    rows = labels.astype(np.uint8).reshape(image.height, image.width)
    indexed = Image.fromarray(rows)
    indexed.putpalette(np.clip(np.rint(palette), 0, 255).astype(np.uint8).tobytes())
    indexed.save(target)
