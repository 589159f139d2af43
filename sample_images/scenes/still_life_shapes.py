"""The solids of the still life: distances, shape (n,), from points, shape (3, n)."""

import numpy as np

from scenes import sdf
from scenes.paint import smoothstep
from scenes.sdf import column, join

JUG = (-0.95, 0, -0.35)
APPLE = (1.02, 0.31, 0.85)
MARBLE = (0.50, 0.13, 1.36)
MARBLE_RADIUS = 0.109
WALL = -1.9
JUG_HEIGHTS = np.linspace(0, 2.12, 400)
JUG_RADII = np.interp(
    JUG_HEIGHTS,
    (0, 0.06, 0.2, 0.4, 0.65, 0.9, 1.15, 1.35, 1.55, 1.75, 1.95, 2.05, 2.12),
    (0.40, 0.44, 0.54, 0.66, 0.73, 0.71, 0.60, 0.47, 0.36, 0.31, 0.33, 0.37, 0.39),
)
SMOOTHING = np.hanning(63)[1:-1] / 31
JUG_RADII = np.convolve(np.pad(JUG_RADII, 30, "edge"), SMOOTHING, "valid")


def jug(p):
    """Return the distance to a hollow jug with one handle."""
    q = sdf.turn(p - column(*JUG), 1, -28)
    outside = sdf.lathe(q, JUG_HEIGHTS, JUG_RADII)
    hollow = sdf.capsule(q, (0, 1.6, 0), (0, 2.6, 0), 0.25, 0.42)
    stretched = (q - column(0.50, 1.42, 0)) / column(0.82, 1.15, 1)
    handle = sdf.torus(stretched, (0, 0, 0), 0.42, 0.072)
    shell = sdf.carve(outside, hollow, 0.04)
    solid_handle = np.maximum(handle, 0.02 - outside) * 0.8
    return join(shell, solid_handle, 0.07)


def standing_frame(p):
    """Move points into the frame of the standing pear."""
    return sdf.turn(sdf.turn(p - column(0.30, 0.02, 0.12), 1, 20), 2, 4)


def lying_frame(p):
    """Move points into the frame of the pear that lies on its side."""
    q = sdf.turn(sdf.turn(p - column(1.36, 0.41, 0.0), 1, 14), 2, 97)
    return q + column(0, 0.42, 0)


def pear(q):
    """Return the distance to a pear, in its frame: a belly and a top, joined."""
    belly = sdf.ellipsoid(q, (0, 0.40, 0), (0.43, 0.41, 0.43))
    top = sdf.sphere(q, (0.03, 0.93, 0), 0.165)
    return join(belly, top, 0.40)


def pear_stem(q):
    """Return the distance to the stem of a pear, in its frame."""
    return sdf.capsule(q, (0.03, 1.02, 0), (0.10, 1.36, 0.03), 0.022, 0.032)


def apple_frame(p):
    """Move points into the frame of the apple, which leans a little."""
    return sdf.turn(p - column(*APPLE), 0, 14)


def apple(q):
    """Return the distance to an apple, in its frame: a ring with a closed hole."""
    x, y, z = q
    ring = np.hypot(x, z) - 0.165
    return (np.hypot(ring, y * (0.94 + 0.16 * y)) - 0.29) * 0.9


def apple_stem(q):
    """Return the distance to the stem of the apple, in its frame."""
    return sdf.capsule(q, (0, 0, 0), (0.07, 0.42, 0), 0.016, 0.026)


def fruit(p):
    """Return the distances to the pears, to the apple, and to all their stems."""
    standing, lying, leaning = standing_frame(p), lying_frame(p), apple_frame(p)
    pears = [sdf.bounded(pear, q, (0, 0.55, 0), 0.62) for q in (standing, lying)]
    stems = [
        sdf.bounded(pear_stem, standing, (0.06, 1.19, 0), 0.24),
        sdf.bounded(pear_stem, lying, (0.06, 1.19, 0), 0.24),
        sdf.bounded(apple_stem, leaning, (0.03, 0.21, 0), 0.26),
    ]
    apples = sdf.bounded(apple, leaning, (0, 0, 0), 0.5)
    return np.minimum(*pears), apples, np.minimum.reduce(stems)


def egg(p, center, spin):
    """Return the distance to an egg that lies on its side."""
    q = sdf.turn(p - column(*center), 1, spin)
    q[1:] *= 1 + 0.55 * q[0]
    return sdf.ellipsoid(q, (0, 0, 0), (0.29, 0.215, 0.215)) * 0.8


def eggs(p):
    """Return the distance to the two eggs."""
    return np.minimum(egg(p, (-0.42, 0.22, 0.98), 35), egg(p, (-0.98, 0.2, 0.88), -50))


def cloth_frame(p):
    """Move points into the frame of the cloth, which is slightly turned."""
    return sdf.turn(p - column(0.75, 0, 0.45), 1, 17)


def cloth(p):
    """Return the distance to a rippled linen cloth on the table."""
    x, _, z = cloth_frame(p)
    edge_x = 1.75 + 0.05 * np.sin(3.1 * z + 1)
    edge_z = 1.12 + 0.04 * np.sin(2.3 * x)
    inset = np.maximum(np.abs(x) - edge_x, np.abs(z) - edge_z)
    away = smoothstep(0.1, 1.3, np.hypot(x + 0.35, (z + 0.1) * 1.4))
    bend = 5.2 * x + 2.4 * z + 1.3 * np.sin(1.9 * z + 0.8 * x)
    folds = 0.17 * (0.5 + 0.5 * np.sin(bend)) ** 2
    folds = folds + 0.03 * (1 + np.sin(7.1 * z - 3 * x))
    hem = 0.3 + 0.7 * smoothstep(0, 0.6, -inset)
    height = 0.014 + away * hem * folds
    return np.maximum(0.62 * (p[1] - height), inset * 0.9)


def parts(p):
    """Return the distances to all parts, in the order of the materials."""
    pears, apples, stems = fruit(p)
    return [
        p[1],
        p[2] - WALL,
        cloth(p),
        sdf.bounded(jug, p, (-0.75, 1.05, -0.35), 1.3),
        pears,
        apples,
        sdf.bounded(eggs, p, (-0.7, 0.2, 0.93), 0.62),
        stems,
        sdf.sphere(p, MARBLE, MARBLE_RADIUS),
    ]
