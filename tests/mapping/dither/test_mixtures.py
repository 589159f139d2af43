"""Mixtures: shares that have the light of a color."""

import numpy as np
import pytest

from kquant.images.palette import Palette
from kquant.mapping.dither.light import ONE, light_of
from kquant.mapping.dither.mixtures import Mixtures, find_mixtures
from kquant.runtime.arrays import F64

INKS = "#000000 #ffffff #00ff00 #0000ff #ff0000 #ffff00 #ff8000"


def shares(mixtures: Mixtures) -> F64:
    """Return the share of each of the m entries, shape (m, n)."""
    ends = mixtures.parts / 65536
    edges = [np.zeros_like(ends[:1]), ends, np.ones_like(ends[:1])]
    parts: F64 = np.diff(np.concatenate(edges), axis=0)
    return parts


def light_of_mixtures(mixtures: Mixtures, palette: Palette) -> F64:
    """Return the mean light of mixtures, shape (3, n), in 0..1."""
    entries = light_of(palette.colors)[mixtures.entries] / ONE
    light: F64 = (shares(mixtures)[:, :, None] * entries).sum(axis=0).T
    return light


def test_a_quarter_of_the_light_is_a_quarter_of_white() -> None:
    """Of black and white, a quarter of full light takes a quarter of white."""
    light = np.full((3, 1), ONE / 4, dtype=np.float32)

    mixtures = find_mixtures(light, Palette.from_hex("#000000 #ffffff"))

    white = shares(mixtures)[mixtures.entries == 1].sum()
    assert white == pytest.approx(0.25, abs=1e-4)


def test_orange_and_blue_by_hand() -> None:
    """A half red, a quarter green and a quarter blue have the light (1/2, 1/4, 1/4)."""
    light = np.array([[ONE / 2], [ONE / 4], [ONE / 4]], dtype=np.float32)
    palette = Palette.from_hex("#ff0000 #00ff00 #0000ff")

    mixtures = find_mixtures(light, palette)

    found = [shares(mixtures)[mixtures.entries == i].sum() for i in range(3)]
    assert found == pytest.approx([0.5, 0.25, 0.25], abs=1e-3)


def test_what_can_be_mixed_is_mixed() -> None:
    """Of 2000 colors among seven inks, 99 % have their light within 3 % of full light.

    Entries go from dark to light. Six of seven entries do not hold every color.
    """
    palette = Palette.from_hex(INKS)
    weights = np.random.default_rng(0).dirichlet(np.ones(7), 2000)
    light = np.rint((weights @ light_of(palette.colors)).T).astype(np.float32)

    mixtures = find_mixtures(light, palette)

    off = np.abs(light_of_mixtures(mixtures, palette) - light / ONE).max(axis=0)
    assert np.quantile(off, 0.99) < 0.03
    assert (np.diff(mixtures.parts.astype(int), axis=0) >= 0).all()
    order = [0, 3, 4, 6, 2, 5, 1]  # black, blue, red, orange, green, yellow, white
    ranks = np.argsort(order)[mixtures.entries]
    assert (np.diff(ranks, axis=0) >= 0).all()
