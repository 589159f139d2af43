"""Outputs are named and checked for all inputs before any work starts."""

import os
from pathlib import Path
from typing import get_args

import pytest

from kquant.batch.inputs import find_inputs
from kquant.batch.outputs import Existing, Output
from kquant.batch.plan import Plan, plan
from kquant.errors import ImageReadError, ImageWriteError, KquantError, OptionError


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Work in a folder that holds a picture, by name, and a link to it."""
    folder = tmp_path / "here"
    folder.mkdir()
    monkeypatch.chdir(folder)
    Path("a.png").touch()
    Path("link.png").symlink_to("a.png")


def _make(folder: Path, *names: str) -> None:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x")


def _images(planned: Plan) -> list[str | None]:
    return [job.image for job in planned]


def refusal(sources: list[str], output: Output, kind: type[KquantError]) -> str:
    """Return the sentence that a plan ends with."""
    with pytest.raises(kind) as caught:
        plan(find_inputs(sources), output, "8")
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_one_job_an_input() -> None:
    """Jobs come in the order of the inputs."""
    jobs = plan(find_inputs(["b.png", "a.png", "-"]), Output("out"), "8")
    assert [job.source for job in jobs] == ["b.png", "a.png", "-"]


@pytest.mark.parametrize("target", ["a.png", "link.png", "./a.png", "x/../a.png"])
@pytest.mark.parametrize("existing", get_args(Existing))
def test_inputs_are_never_outputs(target: str, existing: Existing) -> None:
    """No option, other spelling or link lets an output replace an input."""
    output = Output(target, existing=existing)
    assert "never overwritten" in refusal(["a.png"], output, ImageWriteError)


def test_a_linked_input_is_not_overwritten() -> None:
    """The file that an input links to is not overwritten either."""
    output = Output("a.png", existing="overwrite")
    assert "a.png is an input" in refusal(["link.png"], output, ImageWriteError)


def test_two_inputs_with_one_output() -> None:
    """Both inputs and the output are named."""
    said = refusal(["x/a.jpg", "y/a.jpg"], Output("out"), OptionError)
    assert "x/a.jpg and y/a.jpg would both be written to out/a-k8.png" in said
    said = refusal(["a.jpg", "a.gif"], Output("o/{stem}.png"), OptionError)
    assert "a.jpg and a.gif" in said
    assert "named twice" in refusal(["a.jpg", "a.jpg"], Output(), OptionError)


def test_one_file_for_several_inputs() -> None:
    """One name, or standard output, holds one result."""
    assert "{stem}" in refusal(["a.jpg", "b.jpg"], Output("c.png"), OptionError)
    assert "one input" in refusal(["a.jpg", "b.jpg"], Output("-"), OptionError)
    assert "once" in refusal(["-", "-"], Output("out"), OptionError)
    assert "-o needs" in refusal(["a.jpg"], Output(""), OptionError)
    assert len(plan(find_inputs(["c.jpg", "d.jpg"]), Output("{stem}.png"), "8")) == 2


def test_existing_outputs() -> None:
    """Existing outputs are refused unless an option says what to do; devices are not."""
    Path("a-k8-palette.png").touch()
    said = refusal(["a.png"], Output(), ImageWriteError)
    assert said.startswith("a-k8-palette.png exists")
    assert plan(find_inputs(["a.png"]), Output(existing="overwrite"), "8")
    assert plan(find_inputs(["a.png"]), Output(existing="skip"), "8")
    assert plan(find_inputs(["a.png"]), Output("/dev/null"), "8")


def test_dangling_links_count_as_existing() -> None:
    """A link that points nowhere is not silently replaced."""
    Path("b.png").symlink_to("nowhere")
    assert "exists" in refusal(["a.png"], Output("b.png"), ImageWriteError)


def test_hopeless_names_are_left_to_the_writer() -> None:
    """A name too long for the system is left to the writer to report."""
    assert plan(
        find_inputs([os.fsdecode(b"\xff.png")]), Output("x" * 300 + ".png"), "8"
    )


def test_folders_are_mirrored(tmp_path: Path) -> None:
    """Under -o FOLDER, pictures keep their places below the folder named."""
    _make(tmp_path / "in", "a.jpg", "sub/b.jpg", "sub/deep/c.jpg")
    inputs = find_inputs([str(tmp_path / "in")], recursive=True)
    out = tmp_path / "out"
    assert _images(plan(inputs, Output(str(out)), "8")) == [
        str(out / "a-k8.png"),
        str(out / "sub" / "b-k8.png"),
        str(out / "sub" / "deep" / "c-k8.png"),
    ]


def test_template_names(tmp_path: Path) -> None:
    """A template has places for the name, its stem, the folder, k and the suffix."""
    template = "o/{parent}/{name}/{stem}_{k}.{ext}"
    inputs = find_inputs(["x/a.b.jpg", "c.gif"])
    images = _images(plan(inputs, Output(template, "gif"), "16"))
    assert images == ["o/x/a.b.jpg/a.b_16.gif", "o/./c.gif/c_16.gif"]


def test_collision_through_another_name(tmp_path: Path) -> None:
    """Outputs are the same file however their folders are written."""
    _make(tmp_path, "a.jpg")
    same = [str(tmp_path / "a.jpg"), str(tmp_path / "." / "x" / ".." / "a.jpg")]
    with pytest.raises(OptionError, match="would both be written"):
        plan(
            find_inputs([same[0], f"{tmp_path}/../{tmp_path.name}/a.jpg"]),
            Output(),
            "8",
        )
    with pytest.raises(OptionError, match="named twice"):
        plan(find_inputs([same[0], same[0]]), Output(), "8")


def test_inputs_are_not_overwritten(tmp_path: Path) -> None:
    """An output that is an input is refused, even if it is to be overwritten."""
    _make(tmp_path, "a.png", "b.jpg")
    output = Output(f"{tmp_path}/{{stem}}.png", existing="overwrite")
    with pytest.raises(ImageWriteError, match=r"a\.png is an input"):
        plan(find_inputs([str(tmp_path)]), output, "8")


def test_nothing_to_do(tmp_path: Path) -> None:
    """No picture at all is an error that says how many files there were."""
    _make(tmp_path, "a.txt", "b.txt")
    with pytest.raises(ImageReadError, match="among 2 files"):
        plan(find_inputs([str(tmp_path)]), Output(), "8")
