"""Palettes from files of any kind."""

from pathlib import Path

import pytest

from kquant.errors import PaletteError
from kquant.images.palette import Palette
from kquant.palette_files.reading import palette_from, read_palette
from tests.palette_files.conftest import ReadBack

ODD = Path(__file__).parents[3] / "shared" / "data" / "odd" / "pillow"


SLOPPY = {
    "bom.gpl": b"\xef\xbb\xbfGIMP Palette\r\nName: x\r\n#\r\n226 0 26 red\r\n0 0 128",
    "headless.gpl": b"# from somewhere\n226   0  26\n\n 0 0 128\tUntitled\n",
    "latin.gpl": b"GIMP Palette\nName: \xe9\n226 0 26 \xe9t\xe9\n0 0 128 b\n",
    "utf16.gpl": "GIMP Palette\n226 0 26\n0 0 128\n".encode("utf-16"),
    "rgba.gpl": b"GIMP Palette\nChannels: RGBA\n226 0 26 255 a\n0 0 128 0\n",
    "miscounted.pal": b"JASC-PAL\n0100\n256\n226 0 26\n0 0 128\n",
    "alpha.pal": b"JASC-PAL\r\n0100\r\n2\r\n226 0 26 255\r\n0 0 128 0\r\n",
    "headless.pal": b"226 0 26\n0,0,128\n",
    "bare.pal": bytes.fromhex("e2001a 000080"),
    "wrong-name.gpl": b"JASC-PAL\n0100\n2\n226 0 26\n0 0 128\n",
    "short.hex": b"; x\n#e2001a\r\n\r\n// navy\nNAVY",
    "line.hex": b"e2001aff, 000080 # two in a line\n",
    "alpha.txt": b";paint.net Palette File\n00E2001A ; red\n80000080\n",
    "opaque.txt": b"e2001a\n#000080\n",
    "lospec.json": b'{"name": "x", "author": "", "colors": ["e2001a", "000080"]}',
    "list.json": b'\xef\xbb\xbf["#e2001a", [0, 0, 128]]',
    "kquant.json": b'{"palette": [{"hex": "#e2001a", "share": 1}, {"rgb": [0,0,128]}]}',
    "x.css": b":root{--gap:4px;--a:#E2001AFF;/*--b:#fff;*/--c: rgb(0, 0, 128)}",
    "x.scss": b"$red: #e2001a;\n$blue: navy;\n$font: sans;",
}


@pytest.mark.parametrize("name", SLOPPY)
def test_sloppy_files_are_read(read_back: ReadBack, name: str) -> None:
    """A file is read without its header, or with odd line ends, marks and comments."""
    palette = read_back(name, SLOPPY[name])
    assert list(palette) == ["#e2001a", "#000080"]


BROKEN = {
    "x.gpl": (b"GIMP Palette\n0 0 0\n 65  38\n", "line 3, '65 38', does not hold"),
    "big.gpl": (b"GIMP Palette\n0 0 256\n", "line 2, '0 0 256'"),
    "none.gpl": (b"GIMP Palette\n#\n", "there are no colors in it"),
    "x.pal": (b"JASC-PAL\n0100\n1\n1 2\n", "line 4"),
    "wav.pal": (b"RIFF\0\0\0\0WAVEfmt ", "of kind 'WAVE', not a palette"),
    "cut.pal": (b"RIFF\0\0\0\0PAL data\x10\0\0\0\0\x03", "no colors"),
    "x.act": (b"\1\2", "no colors"),
    "x.ase": (b"\0\0\0\0\xe0\xa5", "drawing of Aseprite"),
    "y.ase": (b"hello", "no Adobe Swatch Exchange file"),
    "x.hex": (b"e2001a\nhello\n", "'hello' is not a color"),
    "x.txt": (b"FFE2001\n", "'FFE2001' is not a color"),
    "x.json": (b'{"colors": [', "not valid JSON"),
    "y.json": (b'{"a": 1}', 'an object with "colors"'),
    "z.json": (b"[[1, 2]]", r"\[1, 2\] is neither a hex code nor three levels"),
    "x.css": (b":root { --gap: 4px }", "no colors"),
    "x.png": (b"no picture", "not a picture"),
    "empty.gpl": (b"", "is empty"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_what_cannot_be_read_is_said_with_the_name_of_the_file(
    read_back: ReadBack, name: str
) -> None:
    """A file that cannot be read is named, with what is wrong with it."""
    data, message = BROKEN[name]
    with pytest.raises(PaletteError, match=f"(?s){name} .*{message}"):
        read_back(name, data)


@pytest.mark.parametrize("suffix", [".css", ".hex", ".gpl", ".json", ".act", ".txt"])
def test_a_large_file_is_no_palette(read_back: ReadBack, suffix: str) -> None:
    """It is refused by its size, before any of it is looked at."""
    content = b"#010203\n" * (1 << 17) + b"\n"
    with pytest.raises(PaletteError, match="too large for a palette, which has 1 MiB"):
        read_back(f"x{suffix}", content)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("x.gpl", "GIMP Palette\n{} 2 3\n"),
        ("x.pal", "JASC-PAL\n0100\n1\n{} 2 3\n"),
        ("x.css", ":root {{--a: rgb({}, 2, 3)}}"),
        ("x.json", "[[{}, 2, 3]]"),
        ("x.hex", "{}"),
        ("x.txt", "{}"),
    ],
)
def test_endless_numbers(
    read_back: ReadBack, tmp_path: Path, name: str, content: str
) -> None:
    """Python converts at most 4,300 digits; no level has as many."""
    with pytest.raises(PaletteError) as caught:
        read_back(name, content.format("9" * 5000).encode())
    assert len(str(caught.value)) < 160 + len(str(tmp_path / name))


def test_a_missing_file_and_a_folder_are_named(tmp_path: Path) -> None:
    """A missing file and a folder are named, as they cannot be read."""
    for path in (tmp_path / "no.gpl", tmp_path):
        with pytest.raises(PaletteError, match=path.name):
            read_palette(path)


def test_a_list_comes_before_a_file_of_that_name(
    tmp_path: Path, three: Palette
) -> None:
    """Text that is a list of colors is one; other text is a file, or an error."""
    assert palette_from("#e2001a,#fff,navy") == three
    (tmp_path / "red").write_bytes(b"GIMP Palette\n1 2 3\n")
    assert list(palette_from(str(tmp_path / "red"))) == ["#010203"]
    with pytest.raises(PaletteError, match=r"'rod' is not a color.*palette file"):
        palette_from("rod,blue")


@pytest.mark.skipif(not ODD.is_dir(), reason="the folder ../shared is not here")
def test_palettes_of_gimp_are_read() -> None:
    """Palettes of Pillow's test suite are read, and broken ones refused."""
    assert len(read_palette(ODD / "full_gimp_palette.gpl")) == 256
    assert len(read_palette(ODD / "custom_gimp_palette.gpl")) == 8
    for name, message in (("bad_palette_entry", "line 6"), ("test", "no colors")):
        with pytest.raises(PaletteError, match=message):
            read_palette(ODD / f"{name}.gpl")
