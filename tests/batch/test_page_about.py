"""The page about all inputs: its name, and the names of its chapters."""

from pathlib import Path

import pytest

from kquant.batch.existing import Due
from kquant.batch.outcome import Outcome
from kquant.batch.outputs import Output
from kquant.batch.page_about import PageAbout, name_page
from kquant.errors import OptionError
from kquant.report import page


@pytest.mark.parametrize("target", ["x.png", "-", "page", "{stem}.html"])
def test_names_of_no_page(target: str) -> None:
    """A page has one name, with the suffix of a page."""
    with pytest.raises(OptionError, match="--report"):
        name_page(Output(report=target))


def test_names_of_chapters(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Folders are named only to tell inputs apart; failures have no chapter."""
    made: list[list[str]] = []

    def text_of(chapters: list[tuple[str, str]]) -> str:
        made.append([name for name, _ in chapters])
        return "text"

    monkeypatch.setattr(page, "page", text_of)
    target = str(tmp_path / "r.html")
    here = str(Path.cwd() / "here")
    for sources in (
        ["in/a.png"],
        ["../in/a.png", "-", "../in/b.png"],
        ["../a.png", "../in/a.png"],
        [f"{here}/a.png", "here/sub/a.png"],
        ["-"],
    ):
        about = PageAbout(Due([target], [target]), Output())
        for source in sources:
            about.add(Outcome(source, "done", chapter="{}"))
        about.add(Outcome("c.png", "failed"))
        assert about.write() == [target]
    assert made == [
        ["a.png"],
        ["a.png", "standard input", "b.png"],
        ["a.png", str(Path("in/a.png"))],
        ["a.png", str(Path("sub/a.png"))],
        ["standard input"],
    ]
    assert PageAbout(Due([target]), Output()).write() == []
