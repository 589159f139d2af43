"""What can be asked for, and what is done when nothing is."""

from dataclasses import fields
from typing import Any

import numpy as np
import pytest
from sklearn.datasets import load_sample_image

from benchmarks.metrics import compare
from kquant import KquantError, Options, quantize
from kquant.errors import OptionError
from kquant.options import (
    AUTO,
    DEFAULT_MAX_ERROR,
    DITHERS,
    EFFORTS,
    INITS,
    MAX_COLORS,
    SORTS,
    SPACES,
    UNKNOWN_K,
)
from kquant.runtime.arrays import U8

# The value of each option when nothing is said, and why it is that.
DEFAULTS: dict[str, tuple[object, str]] = {
    "colors": (8, "few enough for a poster or a print, and enough for most photos"),
    "max_error": (None, "2.15, see DEFAULT_MAX_ERROR; only auto may name one"),
    "palette": ((), "the picture's own best colors are the promise"),
    "palette_names": ((), "colors that are fitted have no names"),
    "lock": ((), "nothing stands in the way of the best fit"),
    "vivid": (False, "it costs up to 8 % of squared error"),
    "sort": (None, "by lightness; a given palette stays in its order"),
    "space": ("oklab", "looks best; srgb has the least squared error"),
    "lightness_weight": (None, "by k: hues first, later structure; see below"),
    "algorithm": ("breathing", "ends lower than one run of Lloyd: docs/k-means.md"),
    "init": ("split", "ends lowest and needs no luck: benchmarks/RESULTS.md"),
    "n_init": (None, "depends on init and effort: more starts for fewer colors"),
    "max_iter": (100, "a limit that photos do not reach: see the test below"),
    "tol": (0.03, "a tighter one gains next to nothing: see the test below"),
    "sample": (None, "1024 pixels per color cost about 0.25 % of squared error"),
    "effort": ("default", "fast leaves 2 to 4 % more error: benchmarks/RESULTS.md"),
    "seed": (0, "the same picture gives the same result without asking"),
    "dither": ("none", "flat areas stay flat, as posters and prints need them"),
    "dither_strength": (1.0, "keeps the mean of every area that can keep it"),
    "min_region": (1, "no pixel changes unless it is asked for"),
}


@pytest.mark.parametrize("name", DEFAULTS)
def test_defaults(name: str) -> None:
    """Each default is what it is for a reason, which stands beside it above."""
    value, reason = DEFAULTS[name]

    assert getattr(Options(), name) == value
    assert reason


def test_every_default_is_pinned() -> None:
    """No option is without its line in the table above."""
    assert [field.name for field in fields(Options)] == list(DEFAULTS)


def test_auto_takes_the_default_error() -> None:
    """Without a number, auto allows 2.15: half of all photos get 13 to 24 colors.

    That this is so is tested on real photos in test_shared_data.py.
    """
    assert DEFAULT_MAX_ERROR == 2.15
    assert Options(colors="auto").error_bound == 2.15
    assert Options(colors="auto", max_error=4).error_bound == 4


@pytest.mark.parametrize("name", ["china", "flower"])
@pytest.mark.parametrize("k", [8, 16, 32])
def test_lightness_at_about_half_looks_closest(name: str, k: int) -> None:
    """Mean CIEDE2000 is lower with lightness by k than at 0.1 and at 1.

    That is the reason for about a half; from 64 on, structure counts as well, and the
    figures are in RESULTS.md.
    """
    photo: U8 = np.ascontiguousarray(load_sample_image(f"{name}.jpg"))[::2, ::2]

    low, default, full = (
        compare(
            photo,
            quantize(
                photo, Options(colors=k, lightness_weight=weight)
            ).image.to_array(),
        ).de00
        for weight in (0.1, None, 1.0)
    )

    assert default < low
    assert default < full


@pytest.mark.parametrize("k", [8, 64, 256])
def test_a_tighter_tolerance_gains_next_to_nothing(photo: U8, k: int) -> None:
    """Photos stop by `tol`, and scikit-learn's 1e-4 gains less than 1 % of error.

    It takes more iterations. Breathing, which follows, makes up for the early stop.
    """
    errors, iterations = [], []
    for tol in (Options().tol, 1e-4):
        result = quantize(photo, Options(colors=k, space="srgb", tol=tol))
        assert result.fit is not None
        assert result.fit.converged
        errors.append(compare(photo, result.image.to_array()).mse)
        iterations.append(result.fit.n_iter)

    assert errors[0] < 1.01 * errors[1]
    assert iterations[0] < Options().max_iter
    assert iterations[0] < iterations[1]


def test_choices() -> None:
    """The words that can be chosen are these, the default among them."""
    assert SPACES == ("oklab", "srgb")
    assert INITS == ("split", "k-means++", "random")
    assert DITHERS == ("none", "floyd-steinberg", "bayer", "blue-noise")
    assert EFFORTS == ("fast", "default", "best")
    assert SORTS == ("lightness", "hue", "share")
    assert (AUTO, MAX_COLORS) == ("auto", 256)


@pytest.mark.parametrize(
    ("name", "least", "most"),
    [
        ("colors", 1, 256),
        ("n_init", 1, 1000),
        ("lightness_weight", 0.05, 4),
        ("tol", 0, 1),
        ("max_iter", 1, 100_000),
        ("dither_strength", 0, 1),
        ("min_region", 1, 2**31),
        ("seed", 0, 2**63 - 1),
        ("sample", 1, 2**31),
    ],
)
def test_ranges(name: str, least: float, most: float) -> None:
    """The ends of a range are allowed, and what is beyond is refused by name."""
    for value in (least, most):
        assert getattr(Options(**{name: value}), name) == value  # type: ignore[arg-type] # any option
    for wrong in (least - 1, most + 1, float("nan"), "eight"):
        with pytest.raises(OptionError, match=f"{name} must be .*got") as caught:
            Options(**{name: wrong})  # type: ignore[arg-type] # any option
        assert caught.value.options == (name,)


@pytest.mark.parametrize("value", [-1, 101, float("nan")])
def test_range_of_the_error(value: float) -> None:
    """A mean difference is from 0 to 100."""
    with pytest.raises(OptionError, match="max_error must be between 0 and 100"):
        Options(colors="auto", max_error=value)


@pytest.mark.parametrize(
    "name", ["space", "algorithm", "init", "effort", "dither", "sort"]
)
def test_unknown_words(name: str) -> None:
    """A word that is not a choice is answered with the choices."""
    with pytest.raises(OptionError, match=f"{name} must be one of .*, got 'other'"):
        Options(**{name: "other"})  # type: ignore[arg-type] # any option


@pytest.mark.parametrize("sample", [None, "all", 1, 1 << 31])
def test_sample(sample: Any) -> None:
    """A sample is a number of pixels, all of them, or left to kquant."""
    assert Options(sample=sample).sample == sample


@pytest.mark.parametrize("values", [{"sample": "some"}, {"sample": 0}, {"seed": -1}])
def test_refused(values: dict[str, Any]) -> None:
    """Other samples and negative seeds are refused with an error of kquant's."""
    with pytest.raises(KquantError, match="must be a whole number"):
        Options(**values)


def test_numpy_numbers_are_welcome() -> None:
    """They become Python's own, so that results can be written as JSON."""
    options = Options(
        colors=np.int64(8),  # type: ignore[arg-type] # welcome all the same
        n_init=np.uint8(3),  # type: ignore[arg-type]
        tol=np.float32(0.5),  # type: ignore[arg-type]
    )

    assert options == Options(colors=8, n_init=3, tol=0.5)
    assert type(options.colors) is int
    assert type(options.tol) is float
    assert options.most_colors == 8


@pytest.mark.parametrize("value", [True, [8], np.array([8, 9]), np.float64(8), 2.5])
def test_no_whole_number(value: Any) -> None:
    """What only looks like a whole number is refused."""
    for name in ("colors", "sample"):
        with pytest.raises(OptionError, match=f"{name} must be a whole number"):
            Options(**{name: value})


@pytest.mark.parametrize("colors", ["red", 5])
def test_palette_is_a_list(colors: Any) -> None:
    """One word is not taken letter by letter, and a number has no letters."""
    with pytest.raises(OptionError, match=f"lock must be a list .* got {colors!r}"):
        Options(lock=colors)
    with pytest.raises(OptionError, match="palette: 5 is not a color"):
        Options(palette=(5,))  # type: ignore[arg-type] # what is refused


def test_auto() -> None:
    """With auto, there may be as many colors as a palette holds."""
    auto, eight = Options(colors="auto"), Options()

    assert (auto.is_auto, auto.most_colors, auto.k_label) == (True, 256, UNKNOWN_K)
    assert (eight.is_auto, eight.most_colors, eight.k_label) == (False, 8, "8")


@pytest.mark.parametrize("colors", [8, 256])
def test_an_error_needs_auto(colors: int) -> None:
    """An error beside a number of colors is refused, as it would decide nothing."""
    with pytest.raises(OptionError, match=f'must be "auto", not {colors}') as caught:
        Options(colors=colors, max_error=3.0)

    assert str(caught.value).startswith("max_error decides how many colors there are")
    assert caught.value.options == ("max_error",)


def test_a_palette_brings_its_number() -> None:
    """A given palette leaves `colors` as it is, and its own length is what counts."""
    options = Options(palette=("red", "#FFF"), colors=9)

    assert options.palette == ("#ff0000", "#ffffff")
    assert (options.colors, options.most_colors, options.k_label) == (9, 2, "2")


@pytest.mark.parametrize(
    ("name", "value"),
    [("lock", ("blue",)), ("max_error", 3.0), ("colors", "auto"), ("vivid", True)],
)
def test_what_a_palette_excludes(name: str, value: Any) -> None:
    """A given palette is used as it is, so that what would change it is refused."""
    with pytest.raises(OptionError) as caught:
        Options(**{"palette": ("red",), name: value})

    assert str(caught.value).startswith(f"{name} and palette exclude each other")
    assert caught.value.options == (name, "palette")


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"palette": ("red",) * 257}, "palette has 257 colors, more than 256"),
        ({"palette": ("rod",)}, "palette: 'rod' is not a color"),
        ({"palette": ("red",), "palette_names": ("a", "b")}, "palette_names must"),
        ({"lock": ("rod",)}, "lock: 'rod' is not a color"),
        (
            {"lock": ("red", "blue"), "colors": 1},
            "2 colors are locked, more than the 1",
        ),
    ],
)
def test_bad_colors(options: dict[str, Any], message: str) -> None:
    """Colors that are no colors, or too many, are refused."""
    with pytest.raises(OptionError, match=message):
        Options(**options)


def test_repeated_locks_count_once() -> None:
    """A color that is locked under three names is one color."""
    assert Options(lock=("red", "#F00", "#ff0000"), colors=1).lock == ("#ff0000",)


@pytest.mark.parametrize(
    ("options", "by_color"),
    [
        ({}, True),
        ({"dither": "bayer"}, False),
        ({"dither": "bayer", "dither_strength": 0}, True),
        ({"dither_strength": 0.5}, True),
        ({"min_region": 2}, False),
    ],
)
def test_by_color(options: dict[str, Any], by_color: bool) -> None:
    """Pixels of one color get the same new one unless dithered or absorbed."""
    assert Options(**options).by_color is by_color


@pytest.mark.parametrize("dither", ["none", "bayer"])
@pytest.mark.parametrize("strength", [0, 0.5])
def test_dithers(dither: Any, strength: float) -> None:
    """A strength of 0 is the same as no dithering."""
    dithers = Options(dither=dither, dither_strength=strength).dithers
    assert dithers is (dither == "bayer" and strength > 0)
