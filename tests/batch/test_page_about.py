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
    """A folder is named only to tell several inputs apart; failures have no chapter."""
    made: list[list[tuple[str, str]]] = []

    def text_of(chapters: list[tuple[str, str]]) -> str:
        made.append(list(chapters))
        return "text"

    monkeypatch.setattr(page, "page", text_of)
    target = str(tmp_path / "r.html")
    for sources in (["in/a.png"], ["in/a.png", "-", "in/b.png"]):
        about = PageAbout(Due([target], [target]), Output(), len(sources))
        for source in sources:
            about.add(Outcome(source, "done", chapter="{}"))
        about.add(Outcome("c.png", "failed"))
        assert about.write() == [target]
    assert [name for name, _ in made[0]] == ["a.png"]
    assert [name for name, _ in made[1]] == ["in/a.png", "standard input", "in/b.png"]
    assert PageAbout(Due([target]), Output(), 1).write() == []
