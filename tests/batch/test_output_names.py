"""Where the results of one input go."""

import os
from pathlib import Path

import pytest

from kquant.batch.inputs import Source
from kquant.batch.job import Job
from kquant.batch.output_names import name_outputs
from kquant.batch.outputs import Output
from kquant.errors import OptionError
from kquant.files.formats import ImageFormat
from kquant.options import UNKNOWN_K, Options


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Work in a folder that holds one folder and one file without suffix."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "here").mkdir()
    (tmp_path / "file").touch()


def targets(source: str, target: str | None = None, **more: object) -> list[str]:
    """Name the outputs at k = 8."""
    return name_outputs(Source(source), Output(target, **more), "8").targets()  # type: ignore[arg-type] # any field


@pytest.mark.parametrize(
    ("source", "target", "expected"),
    [
        ("a.jpg", None, ["a-k8.png", "a-k8-palette.png"]),
        ("in/a.b.jpg", None, ["in/a.b-k8.png", "in/a.b-k8-palette.png"]),
        ("/x/a", None, ["/x/a-k8.png", "/x/a-k8-palette.png"]),
        ("-a.jpg", None, ["-a-k8.png", "-a-k8-palette.png"]),
        ("in/a.jpg", "b.gif", ["b.gif", "b-palette.png"]),
        ("in/a.jpg", "x/b.PNG", ["x/b.PNG", "x/b-palette.png"]),
        ("in/a.jpg", "b.jpeg", ["b.jpeg", "b-palette.png"]),
        ("in/a.jpg", "here", ["here/a-k8.png", "here/a-k8-palette.png"]),
        ("in/a.jpg", "new", ["new/a-k8.png", "new/a-k8-palette.png"]),
        ("in/a.jpg", "new.d/", ["new.d/a-k8.png", "new.d/a-k8-palette.png"]),
        ("in/a.jpg", "-", ["-"]),
        ("-", None, ["-"]),
        ("-", "here", ["here/stdin-k8.png", "here/stdin-k8-palette.png"]),
        ("in/a.jpg", "/dev/null", ["/dev/null"]),
        ("in/a.jpg", "file", ["file"]),
        ("in/a.jpg", "{parent}/{stem}_{k}.{ext}", ["in/a_8.png", "in/a_8-palette.png"]),
        ("in/a.b.jpg", "o/{stem}", ["o/a.b.png", "o/a.b-palette.png"]),
        ("in/a.jpg", "o/{parent}", ["o/in/a-k8.png", "o/in/a-k8-palette.png"]),
        ("in/a.jpg", "{stem}.webp", ["a.webp", "a-palette.png"]),
        ("in/{a}.jpg", "o/{stem}.png", ["o/{a}.png", "o/{a}-palette.png"]),
        ("in/a.jpg", "v1.2", ["v1.2/a-k8.png", "v1.2/a-k8-palette.png"]),
        (
            "in/a.jpg",
            "lw-0.45-16",
            ["lw-0.45-16/a-k8.png", "lw-0.45-16/a-k8-palette.png"],
        ),
        ("in/a.jpg", "b.xyz/", ["b.xyz/a-k8.png", "b.xyz/a-k8-palette.png"]),
        ("in/a.jpg", "o/{{k}}.png", ["o/{k}.png", "o/{k}-palette.png"]),
        ("in/a.jpg", "o/{{{k}}}.png", ["o/{8}.png", "o/{8}-palette.png"]),
        ("in/a.jpg", "o{{k}}", ["o{k}/a-k8.png", "o{k}/a-k8-palette.png"]),
        ("../../in/a.jpg", "o/{parent}/{stem}", ["o/in/a.png", "o/in/a-palette.png"]),
        ("../a.jpg", "o/{parent}/{stem}", ["o/./a.png", "o/./a-palette.png"]),
        ("x/../../a.jpg", "o/{parent}/b.png", ["o/./b.png", "o/./b-palette.png"]),
        ("x/../y/a.jpg", "o/{parent}/b.png", ["o/y/b.png", "o/y/b-palette.png"]),
        ("../in/a.jpg", "{parent}/{stem}", ["../in/a.png", "../in/a-palette.png"]),
    ],
)
def test_names(source: str, target: str | None, expected: list[str]) -> None:
    """Outputs are named by a file, a folder, a template, standard output, or nothing."""
    assert targets(source, target) == expected


@pytest.mark.parametrize(
    ("target", "formats", "expected"),
    [
        (None, None, {"png": "a-k8-palette.png"}),
        (
            None,
            ("hex", "json"),
            {"hex": "a-k8-palette.hex", "json": "a-k8-palette.json"},
        ),
        (None, (), {}),
        ("p.hex", None, {"hex": "p.hex"}),
        ("p.PNG", None, {"png": "p.PNG"}),
        ("p.txt", ("json",), {"json": "p.txt"}),
        ("p.x", ("hex", "json"), {"hex": "p.hex", "json": "p.json"}),
        ("here", ("hex",), {"hex": "here/a-k8-palette.hex"}),
        ("-", ("hex",), {"hex": "-"}),
        ("o/{stem}", ("hex",), {"hex": "o/a.hex"}),
    ],
)
def test_palettes_alone(
    target: str | None, formats: tuple[str, ...] | None, expected: dict[str, str]
) -> None:
    """Without a picture, -o names the palette file."""
    output = Output(target, palette_formats=formats, image=False)
    assert name_outputs(Source("a.jpg"), output, "8") == Job(
        "a.jpg", None, None, expected
    )


@pytest.mark.parametrize(
    ("target", "wanted", "image_format"),
    [
        (None, None, "png"),
        (None, "tiff", "tiff"),
        ("b.tif", None, "tiff"),
        ("b.JPG", "jpg", "jpg"),
        ("here", "bmp", "bmp"),
        ("-", "gif", "gif"),
        ("{stem}.{ext}", "webp", "webp"),
    ],
)
def test_format(
    target: str | None, wanted: ImageFormat | None, image_format: ImageFormat
) -> None:
    """The format is that of --format or of the suffix."""
    job = name_outputs(Source("a.png"), Output(target, wanted), "8")
    assert job.image_format == image_format
    assert Path(str(job.image)).suffix.lower() in {"", f".{image_format}", ".tif"}


@pytest.mark.parametrize(
    ("output", "words"),
    [
        (Output("b.xyz"), "b.xyz: kquant writes png, .* not .xyz"),
        (Output("{stem}.{k}"), "not .8"),
        (Output("b.png", "gif"), "png file, but --format asks for gif"),
        (Output("{nope}.png"), "{nope}.png: a name may contain {stem} {k}"),
        (Output("{}.png"), "may contain"),
        (Output("{stem.png"), "may contain"),
        (Output("{stem.nope}.png"), "may contain"),
        (Output("{stem[a]}.png"), "may contain"),
        (Output(None, palette_formats=("xyz",)), "not as 'xyz'"),
        (Output("p.xyz", image=False), "not as 'xyz'"),
        (Output("-", palette_formats=("hex", "json"), image=False), "one --palette"),
    ],
)
def test_refusals(output: Output, words: str) -> None:
    """Names without meaning are refused with one sentence."""
    with pytest.raises(OptionError, match=words) as caught:
        name_outputs(Source("a.jpg"), output, "8")
    assert "\n" not in str(caught.value)


def test_number_of_colors_that_is_found_later() -> None:
    """The names wait for it, however often and wherever they state it."""
    output = Output("{k}/{stem}-{k}.png", palette_formats=("gpl", "css"))
    job = name_outputs(Source("a.jpg"), output, Options(colors="auto").k_label)
    assert job.k_is_unknown
    named = job.with_k(38)
    assert not named.k_is_unknown
    assert named == name_outputs(Source("a.jpg"), output, "38")
    for known in (Output("x.png"), Output("{{k}}/x.png")):
        assert not name_outputs(Source("{k}.jpg"), known, UNKNOWN_K).k_is_unknown


def test_strange_names() -> None:
    """Names with newlines or bytes that are not UTF-8, or too long, are kept as they are."""
    odd = os.fsdecode(b"a\n\xff.jpg")
    assert targets(odd)[0] == os.fsdecode(b"a\n\xff-k8.png")
    assert targets("a.jpg", "x" * 300 + ".png")[0] == "x" * 300 + ".png"
