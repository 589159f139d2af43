"""A small ray marcher: camera, soft shadows, ambient occlusion, antialiasing."""

from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial

import numpy as np

from scenes.paint import tone_map
from scenes.sdf import column, length

CHUNK = 16384  # rays traced together: few enough for the cache
EDGE = 0.05  # pixels that differ this much from a neighbor are antialiased


@dataclass(frozen=True)
class View:
    """A camera, and the part of every ray, `near` to `far`, that can hit a solid."""

    eye: tuple[float, float, float]
    target: tuple[float, float, float]
    zoom: float
    size: tuple[int, int]
    near: float
    far: float

    def rays(self, x, y):
        """Return directions, shape (3, n), through pixel positions, shape (n,)."""
        width, height = self.size
        ahead = unit(column(*self.target) - column(*self.eye))
        right = unit(np.cross(ahead, column(0, 1, 0), axis=0))
        up = np.cross(right, ahead, axis=0)
        u, v = (x - width / 2) / height, (height / 2 - y) / height
        return unit(self.zoom * ahead + right * u + up * v).astype(np.float32)


@dataclass(frozen=True)
class Scene:
    """Solids and their look.

    `parts` maps points, (3, n), to a list of distances, (n,), one for each solid.
    `shade` maps a `Hit` to linear light, (3, n). `backdrop` does the same for the
    rays, (3, n), that hit nothing.
    """

    parts: Callable
    shade: Callable
    backdrop: Callable

    def distance(self, points):
        """Return the distance, (n,), from points, (3, n), to the nearest solid."""
        return np.minimum.reduce(self.parts(points))


@dataclass(frozen=True)
class Hit:
    """Where rays hit: points, normals and rays, (3, n), and numbers of parts, (n,)."""

    points: np.ndarray
    normals: np.ndarray
    rays: np.ndarray
    part: np.ndarray


def unit(vectors):
    """Scale vectors, shape (3, n), to length 1."""
    return vectors / np.maximum(length(vectors), 1e-9)


def dot(a, b):
    """Return the dot products, shape (n,), of vectors, shapes (3, n) or (3, 1)."""
    return (a * b).sum(axis=0)


def reflect(rays, normals):
    """Mirror rays, shape (3, n), at surfaces."""
    return rays - 2 * dot(rays, normals) * normals


def march(scene, view, rays):
    """Follow each ray to the first solid; return the distances, shape (n,)."""
    eye = column(*view.eye)
    travel = np.full(rays.shape[1], view.near, np.float32)
    active = np.arange(rays.shape[1])
    for _ in range(110):
        gap = scene.distance(eye + rays[:, active] * travel[active])
        travel[active] += gap
        active = active[(gap > 0.0012) & (travel[active] < view.far)]
        if not active.size:
            break
    return travel


def normals_at(scene, points, step=0.0015):
    """Return surface normals, shape (3, n), from four distances around each point."""
    normals = np.zeros_like(points)
    for corner in ((1, -1, -1), (-1, -1, 1), (-1, 1, -1), (1, 1, 1)):
        way = column(*corner)
        normals += way * scene.distance(points + way * step)
    return unit(normals)


def soft_shadow(scene, points, toward, width=0.12, reach=4.0):
    """Return the share of a wide light at `toward` that points see, shape (n,)."""
    travel = np.full(points.shape[1], 0.02, np.float32)
    light = np.ones(points.shape[1], np.float32)
    active = np.arange(points.shape[1])
    for _ in range(40):
        gap = scene.distance(points[:, active] + toward * travel[active])
        light[active] = np.minimum(light[active], gap / (width * travel[active]))
        travel[active] += np.clip(gap, 0.02, 0.35)
        active = active[(light[active] > -1) & (travel[active] < reach)]
        if not active.size:
            break
    light = np.maximum(light, -1)
    return 0.25 * (1 + light) ** 2 * (2 - light)


def sunlight(scene, hit, toward, width):
    """Return the light of a wide lamp at `toward` on a `Hit`, shape (n,)."""
    facing = np.maximum(dot(hit.normals, toward), 0)
    lit = facing > 0
    start = hit.points[:, lit] + 0.012 * hit.normals[:, lit]
    facing[lit] *= soft_shadow(scene, start, toward, width)
    return facing


def occlusion(scene, points, normals, reach=0.5):
    """Return roughly how much of the surroundings points see, shape (n,)."""
    blocked = np.zeros(points.shape[1], np.float32)
    for i, step in enumerate(np.geomspace(0.03, reach, 5).astype(np.float32)):
        gap = scene.distance(points + normals * step)
        blocked += (step - gap) / step * 0.34 * 0.85**i
    return np.clip(1 - blocked, 0.06, 1)


def trace(scene, view, x, y):
    """Return the sRGB values, shape (3, n), seen at pixel positions of shape (n,)."""
    rays = view.rays(x, y)
    travel = march(scene, view, rays)
    solid = travel < view.far
    light = np.empty_like(rays)
    light[:, ~solid] = scene.backdrop(rays[:, ~solid])
    if solid.any():
        points = column(*view.eye) + rays[:, solid] * travel[solid]
        part = np.argmin(scene.parts(points), axis=0)
        normals = normals_at(scene, points)
        light[:, solid] = scene.shade(Hit(points, normals, rays[:, solid], part))
    return tone_map(light)


def trace_all(scene, view, x, y):
    """Do the same as `trace`, chunk by chunk on all processors."""
    count = -(-x.size // CHUNK)
    pieces = np.array_split(x, count), np.array_split(y, count)
    with ProcessPoolExecutor() as pool:
        return np.hstack(list(pool.map(partial(trace, scene, view), *pieces)))


def edges(image):
    """Mark the pixels, shape (h, w), where an image, (3, h, w), changes sharply."""
    rough = np.zeros(image.shape[1:], bool)
    down = (np.abs(np.diff(image, axis=1)) > EDGE).any(axis=0)
    across = (np.abs(np.diff(image, axis=2)) > EDGE).any(axis=0)
    rough[:-1] |= down
    rough[1:] |= down
    rough[:, :-1] |= across
    rough[:, 1:] |= across
    return rough


def render(scene, view):
    """Render an image, shape (3, h, w): one ray per pixel, five at edges."""
    width, height = view.size
    y, x = np.mgrid[:height, :width].astype(np.float32) + 0.5
    image = trace_all(scene, view, x.ravel(), y.ravel()).reshape(3, height, width)
    rough = edges(image)
    shifts = np.array([[-0.12, 0.38, 0.12, -0.38], [-0.38, -0.12, 0.38, 0.12]])
    near_x, near_y = np.stack([x[rough], y[rough]])[:, None] + shifts[..., None]
    extra = trace_all(scene, view, near_x.ravel(), near_y.ravel())
    image[:, rough] += extra.reshape(3, 4, -1).sum(axis=1)
    image[:, rough] /= 5
    return image
