"""A still life: a jug, pears, an apple, eggs, and one small green marble."""

from collections.abc import Callable
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from scenes import still_life_colors as colors
from scenes import tracer
from scenes.paint import linear, mix, smoothstep, to_bytes
from scenes.sdf import column
from scenes.still_life_shapes import MARBLE, WALL, parts
from scenes.tracer import dot, reflect, unit

VIEW = tracer.View(
    eye=(0.25, 2.35, 7.4),
    target=(0.12, 0.86, 0),
    zoom=2.15,
    size=(1200, 900),
    near=4.0,
    far=14.0,
)
KEY = unit(column(-0.70, 0.62, 0.42))
FILL = unit(column(-0.6, 0.6, 0.5))
WINDOW_RIGHT = unit(np.cross(KEY, column(0, 1, 0), axis=0))
WINDOW_UP = np.cross(WINDOW_RIGHT, KEY, axis=0)


class Material(NamedTuple):
    """The look of a part; `color` maps points, (3, n), to their albedo, (3, n)."""

    color: Callable | None
    gloss: float
    roughness: float
    bumpiness: float


# In the order of the parts; the marble comes last and has a function of its own.
MATERIALS = (
    Material(colors.table_color, 0.10, 0.6, 0.03),
    Material(colors.wall_color, 0, 1, 0.035),
    Material(colors.cloth_color, 0, 1, 0.03),
    Material(colors.jug_color, 0.16, 0.2, 0.018),
    Material(colors.pear_color, 0.12, 0.28, 0.025),
    Material(colors.apple_color, 0.35, 0.1, 0.008),
    Material(colors.egg_color, 0.04, 0.5, 0.015),
    Material(colors.stem_color, 0.03, 0.6, 0.1),
    Material(None, 1, 0.025, 0),
)
GLASS = len(MATERIALS) - 1


def window(points):
    """Return how much light from the window reaches the points, shape (n,)."""
    x, y, z = points
    height = y + 0.55 * (x - 0.6) + 0.3 * (z - WALL)
    upper = smoothstep(2.9, 2.1, height)
    return 0.22 + 0.78 * upper * smoothstep(-5.5, -1.5, x + 0.4 * z)


def caustic(points):
    """Return the green light that the marble casts behind it, shape (n,)."""
    spot = column(*MARBLE) - KEY * 0.36
    dx, dz = points[0] - spot[0], points[2] - spot[2]
    along = dx * KEY[0] + dz * KEY[2]
    across = dx * KEY[2] - dz * KEY[0]
    near = smoothstep(0.3, 0.05, points[1])
    return near * np.exp(-((along / 0.085) ** 2) - (across / 0.06) ** 2)


def marble_color(hit):
    """Return the light through green glass, shape (3, n), focused opposite the lamp."""
    normals, rays = hit.normals, hit.rays / 1.5
    sideways = dot(rays, normals)
    inside = rays - (sideways + np.sqrt(sideways**2 + 1 - 1 / 2.25)) * normals
    path = -2 * dot(inside, normals)
    leaving = normals + path * inside
    focus = smoothstep(0.2, -1, dot(leaving, KEY)) ** 2
    below = smoothstep(0.5, -0.7, leaving[1])
    swirl = np.sin(9 * leaving[0] + 5 * leaving[1] + 4 * leaving[2])
    gather = smoothstep(0.3, -0.9, dot(normals, KEY)) * smoothstep(-0.6, -0.2, sideways)
    glow = 0.13 + 0.10 * below + 0.25 * focus + 0.9 * gather + 0.03 * swirl
    return mix(linear("#22e85f"), linear("#00a838"), path / 2) * glow


def roughen(hit):
    """Return the hit with normals that vary according to its bumpy materials."""
    strength = np.array([m.bumpiness for m in MATERIALS], np.float32)[hit.part]
    normals = unit(hit.normals + strength * colors.bumps(hit.points))
    return replace(hit, normals=normals)


def shade(hit):
    """Return the light that leaves the hit points, shape (3, n)."""
    albedo = np.empty_like(hit.points)
    for part, material in enumerate(MATERIALS[:GLASS]):
        mine = hit.part == part
        albedo[:, mine] = material.color(hit.points[:, mine])
    hit = roughen(hit)
    key = tracer.sunlight(SCENE, hit, KEY, 0.16) * window(hit.points)
    open_sky = tracer.occlusion(SCENE, hit.points, hit.normals, 0.6)
    fill = open_sky * (0.6 + 0.4 * dot(hit.normals, FILL))
    bounce = (0.3 + 0.7 * open_sky) * (0.5 - 0.5 * hit.normals[1])
    light = linear("#ffeed6") * 2.6 * key + linear("#98a2b6") * 0.6 * fill
    light = light + linear("#c08a60") * 0.42 * bounce
    light = light + linear("#1fff5a") * 2.2 * caustic(hit.points)
    glass = hit.part == GLASS
    light = np.where(glass, marble_color(hit), albedo * light)
    lit = np.maximum(smoothstep(0, 0.3, key), glass) * open_sky
    return light + highlights(hit, lit)


def highlights(hit, lit):
    """Return the light of a window that glossy parts mirror, shape (3, n)."""
    gloss = np.array([m.gloss for m in MATERIALS], np.float32)[hit.part]
    rough = np.array([m.roughness for m in MATERIALS], np.float32)[hit.part]
    mirrored = reflect(hit.rays, hit.normals)
    across = np.abs(np.abs(dot(mirrored, WINDOW_RIGHT)) - 0.12)
    upward = np.abs(dot(mirrored, WINDOW_UP))
    pane = smoothstep(0.1 + rough, 0.1 - rough, across)
    pane = pane * smoothstep(0.24 + rough, 0.24 - rough, upward)
    pane = pane * (dot(mirrored, KEY) > 0)
    facing = np.clip(-dot(hit.rays, hit.normals), 0, 1)
    fresnel = (0.04 + 0.5 * (1 - facing) ** 4) * smoothstep(-0.1, 0.9, mirrored[1])
    return linear("#fff1dc") * gloss * (1.3 * pane * lit + fresnel * (0.2 + 0.6 * lit))


def backdrop(rays):
    """Return darkness, shape (3, n), for rays that hit nothing."""
    return np.zeros_like(rays)


SCENE = tracer.Scene(parts, shade, backdrop)


def render():
    """Render the still life: RGB bytes, shape (900, 1200, 3)."""
    return to_bytes(tracer.render(SCENE, VIEW), np.random.default_rng(1699), 0.4)
