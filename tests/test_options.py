"""What can be asked for."""

from typing import Any

import numpy as np
import pytest

from kquant import KquantError, Options
from kquant.errors import OptionError


@pytest.mark.parametrize(
    ("name", "least", "most"),
    [
        ("colors", 1, 256),
        ("n_init", 1, 1000),
        ("lightness_weight", 0.05, 4),
        ("tol", 0, 1),
        ("max_iter", 1, 100_000),
    ],
)
def test_ranges(name: str, least: float, most: float) -> None:
    """The ends of a range are within, what is beyond is refused by name."""
    for value in (least, most):
        assert getattr(Options(**{name: value}), name) == value  # type: ignore[arg-type] # any option
    for wrong in (least - 1, most + 1, float("nan"), "eight"):
        with pytest.raises(OptionError, match=f"{name} must be .*got"):
            Options(**{name: wrong})  # type: ignore[arg-type] # any option


@pytest.mark.parametrize("name", ["space", "algorithm", "init", "effort"])
def test_choices(name: str) -> None:
    """A word that is no choice is answered with those there are."""
    with pytest.raises(OptionError, match=f"{name} must be one of .*, got 'other'"):
        Options(**{name: "other"})  # type: ignore[arg-type] # any option


@pytest.mark.parametrize("sample", [None, "all", 1, 1 << 31])
def test_sample(sample: Any) -> None:
    """A sample is a number of pixels, all of them, or chosen by kquant."""
    assert Options(sample=sample).sample == sample


@pytest.mark.parametrize("values", [{"sample": "some"}, {"sample": 0}, {"seed": -1}])
def test_refused(values: dict[str, Any]) -> None:
    """Other samples and negative seeds are refused, as an error of kquant's."""
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


@pytest.mark.parametrize("effort", ["fast", "best"])
def test_lloyd_has_no_effort(effort: Any) -> None:
    """Plain Lloyd does not search, so an effort beside it is refused."""
    with pytest.raises(OptionError, match="effort is how long breathing searches"):
        Options(algorithm="lloyd", effort=effort)
