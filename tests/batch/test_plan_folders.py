"""Plans of folders: mirrored, without collisions, checked in little memory."""

from pathlib import Path

import pytest

from kquant.batch import clashes
from kquant.batch import plan as planning
from kquant.batch.inputs import Inputs, find_inputs
from kquant.batch.outputs import Output
from kquant.batch.plan import Plan, plan
from kquant.errors import ImageWriteError, OptionError


def _make(folder: Path, *names: str) -> None:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x")


def _images(planned: Plan) -> list[str | None]:
    return [job.image for job in planned]


@pytest.fixture(params=[1000, 0], ids=["one by one", "by listing"])
def few(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Look existing outputs up in both ways."""
    for module in (planning, clashes):
        monkeypatch.setattr(module, "_FEW", request.param)


def test_suffixes_tell_pictures_apart(tmp_path: Path) -> None:
    """Pictures of one stem get their suffixes, whatever else is in the folder."""
    _make(tmp_path, "a.jpg", "a.png", "b.png", "sub/a.png")
    expected = ["a-jpg-k8.png", "a-png-k8.png", "b-k8.png", "a-k8.png"]

    def names() -> list[str]:
        found = find_inputs([str(tmp_path)], recursive=True)
        return [Path(str(path)).name for path in _images(plan(found, Output(), "8"))]

    assert names() == expected
    _make(tmp_path, "c.png", "sub/c.gif")
    assert names() == [*expected[:3], "c-k8.png", *expected[3:], "c-k8.png"]
    _make(tmp_path, "a.gif")
    assert names()[1:4] == ["a-jpg-k8.png", "a-png-k8.png", "b-k8.png"]


def test_results_told_apart_are_no_inputs(tmp_path: Path) -> None:
    """A second run over the folder has the inputs and names of the first."""
    _make(tmp_path, "a.jpg", "a.png")
    call = ([str(tmp_path)], Output(existing="overwrite"), "8")
    first = plan(find_inputs(call[0]), *call[1:])
    for job in first:
        _make(tmp_path, *(Path(path).name for path in job.paths()))
    assert list(plan(find_inputs(call[0]), *call[1:])) == list(first)


def test_names_with_suffixes_are_apart_too(tmp_path: Path) -> None:
    """A third picture whose name is that of another with its suffix moves as well."""
    _make(tmp_path, "a.jpg", "a.png", "a-jpg.gif")
    planned = plan(find_inputs([str(tmp_path)]), Output("o"), "8")
    assert _images(planned) == [
        "o/a-jpg-gif-k8.png",
        "o/a-jpg-k8.png",
        "o/a-png-k8.png",
    ]


def test_templates_are_taken_at_their_word(tmp_path: Path) -> None:
    """Names that the user made up are not changed; the message has a way out."""
    _make(tmp_path, "a.jpg", "a.png", "b.png")
    with pytest.raises(OptionError, match=r"a\.jpg and .*a\.png .*\{name\}"):
        plan(find_inputs([str(tmp_path)]), Output("o/{stem}.png"), "8")
    planned = plan(
        find_inputs([str(tmp_path)]), Output(f"{tmp_path}/o/{{name}}.png"), "8"
    )
    assert len(set(_images(planned))) == 3


def test_palette_may_collide_with_a_picture() -> None:
    """The palette file of one input is no place for the picture of another."""
    with pytest.raises(OptionError, match=r"x-palette\.png"):
        plan(find_inputs(["x.jpg", "x-palette.jpg"]), Output("o/{stem}.png"), "8")


@pytest.mark.usefixtures("few")
def test_existing_outputs(tmp_path: Path) -> None:
    """An output that exists is refused, unless it is to be replaced or left out."""
    _make(tmp_path, "in/s/a.jpg", "in/s/b.jpg", "out/s/b-k8-palette.png")
    inputs = find_inputs([str(tmp_path / "in")], recursive=True)
    out = str(tmp_path / "out")
    with pytest.raises(ImageWriteError, match=r"b-k8-palette\.png exists"):
        plan(inputs, Output(out), "8")
    for existing in ("overwrite", "skip"):
        assert len(plan(inputs, Output(out, existing=existing), "8")) == 2
    assert len(plan(inputs, Output(out), "16")) == 2


@pytest.mark.usefixtures("few")
def test_output_folder_need_not_exist(tmp_path: Path) -> None:
    """Nothing is in a folder that is not there yet."""
    assert (
        len(plan(find_inputs(["a.jpg", "b.jpg"]), Output(f"{tmp_path}/new/x"), "8"))
        == 2
    )


def test_unreadable_folders_alone_are_reported_later() -> None:
    """If the only folder cannot be searched, that is what fails."""
    inputs = Inputs(unreadable=[("secret", "permission denied")])
    assert len(plan(inputs, Output(), "8")) == 0
