"""The picture formats, and how their files are named."""

import pytest
from PIL import Image

from kquant.files.formats import (
    ANIMATION_FORMATS,
    FORMATS_WITHOUT_ALPHA,
    IMAGE_FORMATS,
    PAGE_FORMATS,
    READABLE,
    READABLE_SUFFIXES,
    WRITABLE,
    format_of_suffix,
)


def test_formats_start_no_other_program() -> None:
    """Formats that Pillow hands to other programs, or only recognizes, are not read."""
    unsafe = {"EPS", "WMF", "FPX", "MIC", "MPEG", "PDF", "BUFR", "GRIB", "HDF5"}
    assert not unsafe & set(READABLE)


def test_formats_are_those_of_pillow() -> None:
    """Every format that is read is one that Pillow decodes."""
    Image.init()

    assert set(READABLE) <= set(Image.OPEN)


def test_suffixes_name_one_format_each() -> None:
    """No suffix belongs to two formats, and all are in lower case with a dot."""
    suffixes = [suffix for known in READABLE.values() for suffix in known]

    assert len(suffixes) == len(set(suffixes)) == len(READABLE_SUFFIXES)
    assert all(suffix[0] == "." and suffix == suffix.lower() for suffix in suffixes)


@pytest.mark.parametrize("name", WRITABLE)
def test_written_formats_are_named_by_their_suffixes(name: str) -> None:
    """Each suffix, in upper or lower case, names its format."""
    for suffix in WRITABLE[name]:  # type: ignore[index] # it is one of its keys
        assert format_of_suffix(suffix) == format_of_suffix(suffix.upper()) == name


@pytest.mark.parametrize("suffix", ["", ".", ".tga", "png", ".png "])
def test_other_suffixes_name_no_format(suffix: str) -> None:
    """A suffix of a format that is not written names none."""
    assert format_of_suffix(suffix) is None


def test_groups_of_formats() -> None:
    """Formats for animations, for pages and without alpha are among those written."""
    groups = {*ANIMATION_FORMATS, *PAGE_FORMATS, *FORMATS_WITHOUT_ALPHA}

    assert groups <= set(IMAGE_FORMATS)
