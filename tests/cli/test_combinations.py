"""Options in combinations that nobody has thought of."""

from pathlib import Path

import numpy as np
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from kquant.cli import main
from kquant.files.formats import COMPRESSIONS, WRITABLE
from kquant.options import DITHERS, EFFORTS, INITS, SORTS, SPACES
from kquant.palette_files.registry import PALETTE_FORMATS

WIDTH, HEIGHT = 14, 11
DISTINCT = 60  # colors of the picture
EXACT = {"png", "gif", "webp", "tiff", "bmp"}  # formats that keep colors as they are


def _one_of(option: str, values: tuple[str, ...]) -> st.SearchStrategy[list[str]]:
    """Return a choice of values for an option, or nothing."""
    return st.just([]) | st.sampled_from(values).map(lambda value: [option, value])


def _flag(option: str) -> st.SearchStrategy[list[str]]:
    """Return a flag, or nothing."""
    return st.sampled_from([[], [option]])


FITS = st.tuples(
    st.sampled_from([[], ["-k", "1"], ["-k", "5"], ["-k", "60"], ["-k", "256"]]),
    _one_of("--lock", ("red", "#123456,navy,white")),
    _one_of("--space", SPACES),
    _one_of("--init", INITS),
    _one_of("--n-init", ("1", "3")),
    _one_of("--max-iter", ("1", "7")),
    _one_of("--tol", ("0", "1e-4", "1")),
    _one_of("--sample", ("1", "50", "all")),
    _one_of("--effort", EFFORTS[:2]),
    _one_of("--lightness-weight", ("0.05", "4")),
    _one_of("--sort", SORTS),
    _flag("--vivid"),
    _one_of("--dither", DITHERS),
    _one_of("--dither-strength", ("0", "0.4")),
    _one_of("--min-region", ("1", "3", "1000")),
)
OUTPUTS = st.tuples(
    st.sampled_from(tuple(WRITABLE)).map(lambda name: ["--format", name]),
    _one_of("--palette-format", ("none", *PALETTE_FORMATS)),
    _one_of("--compress", COMPRESSIONS),
    st.sampled_from([[], [], [], ["--no-image"]]),
    _flag("--json"),
    st.sampled_from([[], ["-q"], ["-v"]]),
)
GRID = st.tuples(
    st.sampled_from([["--warhol", "2x1"], ["--warhol", "1x3", "--pop"]]),
    _one_of("--gap", ("0", "3")),
    _one_of("--gap-color", ("none", "teal")),
)
PAGE = st.tuples(
    st.sampled_from([["--page", "60x80mm"], ["--page", "a5-landscape"]]),
    st.just(["--dpi", "30"]),
    _one_of("--title", ("Évening",)),
    _flag("--strip"),
    _flag("--pixels"),
)
ART = st.one_of(
    st.just(()),
    st.just(()),
    GRID,
    PAGE,
    st.tuples(GRID, PAGE).map(lambda x: x[0] + x[1]),
)


def picture(alpha: bool) -> Image.Image:
    """Make a picture of `DISTINCT` colors, half of it transparent if there is alpha."""
    rng = np.random.default_rng(5)
    colors = rng.integers(0, 256, (DISTINCT, 4), dtype=np.uint8)
    colors[:, 3] = np.where(np.arange(DISTINCT) % 2, 255, 0) if alpha else 255
    pixels = colors[np.arange(WIDTH * HEIGHT) % DISTINCT].reshape(HEIGHT, WIDTH, 4)
    return Image.fromarray(pixels if alpha else pixels[..., :3])


@settings(
    deadline=None,
    max_examples=150,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(fit=FITS, output=OUTPUTS, art=ART, alpha=st.booleans())
def test_combinations(
    fit: tuple[list[str], ...],
    output: tuple[list[str], ...],
    art: tuple[list[str], ...],
    alpha: bool,
    tmp_path: Path,
) -> None:
    """Each is done as asked, or refused in a sentence before anything is written."""
    for path in tmp_path.iterdir():
        path.unlink()
    picture(alpha).save(tmp_path / "in.png")
    arguments = [word for words in (*fit, *output, *art) for word in words]

    result = CliRunner().invoke(main, [str(tmp_path / "in.png"), *arguments])

    error = result.exception
    assert error is None or isinstance(error, SystemExit), arguments
    assert result.exit_code in {0, 1, 2}
    if result.exit_code:
        assert "bug" not in result.output
        assert [path.name for path in tmp_path.iterdir()] == ["in.png"]
    elif not {"--warhol", "--page", "--no-image"} & set(arguments):
        _check_colors(tmp_path, arguments, alpha=alpha)


def _check_colors(folder: Path, arguments: list[str], *, alpha: bool) -> None:
    """Check that a reduced picture has exactly as many colors as it should."""
    name = arguments[arguments.index("--format") + 1]
    if name not in EXACT:
        return
    suffixes = WRITABLE[name]  # type: ignore[index] # one of its keys
    (path,) = [
        x
        for x in folder.iterdir()
        if x.suffix in suffixes and "-k" in x.stem and not x.stem.endswith("-palette")
    ]
    with Image.open(path) as image:
        assert image.size == (WIDTH, HEIGHT)
        pixels = np.array(image.convert("RGBA")).reshape(-1, 4)
    seen = np.unique(pixels[pixels[:, 3] > 0, :3], axis=0)
    k = int(arguments[arguments.index("-k") + 1]) if "-k" in arguments else 8
    visible = DISTINCT // 2 if alpha else DISTINCT
    on_white = int(alpha and name == "bmp")
    locked = {"red": 1, "#123456,navy,white": 3}
    extra = (
        locked[arguments[arguments.index("--lock") + 1]] if "--lock" in arguments else 0
    )
    assert len(seen) <= min(k, visible + extra) + on_white
    if "--lock" not in arguments and "--min-region" not in arguments:
        assert len(seen) >= min(k, visible)
