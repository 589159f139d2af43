"""The options of the fit: where it measures, which algorithm, and how long it searches."""

import click

from kquant.cli.help import option
from kquant.cli.parameters import NumberOr
from kquant.color.lightness import lightness_weight
from kquant.options import (
    ALGORITHMS,
    EFFORTS,
    INITS,
    SPACES,
    WHOLE_NUMBERS,
    Options,
)
from kquant.quantization.effort import SEARCHES
from kquant.quantization.sampling import LEAST_SAMPLE, MOST_SAMPLE, SAMPLE_PER_COLOR

_DEFAULT = Options()
_SPLIT_STARTS = [search.starts for search in SEARCHES[_DEFAULT.effort]]
_STARTS = f"{max(_SPLIT_STARTS)} to {min(_SPLIT_STARTS)}"
FIT_OPTIONS = (
    option(
        "Fit",
        "--space",
        type=click.Choice(SPACES),
        default=_DEFAULT.space,
        show_default=True,
        help="Where distances are measured: oklab looks best, and counts pixels in quiet "
        "surroundings more; srgb counts all alike, and has the least squared error.",
    ),
    option(
        "Fit",
        "--lightness-weight",
        type=float,
        metavar="W",
        help="How much lightness counts compared with hue, in oklab: 0.05 to 4. "
        f"[default: by k, {lightness_weight(2):g} for 2 colors, "
        f"{lightness_weight(8):g} for 8, {lightness_weight(128):g} from 128 on]",
    ),
    option(
        "Fit",
        "--algorithm",
        type=click.Choice(ALGORITHMS),
        default=_DEFAULT.algorithm,
        show_default=True,
        help="lloyd is textbook k-means, with the --init, --n-init, --max-iter and --tol "
        "of scikit-learn; breathing goes on from there to better colors.",
    ),
    option(
        "Fit",
        "--init",
        type=click.Choice(INITS),
        default=_DEFAULT.init,
        show_default=True,
        help="How k-means starts.",
    ),
    option(
        "Fit",
        "--n-init",
        type=NumberOr(*WHOLE_NUMBERS["n_init"]),
        metavar="N",
        help="Number of starts; the best one is kept. [default: 10 for random, 1 for "
        f"k-means++; for split, 1 with lloyd, else {_STARTS}, fewer for more colors]",
    ),
    option(
        "Fit",
        "--max-iter",
        type=NumberOr(*WHOLE_NUMBERS["max_iter"]),
        default=_DEFAULT.max_iter,
        show_default=True,
        metavar="N",
        help="Maximum number of iterations of a start.",
    ),
    option(
        "Fit",
        "--tol",
        type=float,
        default=_DEFAULT.tol,
        show_default=True,
        metavar="X",
        help="Stop when the squared shift of the centroids, divided by the variance of "
        "the colors, falls below this.",
    ),
    option(
        "Fit",
        "--sample",
        type=NumberOr(*WHOLE_NUMBERS["sample"], ["all"]),
        metavar="N|all",
        help=f"How many pixels the fit looks at. [default: {SAMPLE_PER_COLOR} per color, "
        f"but {LEAST_SAMPLE} to {MOST_SAMPLE}]",
    ),
    option(
        "Fit",
        "--effort",
        type=click.Choice(EFFORTS),
        default=_DEFAULT.effort,
        show_default=True,
        help="How long breathing searches for a better result than the first.",
    ),
    option(
        "Fit",
        "--seed",
        type=NumberOr(*WHOLE_NUMBERS["seed"]),
        default=_DEFAULT.seed,
        show_default=True,
        metavar="N",
        help="Seed of the random choices; the same seed gives the same result.",
    ),
)
