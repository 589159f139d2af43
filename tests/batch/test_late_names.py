"""Names that meet when the number of colors is known lose no result."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from kquant.batch.inputs import find_inputs
from kquant.batch.job import numbered
from kquant.batch.late_names import may_meet
from kquant.batch.outcome import Outcome
from kquant.batch.outputs import Existing, Output
from kquant.batch.plan import plan
from kquant.batch.run import run
from kquant.files.identity import Spelling
from kquant.options import UNKNOWN_K, Options

AUTO = Options(colors="auto", max_error=0.5)


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Work in a folder with a picture of twelve colors and one of two."""
    monkeypatch.chdir(tmp_path)
    for name, count in (("a", 12), ("a1", 2)):
        ramp = np.linspace(0, 255, count).astype(np.uint8)
        Image.fromarray(np.repeat(ramp[None], 4, axis=0)).save(f"{name}.bmp")


def outcomes(*sources: str, existing: Existing = "overwrite") -> list[Outcome]:
    """Run over some inputs, whose results are named by stem and number."""
    output = Output("{stem}{k}.png", palette_formats=(), existing=existing)
    return list(run(plan(find_inputs(sources), output, AUTO.k_label), AUTO))


@pytest.mark.parametrize("existing", ["refuse", "overwrite", "skip"])
@pytest.mark.parametrize("sources", [("a.bmp", "a1.bmp"), ("a1.bmp", "a.bmp")])
def test_the_second_of_two_results_is_refused(
    existing: Existing, sources: tuple[str, str]
) -> None:
    """12 colors of a and 2 of a1 are both a12.png: the first keeps the name."""
    first, second = outcomes(*sources, existing=existing)
    assert (first.status, first.written) == ("done", ("a12.png",))
    assert second.status == "failed"
    assert f"{sources[1]} would be written to a12.png as well" in second.error
    assert len(second.error) <= 160
    with Image.open("a12.png") as image:
        assert len(image.getcolors() or []) == (12 if sources[0] == "a.bmp" else 2)


def test_an_earlier_result_is_replaced() -> None:
    """What was there before the run is overwritten, as was asked."""
    Path("a12.png").touch()
    assert [x.status for x in outcomes("a1.bmp", "a.bmp")] == ["done", "failed"]
    assert Path("a12.png").stat().st_size


def test_usual_names_cannot_meet() -> None:
    """Then pictures are done by several processes, in any order."""
    names = [f"IMG_{i:04}-k{UNKNOWN_K}{x}.png" for i in range(9) for x in ("", "-p")]
    assert not may_meet(names, Spelling())
    assert may_meet([*names, f"IMG_0001-k1{UNKNOWN_K}.png"], Spelling())
    assert may_meet([f"a{UNKNOWN_K}.png", "A7.png"], Spelling())


parts = st.lists(st.sampled_from(["a", "1", "2", "-"]), max_size=3).map("".join)
late = st.tuples(parts, st.sampled_from([UNKNOWN_K, UNKNOWN_K, ""]), parts)


@given(st.sets(late.map("".join).filter(bool), min_size=2, max_size=4))
def test_names_that_meet_are_always_found(names: set[str]) -> None:
    """Whatever stands around the number."""
    made = [name for path in names for name in set(numbered(path))]
    if len(set(made)) < len(made):
        assert may_meet(names, Spelling())
