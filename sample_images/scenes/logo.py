"""The logo: a letter k made of eight hexagonal color swatches."""

import numpy as np

from scenes.paint import smoothstep

SIZE = 1000
RADIUS = 126  # of a honeycomb cell, from its center to a corner
GAP = 8  # between a swatch and the border of its cell
ROUNDING = 24
CENTER = (1, 0.5)  # of the letter, in honeycomb columns and rows
SHADOW_SHIFT = 22
SHADOW_COLOR = (36, 20, 60)

# (column, row) in the honeycomb, rows counted upward: the color of the swatch
SWATCHES = {
    (0, 2): (64, 48, 150),
    (0, 1): (142, 45, 160),
    (0, 0): (222, 32, 108),
    (0, -1): (244, 88, 48),
    (1, 0.5): (250, 146, 30),
    (2, 1): (255, 204, 46),
    (1, -0.5): (22, 166, 150),
    (2, -1): (32, 114, 214),
}


def hexagon(x, y):
    """Return the signed distance in pixels from (x, y) to a swatch at the origin."""
    apothem = RADIUS * np.sqrt(0.75) - GAP - ROUNDING
    x, y = np.abs(x), np.abs(y)
    past_diagonal = np.minimum(y / 2 - np.sqrt(0.75) * x, 0)
    x = x + np.sqrt(3) * past_diagonal
    y = y - past_diagonal
    half_side = apothem / np.sqrt(3)
    distance = np.hypot(x - np.clip(x, -half_side, half_side), y - apothem)
    return np.copysign(distance, y - apothem) - ROUNDING


def swatch_distances():
    """Return the distances to all swatches, shape (8, SIZE, SIZE)."""
    y, x = np.mgrid[:SIZE, :SIZE] + 0.5 - SIZE / 2
    distances = []
    for column, row in SWATCHES:
        center_x = (column - CENTER[0]) * 1.5 * RADIUS
        center_y = (CENTER[1] - row) * np.sqrt(3) * RADIUS
        distances.append(hexagon(x - center_x, y - center_y))
    return np.stack(distances)


def render():
    """Draw the logo: RGBA bytes, shape (SIZE, SIZE, 4), on a transparent ground."""
    distances = swatch_distances()
    nearest = distances.argmin(axis=0)
    distance = distances.min(axis=0)
    ink = smoothstep(0.75, -0.75, distance)
    lowered = np.roll(distance, SHADOW_SHIFT, axis=0)
    shadow = 0.42 * smoothstep(46, -30, lowered)
    alpha = ink + shadow * (1 - ink)
    colors = np.array(list(SWATCHES.values()))[nearest]
    share = (ink / np.maximum(alpha, 1e-9))[..., None]
    pixels = np.dstack([colors * share + SHADOW_COLOR * (1 - share), 255 * alpha])
    pixels[alpha < 0.5 / 255] = 0
    return np.rint(pixels).astype(np.uint8)
