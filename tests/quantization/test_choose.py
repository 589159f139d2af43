"""Given palettes, locked colors and orders."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kquant.errors import OptionError
from kquant.images.indexed import IndexedImage
from kquant.images.palette import Palette, by_hue, by_lightness
from kquant.options import INITS, SORTS, SPACES, Init, Options, Sort, Space
from kquant.quantization.pipeline import quantize
from kquant.runtime.arrays import U8


def noise(*, levels: int = 256, alpha: bool = False) -> U8:
    """Return a picture of 40 x 50 random pixels."""
    rng = np.random.default_rng(0)
    return rng.integers(0, levels, (40, 50, 4 if alpha else 3), dtype=np.uint8)


def test_a_given_palette_is_kept_whole_and_in_order() -> None:
    """All entries stay, used or not and repeated or not, and pixels go to the nearest."""
    pixels = np.array([[[250, 250, 250], [0, 0, 120]]], dtype=np.uint8)
    colors = ("white", "#e2001a", "navy", "white")
    result = quantize(pixels, Options(palette=colors))
    expected = Palette.from_hex("#ffffff #e2001a #000080 #ffffff")
    assert result.image.palette == expected
    assert result.image.indices.tolist() == [[0, 2]]
    assert result.fit is None


@settings(max_examples=20)
@given(
    seed=st.integers(0, 99),
    sort=st.sampled_from([None, *SORTS]),
    space=st.sampled_from(SPACES),
)
def test_a_picture_in_the_given_colors_is_unchanged(
    seed: int, sort: Sort | None, space: Space
) -> None:
    """A picture stays as it is when it is mapped to a palette that has all its colors."""
    rng = np.random.default_rng(seed)
    colors = rng.integers(0, 256, (rng.integers(1, 257), 3), dtype=np.uint8)
    pixels = colors[rng.integers(0, len(colors), (20, 30))]
    options = Options(palette=tuple(Palette(colors)), sort=sort, space=space)
    assert np.array_equal(quantize(pixels, options).image.to_array(), pixels)


def test_the_number_of_colors_is_that_of_the_palette() -> None:
    """A palette of two colors gives two, whatever number is asked for."""
    options = Options(palette=("red", "#fff"), colors=9)
    assert options.most_colors == 2
    assert len(quantize(noise(), options).image.palette) == 2


@pytest.mark.parametrize("lock", [("red",), ("#010203", "#fefefe", "lime")])
@pytest.mark.parametrize("k", [3, 8, 64])
@pytest.mark.parametrize("alpha", [False, True])
@pytest.mark.parametrize("init", INITS)
def test_locked_colors_are_in_the_palette(
    lock: tuple[str, ...], k: int, alpha: bool, init: Init
) -> None:
    """k includes the locked colors; all entries differ, and all others are used."""
    options = Options(colors=k, lock=lock, init=init)
    image = quantize(noise(alpha=alpha), options).image
    codes = image.palette.hex()
    assert len(set(codes)) == len(codes) == k
    assert set(options.lock) <= set(codes)
    pairs = zip(codes, image.shares(), strict=True)
    assert all(share > 0 or code in options.lock for code, share in pairs)


def test_locking_what_the_fit_finds_changes_nothing() -> None:
    """Locking a color that is found anyway leaves the palette as it is."""
    pixels = np.repeat(np.eye(3, dtype=np.uint8) * 200, 40, axis=0)[None]
    pixels = np.vstack([pixels, pixels + np.uint8(2)])
    free = quantize(pixels, Options(colors=3)).image.palette
    for code in free:
        assert quantize(pixels, Options(colors=3, lock=(code,))).image.palette == free


def test_no_other_color_is_spent_on_a_locked_one() -> None:
    """A large area in the locked color leaves all other entries to the rest."""
    pixels = np.full((40, 50, 3), (226, 0, 26), dtype=np.uint8)
    pixels[0] = noise()[0]
    image = quantize(pixels, Options(colors=5, lock=("#e2001a",))).image
    assert len(set(image.palette)) == 5
    assert np.array_equal(image.to_array()[1:], pixels[1:])
    assert len(np.unique(image.indices[0])) >= 4


def test_all_colors_may_be_locked() -> None:
    """If all colors are locked, they are a given palette, ordered by lightness."""
    lock = ("white", "#e2001a", "navy")
    image = quantize(noise(), Options(colors=3, lock=lock)).image
    assert image.palette == Palette.from_hex("#000080 #e2001a #ffffff")
    mapped = quantize(noise(), Options(palette=lock)).image
    assert np.array_equal(image.to_array(), mapped.to_array())


@pytest.mark.parametrize("k", [4, 8])
def test_a_picture_of_few_colors_keeps_them_beside_the_locked(k: int) -> None:
    """Two colors and two locked ones fit into 4 and into 8 entries: all are kept."""
    pixels = np.array([[[9, 9, 9], [200, 0, 0]]], dtype=np.uint8)
    image = quantize(pixels, Options(colors=k, lock=("white", "lime"))).image
    assert np.array_equal(image.to_array(), pixels)
    assert set(image.palette) == {"#090909", "#c80000", "#ffffff", "#00ff00"}


def test_colors_give_way_when_locks_leave_no_room() -> None:
    """Of three colors beside two locked ones in 4 entries, one has to go."""
    pixels = np.array([[[9, 9, 9], [200, 0, 0], [201, 0, 0]]], dtype=np.uint8)
    palette = quantize(pixels, Options(colors=4, lock=("white", "lime"))).image.palette
    assert len(set(palette)) == 4
    assert {"#ffffff", "#00ff00"} <= set(palette)


def test_running_on_the_result_changes_nothing() -> None:
    """With the same locked colors, the output comes back unchanged."""
    options = Options(colors=6, lock=("#e2001a", "lime"), sort="hue")
    once = quantize(noise(), options).image
    twice = quantize(once.to_array(), options).image
    assert twice.palette == once.palette
    assert np.array_equal(twice.indices, once.indices)


def test_grays_with_a_lock_are_fitted() -> None:
    """A gray picture with a locked color has exactly k colors."""
    gray = np.repeat(noise()[..., :1], 3, axis=2)
    palette = quantize(gray, Options(colors=5, lock=("red",))).image.palette
    assert len(set(palette)) == 5
    assert "#ff0000" in palette.hex()


def test_transparent_pictures_have_their_palette() -> None:
    """A picture that is transparent throughout has the palette that was asked for."""
    nothing = np.zeros((2, 2, 4), dtype=np.uint8)
    assert list(quantize(nothing, Options(lock=("red",))).image.palette) == ["#ff0000"]
    assert len(quantize(nothing, Options(palette=("red", "blue"))).image.palette) == 2


@pytest.mark.parametrize("palette", [(), ("red", "#808080", "lime", "navy", "white")])
def test_sort_orders_palette_and_indices(palette: tuple[str, ...]) -> None:
    """Every order has the colors sorted as its name says, and shows the same picture."""
    pixels = noise(alpha=True)

    def image(sort: Sort | None) -> IndexedImage:
        return quantize(pixels, Options(colors=9, palette=palette, sort=sort)).image

    plain, light, hue, share = (image(sort) for sort in (None, *SORTS))
    in_order = list(range(len(light.palette)))
    assert by_lightness(light.palette.colors).tolist() == in_order
    assert by_hue(hue.palette.colors).tolist() == in_order
    assert (np.diff(share.shares()) <= 0).all()
    given_order = Options(palette=palette).palette
    assert plain.palette.hex() == (list(given_order) or light.palette.hex())
    seen = pixels[..., 3] > 0
    for other in (light, hue, share):
        assert np.array_equal(other.to_array()[seen], plain.to_array()[seen])


def test_sorting_by_share_moves_the_labels_too() -> None:
    """The labels of the distinct colors follow the palette."""
    shared = quantize(noise(levels=9), Options(colors=4, sort="share"))
    plain = quantize(noise(levels=9), Options(colors=4))
    assert np.array_equal(
        shared.image.palette.colors[shared.labels],
        plain.image.palette.colors[plain.labels],
    )


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (
            {"lock": ("red", "blue"), "colors": 1},
            "2 colors are locked, more than the 1",
        ),
        ({"lock": ("red",), "palette": ("blue",)}, "exclude each other"),
        ({"lock": ("rod",)}, "lock: 'rod' is not a color"),
        ({"sort": "size"}, "sort must be one of lightness, hue, share"),
    ],
)
def test_what_makes_no_sense_is_refused(
    options: dict[str, object], message: str
) -> None:
    """Options that contradict each other are refused with one sentence."""
    with pytest.raises(OptionError, match=message):
        Options(**options)  # type: ignore[arg-type]  # wrong on purpose


def test_repeated_locks_count_once() -> None:
    """A color that is locked under two names counts once."""
    assert Options(lock=("red", "#F00", "#ff0000")).lock == ("#ff0000",)
