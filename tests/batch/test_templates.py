"""Templates: existing folders, doubled braces, and no way out of the folder."""

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kquant.batch.templates import filled_in, is_template, plain, settled

parts = st.sampled_from(["..", ".", "a", "..b", "{k}"])
parents = st.lists(parts, min_size=1, max_size=6).map("/".join)
names = st.text(st.sampled_from("a{}. "), min_size=1, max_size=8)


@given(parents)
def test_no_parent_leads_out_of_the_folder(parent: str) -> None:
    """However often it goes up, the results stay below the folder named."""
    places = dict.fromkeys(("stem", "k", "ext", "name"), "x")
    path = filled_in("out/{parent}/{stem}.png", {**places, "parent": parent})
    assert os.path.normpath(path).startswith("out/")
    beside = filled_in("{parent}/{stem}.png", {**places, "parent": parent})
    assert beside == f"{parent}/x.png"


@given(names)
def test_doubled_braces_are_single_ones(name: str) -> None:
    """Any name can be written that way, in a template and outside of one."""
    doubled = name.replace("{", "{{").replace("}", "}}")
    assert not is_template(doubled)
    assert plain(doubled) == name
    assert filled_in(doubled + "/{k}", {"k": "8", "parent": ""}) == f"{name}/8"


def test_existing_folders_are_taken_as_they_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Their braces are no places, and those that follow them are."""
    monkeypatch.chdir(tmp_path)
    Path("my{photos}", "br{k}").mkdir(parents=True)
    assert settled("my{photos}") == "my{{photos}}"
    assert settled("my{photos}/br{k}/{stem}.png") == "my{{photos}}/br{{k}}/{stem}.png"
    assert settled("my{photos}/new{k}") == "my{{photos}}/new{k}"
    assert settled("{stem}.png") == "{stem}.png"
    assert settled("a.png") == "a.png"
    assert is_template(settled("my{photos}/{stem}"))
    assert not is_template(settled("my{photos}"))
