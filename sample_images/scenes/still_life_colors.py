"""The surfaces of the still life: linear light, shape (3, n), at points (3, n)."""

import numpy as np

from scenes.paint import cloud, linear, mix, sample, smoothstep
from scenes.still_life_shapes import APPLE, JUG, cloth_frame

PLANK = 0.86  # width of the boards of the table

RNG = np.random.default_rng(1734)
SMOOTH = cloud(RNG, (256, 256), 1.9)
MEDIUM = cloud(RNG, (256, 256), 1.3)
FINE = cloud(RNG, (512, 512), 0.6)


def table_color(p):
    """Return the color of walnut planks that run from left to right."""
    x, _, z = p
    number = np.floor(z / PLANK)
    seam = np.abs(z / PLANK - number - 0.5)
    offset = number * 0.37
    figure = sample(SMOOTH, x / 9 + offset, z / 2.2 + offset)
    rings = np.sin(z * 52 + figure * 7 + offset * 40)
    grain = sample(MEDIUM, x / 7 + offset, z * 1.3)
    tone = 0.42 + 0.08 * rings + 0.15 * grain + 0.12 * np.sin(number * 2.4)
    wood = mix(linear("#2b1c14"), linear("#755238"), np.clip(tone, 0, 1.2))
    return wood * mix(1, 0.15, smoothstep(0.487, 0.496, seam))


def wall_color(p):
    """Return the color of old lime plaster with stains and fine trowel marks."""
    stain = sample(SMOOTH, p[0] / 6 + 0.3, p[1] / 6)
    marks = sample(MEDIUM, p[0] / 3.2, p[1] / 2.4)
    return mix(linear("#5a4e44"), linear("#85766a"), 0.5 + 0.16 * stain + 0.11 * marks)


def cloth_color(p):
    """Return the color of unbleached linen with a woven stripe near the hem."""
    x, _, z = cloth_frame(p)
    weave = 0.05 * np.sin(x * 120) * np.sin(z * 120) + 0.035 * sample(FINE, x, z)
    stripe = smoothstep(0.02, 0.012, np.abs(np.abs(z) - 0.93))
    stripe = stripe + smoothstep(0.05, 0.042, np.abs(np.abs(z) - 0.82))
    linen = linear("#9f9688") * (1 + weave)
    return mix(linen, linear("#7b4a3c"), 0.75 * np.minimum(stripe, 1))


def jug_color(p):
    """Return the color of terracotta, with a dark dripping glaze above."""
    angle = np.arctan2(p[0] - JUG[0], p[2] - JUG[2])
    drips = 0.05 * np.sin(angle * 5 + np.sin(angle * 3))
    drips = drips + 0.05 * sample(SMOOTH, angle / 3.1, 0.2)
    glaze = smoothstep(-0.015, 0.015, p[1] - 1.22 - drips)
    speck = sample(FINE, angle / 2, p[1] / 2.4)
    clay = linear("#985a42") * (1 + 0.05 * speck)
    clay = clay * (1 + 0.07 * np.sin(p[1] * 55 + 0.5 * np.sin(angle)))
    return mix(clay, linear("#3b2418") * (1 + 0.12 * speck), glaze)


def pear_color(p):
    """Return the color of a russet gold pear with a blush and brown freckles."""
    blush = smoothstep(-0.6, 1.6, sample(SMOOTH, p[0] / 3.1, p[1] / 3 + p[2] / 4))
    skin = mix(linear("#9a8046"), linear("#80482e"), 0.85 * blush)
    freckles = smoothstep(1.3, 2.2, sample(FINE, p[0] / 2 + p[2] / 3, p[1] / 2))
    return mix(skin, linear("#5d3a1c"), 0.45 * freckles)


def apple_color(p):
    """Return the color of a deep red apple with yellow streaks from the stem."""
    angle = np.arctan2(p[0] - APPLE[0], p[2] - APPLE[2])
    streaks = sample(MEDIUM, angle / 3.1, p[1] / 5)
    top = smoothstep(0.5, 0.66, p[1] + 0.03 * streaks)
    tone = np.clip(0.10 + 0.09 * streaks + 0.5 * top, 0, 1)
    return mix(linear("#74161a"), linear("#b98a4c"), tone)


def egg_color(p):
    """Return the color of a pale brown eggshell with a few specks."""
    specks = smoothstep(1.6, 2.2, sample(FINE, p[0] * 0.9, p[2] * 0.9))
    return mix(linear("#c8a286"), linear("#8a5f42"), 0.5 * specks)


def stem_color(p):
    """Return the color of dry brown wood."""
    return linear("#3d2818") * (1 + 0.2 * sample(FINE, p[0], p[1]))


def bumps(p):
    """Return small random slopes, shape (3, n), against an artificial smoothness."""
    u, v = 0.7 * p[0] + 0.5 * p[2], 0.7 * p[1] - 0.4 * p[2]
    return np.stack([sample(MEDIUM, u, v + shift) for shift in (0, 0.33, 0.67)])
