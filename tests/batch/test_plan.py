"""Outputs are checked for all inputs before any work starts."""

import os
from pathlib import Path
from typing import get_args

import pytest

from kquant.batch.inputs import find_inputs
from kquant.batch.outputs import Existing, Output
from kquant.batch.plan import plan
from kquant.errors import ImageWriteError, KquantError, OptionError


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Work in a folder that holds a picture, by name, and a link to it."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.png").touch()
    (tmp_path / "link.png").symlink_to("a.png")


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
    """Neither by another spelling nor through a link, and with no option."""
    output = Output(target, existing=existing)
    assert "never overwritten" in refusal(["a.png"], output, ImageWriteError)


def test_a_linked_input_is_not_overwritten() -> None:
    """What an input links to is as safe as the input."""
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
    """They are refused unless something is said about them; devices are not."""
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
    """A name too long for the system is no reason to break while planning."""
    assert plan(
        find_inputs([os.fsdecode(b"\xff.png")]), Output("x" * 300 + ".png"), "8"
    )
