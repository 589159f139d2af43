"""Palette files: what is written is read again, and sloppy files are read too."""

import io
import json
import struct
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from kquant.errors import PaletteError
from kquant.images.palette import Palette
from kquant.palette_files import css
from kquant.palette_files.reading import palette_from, read_palette
from kquant.palette_files.registry import FORMATS
from kquant.palette_files.writing import writer
from kquant.runtime.arrays import F64

ODD = Path(__file__).parents[3] / "shared" / "data" / "odd" / "pillow"
THREE = Palette.from_hex("#e2001a #ffffff #000080", "Flag")
PALETTES = st.lists(
    st.tuples(*[st.integers(0, 255)] * 3), min_size=1, max_size=256
).map(lambda colors: Palette(np.array(colors, dtype=np.uint8), "drawn"))


def written(name: str, palette: Palette, shares: F64 | None = None) -> bytes:
    """Return the contents of a file in a format."""
    file = io.BytesIO()
    writer(name)(palette, shares, file)
    return file.getvalue()


def read_back(tmp_path: Path, name: str, data: bytes) -> Palette:
    """Read contents from a file with a name."""
    path = tmp_path / name
    path.write_bytes(data)
    return read_palette(path)


def test_every_format_has_a_writer() -> None:
    """The names that can be asked for are those that can be written."""
    assert all(callable(writer(name)) for name in FORMATS)


@pytest.mark.parametrize("name", FORMATS)
@settings(max_examples=25)
@given(palette=PALETTES)
def test_what_is_written_is_read_again(
    name: str, palette: Palette, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Colors come back exactly and in order, up to 256 and with repetitions."""
    path = tmp_path_factory.mktemp("round") / f"p{FORMATS[name].suffix}"
    path.write_bytes(written(name, palette))
    assert read_palette(path) == palette


@pytest.mark.parametrize("name", ["gpl", "ase", "json"])
def test_names_are_read_again(tmp_path: Path, name: str) -> None:
    """Formats with room for names keep them, beside colors that have none."""
    palette = Palette(THREE.colors, "Flägge", ("Röt", "", "Navy blue"))
    back = read_back(tmp_path, f"x.{name}", written(name, palette))
    assert (back.name, back.color_names) == ("Flägge", ("Röt", "", "Navy blue"))


def test_gpl_is_what_gimp_documents() -> None:
    """A first line, the name, columns, a comment, then three levels and a name each."""
    assert written("gpl", THREE).decode() == (
        "GIMP Palette\nName: Flag\nColumns: 3\n#\n"
        "226   0  26\t#e2001a\n255 255 255\t#ffffff\n  0   0 128\t#000080\n"
    )


def test_act_is_what_adobe_documents() -> None:
    """256 triplets, then the number of colors and 0xFFFF, high byte first."""
    data = written("act", THREE)
    assert len(data) == 772
    assert data[:9] == bytes.fromhex("e2001affffff000080")
    assert data[9:768] == bytes(759)
    assert data[768:] == b"\x00\x03\xff\xff"


def test_ase_is_what_its_descriptions_say() -> None:
    """Header, a block that opens the group, a color, a block that closes it."""
    data = written("ase", Palette.from_hex("#ff0033", "ab"))
    group = b"\xc0\x01" + struct.pack(">I", 8) + b"\0\3" + "ab\0".encode("utf-16-be")
    label = "#ff0033\0".encode("utf-16-be")
    color = b"\0\x08" + label + b"RGB " + struct.pack(">fff", 1, 0, 0.2) + b"\0\2"
    block = b"\0\1" + struct.pack(">I", len(color)) + color
    end = b"\xc0\x02\0\0\0\0"
    assert data == b"ASEF\0\1\0\0\0\0\0\3" + group + block + end


def test_riff_is_what_windows_documents() -> None:
    """RIFF, PAL, data, version 3.0, the count, and four bytes a color."""
    assert written("riff", THREE) == (
        b"RIFF" + struct.pack("<I", 28) + b"PAL data" + struct.pack("<I", 16)
        + b"\x00\x03\x03\x00" + bytes.fromhex("e2001a00 ffffff00 00008000")
    )  # fmt: skip


def test_text_formats_look_as_expected() -> None:
    """JASC, hex, Paint.NET and CSS, letter by letter."""
    assert written("pal", THREE) == (
        b"JASC-PAL\r\n0100\r\n3\r\n226 0 26\r\n255 255 255\r\n0 0 128\r\n"
    )
    assert written("hex", THREE) == b"e2001a\nffffff\n000080\n"
    assert written("txt", THREE).split(b"\r\n")[1:] == [
        *(b"; Palette Name: Flag", b"FFE2001A", b"FFFFFFFF", b"FF000080", b""),
    ]
    assert written("css", THREE).decode() == (
        ":root {\n  --flag-1: #e2001a;\n  --flag-2: #ffffff;\n  --flag-3: #000080;\n}\n"
    )


def test_css_names_are_identifiers_and_differ(tmp_path: Path) -> None:
    """Names become identifiers; equal ones are told apart by number."""
    palette = Palette(THREE.colors, "", ("Brand Red!", "brand red", ""))
    data = written("css", palette)
    assert [line.split(":")[0].strip() for line in data.decode().split("\n")[1:4]] == [
        *("--brand-red", "--brand-red-2", "--color-3"),
    ]
    assert read_back(tmp_path, "x.css", data).color_names == ("brand-red", "", "")


def test_json_holds_levels_and_shares() -> None:
    """Each color has code, levels and share."""
    content = json.loads(written("json", THREE, np.array([0.5, 0.25, 0.25])))
    assert content["colors"][0] == {
        "hex": "#e2001a", "rgb": [226, 0, 26], "share": 0.5,
    }  # fmt: skip


def ase_color(model: str, *values: float) -> bytes:
    """Return a nameless color block."""
    body = b"\0\0" + model.encode() + struct.pack(f">{len(values)}f", *values) + b"\0\0"
    return b"\0\1" + struct.pack(">I", len(body)) + body


def test_ase_reads_all_four_models(tmp_path: Path) -> None:
    """RGB, gray, CMYK without profile, and Lab (D50; Lindbloom's value of sRGB red)."""
    blocks = [
        ase_color("RGB ", 1, 0.5, 0),
        ase_color("Gray", 0.2),
        ase_color("CMYK", 0, 1, 0.5, 0.2),
        ase_color("LAB ", 0.542917, 80.8125, 69.8851),
        ase_color("LAB ", 1, 0, 0),
    ]
    data = b"ASEF\0\1\0\0" + struct.pack(">I", 5) + b"".join(blocks)
    assert list(read_back(tmp_path, "x.ase", data)) == [
        *("#ff8000", "#333333", "#cc0066", "#ff0000", "#ffffff"),
    ]


def test_ase_is_read_as_far_as_it_goes(tmp_path: Path) -> None:
    """Unknown models and a block that is cut off are passed over."""
    blocks = ase_color("HSB ", 1, 1, 1) + ase_color("RGB ", 0, 0, 1)
    data = b"ASEF\0\1\0\0\0\0\0\7" + blocks + ase_color("RGB ", 1, 1, 1)[:-8]
    assert list(read_back(tmp_path, "x.ase", data)) == ["#0000ff"]


def test_act_count_transparency_and_filling(tmp_path: Path) -> None:
    """The count cuts, the transparent entry goes, and blacks at the end are filling."""
    table = bytes.fromhex("000000 ff0000 00ff00 0000ff").ljust(768, b"\0")
    cut = read_back(tmp_path, "a.act", table + b"\0\3\0\1")
    assert list(cut) == ["#000000", "#00ff00"]
    filled = read_back(tmp_path, "b.act", table)
    assert list(filled) == ["#000000", "#ff0000", "#00ff00", "#0000ff"]
    no_black = read_back(tmp_path, "c.act", table[3:] + b"\0\0\0")
    assert list(no_black) == ["#ff0000", "#00ff00", "#0000ff", "#000000"]
    assert list(read_back(tmp_path, "d.act", table[:7])) == ["#000000", "#ff0000"]


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
def test_sloppy_files_are_read(tmp_path: Path, name: str) -> None:
    """Missing headers, odd line ends, marks, comments and alpha do not matter."""
    palette = read_back(tmp_path, name, SLOPPY[name])
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
    tmp_path: Path, name: str
) -> None:
    """One sentence names the file and what is wrong with it."""
    data, message = BROKEN[name]
    with pytest.raises(PaletteError, match=f"(?s){name} .*{message}"):
        read_back(tmp_path, name, data)


def test_a_missing_file_and_a_folder_are_named(tmp_path: Path) -> None:
    """Neither can be read."""
    for path in (tmp_path / "no.gpl", tmp_path):
        with pytest.raises(PaletteError, match=path.name):
            read_palette(path)


def test_repeated_colors_make_room_for_256(tmp_path: Path) -> None:
    """A longer file is read if no more than 256 of its colors are different."""
    lines = [f"{i:06x}" for i in range(256)]
    palette = read_back(tmp_path, "x.hex", "\n".join(lines[:9] + lines).encode())
    assert [code[1:] for code in palette] == lines
    with pytest.raises(PaletteError, match="257 different colors"):
        read_back(tmp_path, "x.hex", "\n".join([*lines, "ffffff"]).encode())


def test_pictures_are_palettes_row_by_row(tmp_path: Path) -> None:
    """The visible colors of a picture, as they are met from the upper left."""
    pixels = np.zeros((2, 2, 4), dtype=np.uint8)
    pixels[0] = [[255, 255, 255, 255], [226, 0, 26, 255]]
    pixels[1] = [[1, 2, 3, 0], [226, 0, 26, 255]]
    Image.fromarray(pixels).save(tmp_path / "x.png")
    assert list(read_palette(tmp_path / "x.png")) == ["#ffffff", "#e2001a"]


def test_a_picture_of_many_colors_is_no_palette(tmp_path: Path) -> None:
    """257 colors are too many."""
    ramp = np.zeros((1, 257, 3), dtype=np.uint8)
    ramp[0, :, 0] = np.arange(257) % 256
    ramp[0, 256, 1] = 1
    Image.fromarray(ramp).save(tmp_path / "x.png")
    with pytest.raises(PaletteError, match="more than 256 colors"):
        read_palette(tmp_path / "x.png")


def test_a_list_comes_before_a_file_of_that_name(tmp_path: Path) -> None:
    """A list is a list; what is none is a file, or else an error."""
    assert palette_from("#e2001a,#fff,navy") == THREE
    (tmp_path / "red").write_bytes(b"GIMP Palette\n1 2 3\n")
    assert list(palette_from(str(tmp_path / "red"))) == ["#010203"]
    with pytest.raises(PaletteError, match=r"'rod' is not a color.*palette file"):
        palette_from("rod,blue")


@pytest.mark.skipif(not ODD.is_dir(), reason="the folder ../shared is not here")
def test_palettes_of_gimp_are_read() -> None:
    """Three files of Pillow's test suite are read, and a broken one refused."""
    assert len(read_palette(ODD / "full_gimp_palette.gpl")) == 256
    assert len(read_palette(ODD / "custom_gimp_palette.gpl")) == 8
    for name, message in (("bad_palette_entry", "line 6"), ("test", "no colors")):
        with pytest.raises(PaletteError, match=message):
            read_palette(ODD / f"{name}.gpl")


@pytest.mark.parametrize("name", list(FORMATS))
def test_names_that_are_not_text(tmp_path: Path, name: str) -> None:
    """Bytes of a file name that are not text are escaped, in names of colors, too."""
    odd = "caf\udce9"
    palette = Palette.from_hex("#e2001a #000080", odd)
    palette = replace(palette, color_names=(odd, ""))
    path = tmp_path / f"a{FORMATS[name].suffix}"
    with path.open("wb") as file:
        writer(name)(palette, None, file)
    again = read_palette(path)
    assert again.hex() == palette.hex()
    assert again.name in {"a", "caf\\udce9"}
    assert again.color_names in {(), ("caf\\udce9", ""), ("caf", "")}  # CSS has no \\


@pytest.mark.parametrize("code", ["\\ud800", "\\udfff\\ud800"])
def test_lone_surrogates_in_json(tmp_path: Path, code: str) -> None:
    """A palette whose names are broken is still a palette."""
    path = tmp_path / "a.json"
    path.write_text(f'{{"name": "{code}", "colors": ["#e2001a"]}}')
    assert read_palette(path).name == code


@pytest.mark.parametrize("suffix", [".css", ".hex", ".gpl", ".json", ".act", ".txt"])
def test_a_large_file_is_no_palette(tmp_path: Path, suffix: str) -> None:
    """It is refused by its size, before any of it is looked at."""
    path = tmp_path / f"x{suffix}"
    path.write_bytes(b"#010203\n" * (1 << 17) + b"\n")
    with pytest.raises(PaletteError, match="too large for a palette, which has 1 MiB"):
        read_palette(path)


def test_a_row_of_dashes_is_looked_at_once() -> None:
    """Work that grows with the square of the length would not end today."""
    content = b"-" * 1_000_000
    with pytest.raises(PaletteError, match="no colors"):
        css.read(content)
    assert list(css.read(content[:9] + b"a: red;--b:red; $c : rgb(1,2,3)")) == [
        "#ff0000",
        "#ff0000",
        "#010203",
    ]


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
def test_endless_numbers(tmp_path: Path, name: str, content: str) -> None:
    """Python converts at most 4,300 digits; no level has as many."""
    path = tmp_path / name
    path.write_text(content.format("9" * 5000))
    with pytest.raises(PaletteError) as caught:
        read_palette(path)
    assert len(str(caught.value)) < 160 + len(str(path))
