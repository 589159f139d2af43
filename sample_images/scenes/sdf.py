"""Signed distances, shape (n,), from points, shape (3, n), to solids."""

import numpy as np


def column(*values):
    """Make a point or a direction that broadcasts against shape (3, n)."""
    return np.array(values, np.float32)[:, None]


def length(p):
    """Return the lengths, shape (n,), of vectors, shape (k, n)."""
    return np.sqrt(np.einsum("in,in->n", p, p))


def turn(p, axis, degrees):
    """Rotate points around the coordinate axis with the number `axis`."""
    i, j = ((1, 2), (2, 0), (0, 1))[axis]
    cosine, sine = np.cos(np.radians(degrees)), np.sin(np.radians(degrees))
    turned = p.copy()
    turned[i] = np.float32(cosine) * p[i] - np.float32(sine) * p[j]
    turned[j] = np.float32(sine) * p[i] + np.float32(cosine) * p[j]
    return turned


def mirror(p):
    """Fold the left half of space onto the right half."""
    folded = p.copy()
    np.abs(p[0], out=folded[0])
    return folded


def sphere(p, center, radius):
    """Return the distance to a sphere."""
    return length(p - column(*center)) - radius


def ellipsoid(p, center, radii):
    """Return the distance to an ellipsoid, exact to first order near its surface."""
    q = p - column(*center)
    k0 = length(q / column(*radii))
    k1 = length(q / column(*radii) ** 2)
    return k0 * (k0 - 1) / np.maximum(k1, 1e-6)


def capsule(p, start, end, radius, end_radius=None):
    """Return the distance to a rod with round ends; it may taper to `end_radius`."""
    axis = column(*end) - column(*start)
    q = p - column(*start)
    t = np.clip(np.einsum("in,in->n", q, axis) / np.sum(axis * axis), 0, 1)
    taper = 0 if end_radius is None else (end_radius - radius) * t
    return length(q - axis * t) - radius - taper


def torus(p, center, ring, tube):
    """Return the distance to a torus in the xy plane."""
    x, y, z = p - column(*center)
    return np.hypot(np.hypot(x, y) - ring, z) - tube


def lathe(p, heights, radii):
    """Return the distance to a vase of radius ``radii[i]`` at height ``heights[i]``."""
    around = np.hypot(p[0], p[2])
    side = around - np.interp(p[1], heights, radii).astype(np.float32)
    return np.maximum(0.7 * side, np.maximum(heights[0] - p[1], p[1] - heights[-1]))


def bounded(solid, p, center, radius, margin=0.6):
    """Return the distance to a `solid` that is inside a sphere.

    It is computed only for points within `margin` of the sphere. For other points,
    the distance to the sphere is good enough.
    """
    distance = sphere(p, center, radius)
    close = distance < margin
    if close.any():
        distance[close] = solid(p[:, close])
    return distance


def join(a, b, softness):
    """Unite two solids with a fillet of size `softness`."""
    h = np.maximum(softness - np.abs(a - b), 0) / softness
    return np.minimum(a, b) - h * h * softness / 4


def carve(a, b, softness):
    """Remove solid `b` from solid `a`, and round the edge by `softness`."""
    return -join(-a, b, softness)
