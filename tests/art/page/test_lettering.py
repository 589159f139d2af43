"""Faces: which letters they have, and how text covers pixels."""

from pathlib import Path

import numpy as np
import pytest
from PIL import ImageFont

from kquant.art.options import Page
from kquant.art.page.lettering import BUILT_IN, Face, check_page
from kquant.errors import OptionError

SERIF = Path("/usr/share/fonts/truetype/dejavu/DejaVuSerif.ttf")


def test_text_stands_on_its_base_line() -> None:
    """An H stands on the base line as high as a capital, and a p goes below it.

    Its height is the one that Pillow gives for the font.
    """
    letters, above = BUILT_IN.coverage("H", 100)
    below, top = BUILT_IN.coverage("p", 100)
    capital = -ImageFont.load_default(100).getbbox("H", anchor="ls")[1]

    assert letters.shape[0] == above
    assert below.shape[0] > top
    assert abs(above - capital) <= 1


def test_edges_are_soft() -> None:
    """Most of an O is black or empty; its edges are between."""
    cover, _ = BUILT_IN.coverage("O", 60)

    between = (cover > 0) & (cover < 255)
    assert 0.05 < between.mean() < 0.35
    assert cover.max() == 255


def test_width_grows_with_size_and_text() -> None:
    """Twice the size is twice the width, up to a pixel per letter, and accents add none."""
    double = 2 * BUILT_IN.width("Lake", 40)
    assert BUILT_IN.width("Lake", 80) == pytest.approx(double, abs=len("Lake"))
    assert BUILT_IN.width("\u00c5\u00e9\u00fc", 40) == pytest.approx(
        BUILT_IN.width("Aeu", 40), abs=2
    )


@pytest.mark.parametrize("letter", ["\u00e9", "\u0141", "\u00f8", "\u017e", "\u0151"])
def test_made_letters_have_the_letter_in_them(letter: str) -> None:
    """A letter with an accent or a stroke has more ink than the letter alone."""
    plain = dict(zip("\u00e9\u0141\u00f8\u017e\u0151", "eLozo", strict=True))[letter]

    assert BUILT_IN.coverage(letter, 60)[0].sum(dtype=int) > (
        BUILT_IN.coverage(plain, 60)[0].sum(dtype=int)
    )


def test_an_accent_replaces_the_dot() -> None:
    """An i with an accent has two parts, the stroke and the accent, but no dot."""
    rows = BUILT_IN.coverage("\u00ec", 100)[0].max(axis=1) > 127

    assert np.count_nonzero(np.diff(np.r_[0, rows.astype(int)]) == 1) == 2


def test_dashes_have_lengths_of_their_own() -> None:
    """A hyphen is shorter than an en dash, which is half of an em dash."""
    hyphen, en, em = (BUILT_IN.width(x, 100) for x in "-\u2013\u2014")

    assert hyphen < en
    assert (en, em) == (50, 100)


def test_latin_is_complete() -> None:
    """Every letter of Latin-1 and Latin Extended-A is there, and Vietnamese too."""
    blocks = [*range(0xC0, 0x180), *range(0x1EA0, 0x1EFA), 0x218, 0x219, 0x21A, 0x21B]
    letters = "".join(map(chr, blocks)) + "\u1e9e\u00bf\u00a1\u20ac\u00a3"

    assert BUILT_IN.lacking(letters) == ""


def test_no_two_letters_of_latin_look_alike() -> None:
    """Each letter of Latin-1 and Latin Extended-A has a shape of its own.

    The exceptions are written with the same letters, or look alike in every face.
    """
    alike = set("\u00d7\u00f7\u0110\u0132\u0133\u0138\u0140\u013f\u0149\u0163\u0162")
    letters = {*map(chr, range(0xC0, 0x180))} - alike
    shapes: dict[tuple[bytes, tuple[int, ...], int], list[str]] = {}
    for letter in sorted(letters):
        cover, above = BUILT_IN.coverage(letter, 40)
        shapes.setdefault((cover.tobytes(), cover.shape, above), []).append(letter)

    assert [same for same in shapes.values() if len(same) > 1] == []


def test_unknown_letters_are_named() -> None:
    """Letters that the face lacks are refused by name, all in one sentence."""
    check_page(
        Page("a4", 210, 297, title="Stra\u00dfe \u2014 \u0141\u00f3d\u017a \u00d7")
    )
    with pytest.raises(OptionError, match="no \u0416, \u4e2d, only Latin"):
        check_page(Page("a4", 210, 297, title="\u0416a\u4e2d\u0416"))


def test_fonts_that_cannot_be_read(tmp_path: Path) -> None:
    """A font that is missing or none is refused in one sentence."""
    text = tmp_path / "font.ttf"
    with pytest.raises(OptionError, match=r"font\.ttf does not exist"):
        Face(str(text))
    text.write_bytes(b"no font")
    with pytest.raises(OptionError, match=r"font\.ttf is no TrueType or OpenType font"):
        Face(str(text))
    with pytest.raises(OptionError, match="is no TrueType or OpenType font"):
        Face(str(tmp_path))


@pytest.mark.skipif(not SERIF.exists(), reason="DejaVu Serif is not installed")
def test_fonts_of_a_user() -> None:
    """A font sets the text in its own letters, and what it lacks is named."""
    face = Face(str(SERIF))

    assert face.lacking("\u0416ar") == ""
    assert face.lacking("\u4e2d") == "\u4e2d"
    assert face.coverage("Lake", 40)[0].shape != BUILT_IN.coverage("Lake", 40)[0].shape
    with pytest.raises(OptionError, match=r"DejaVuSerif\.ttf has no \u4e2d"):
        check_page(Page("a4", 210, 297, title="\u4e2d", font=str(SERIF)))
