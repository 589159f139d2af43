"""A mountain lake at dusk: smooth sky, misty ridges, still water, dark firs."""

import numpy as np

from scenes.paint import (
    cloud,
    encode,
    gradient,
    linear,
    mix,
    sample,
    smoothstep,
    to_bytes,
)

WIDTH, HEIGHT = 1500, 1000
SHORE = 690  # the row where the land meets the lake
SUN = (985, 560)
SKY = {
    0.0: "#16254f",
    0.28: "#3a4f8c",
    0.5: "#8a7fae",
    0.68: "#e3a294",
    0.84: "#ffb877",
    1.0: "#ffd79a",
}
# each ridge: its mean row, its height in pixels, its color, and its roughness
RIDGES = (
    (520, 62, "#a1809d", 1.25),
    (566, 58, "#7e6788", 1.2),
    (612, 46, "#584f73", 1.15),
    (652, 30, "#343a58", 1.05),
)
# the near bank and its trees: colors from top to bottom, firs as (column, height)
NEAR = {0: "#1d2140", 0.6: "#1a1a33", 1: "#0c0d1d"}
FIRS = (
    (62, 560),
    (148, 430),
    (18, 400),
    (232, 300),
    (318, 205),
    (108, 250),
    (1438, 285),
    (1378, 190),
    (1482, 205),
    (1322, 120),
)


def sky():
    """Return linear light, shape (3, SHORE, WIDTH): dusk with a glow around the sun."""
    y, x = np.ogrid[:SHORE, :WIDTH]
    light = gradient(y / SHORE, SKY)
    away = np.hypot((x - SUN[0]) * 0.72, y - SUN[1])
    glow = 0.55 * np.exp(-away / 190) * smoothstep(650, 150, away)
    glow = glow + 0.75 * np.exp(-((away / 62) ** 2))
    disc = smoothstep(33.5, 32, np.hypot(x - SUN[0], y - SUN[1]))
    light = light + linear("#ff9a4d")[..., None] * glow
    return mix(light, linear("#fff3cf")[..., None] * 1.1, disc)


def high_clouds(light, rng):
    """Paint thin streaks of lit clouds over the sky, shape (3, SHORE, WIDTH)."""
    y, x = np.ogrid[:SHORE, :WIDTH]
    texture = cloud(rng, (512, 512), 1.75)
    streaks = sample(texture, x / 2600 + y / 3100, y / 420 - x / 5200)
    band = smoothstep(60, 300, y) * smoothstep(600, 400, y)
    cover = smoothstep(0.2, 2.2, streaks) * band * 0.5
    warm = gradient(y / SHORE, {0: "#b78fb0", 0.45: "#ff9d86", 1: "#ffd6a0"})
    return mix(light, warm, cover)


def skyline(rng, mean, height, roughness):
    """Return the rows of a mountain ridge, shape (WIDTH,), from fractal noise."""
    frequency = np.fft.rfftfreq(2 * WIDTH) * 2 * WIDTH
    frequency[0] = np.inf
    strength = np.maximum(frequency, 3) ** -(roughness + 0.5)
    waves = strength * np.exp(2j * np.pi * rng.random(frequency.size))
    line = np.fft.irfft(waves)[:WIDTH]
    return mean - height * line / line.std()


def add_ridges(light, rng):
    """Paint the ridges over the sky; each fades into the mist at its foot."""
    y, x = np.ogrid[:SHORE, :WIDTH]
    glow = np.exp(-np.abs(x - SUN[0]) / 420)
    mist = mix(linear("#b391a5")[..., None], linear("#ffbd8a")[..., None], glow)
    texture = cloud(rng, (512, 512), 1.6)
    for i, (mean, height, color, roughness) in enumerate(RIDGES):
        peaks = skyline(rng, mean, height, roughness)
        top = int(peaks.min()) - 1
        depth = y[top:] - peaks
        slopes = sample(texture, x / 700 + depth / 900 + i / 3, depth / 420 - x / 1500)
        body = mix(linear(color)[..., None] * (1 + 0.07 * slopes), mist, 0.16 * glow)
        body = mix(body, mist, smoothstep(10, 150, depth) * (0.72 - 0.13 * i))
        light[:, top:] = mix(light[:, top:], body, smoothstep(-0.7, 0.7, depth))
    return light


def far_shore(light, rng):
    """Paint a thin line of distant trees along the lake."""
    y = np.mgrid[:SHORE, :WIDTH][0]
    tops = SHORE - 7 - 3.2 * np.abs(cloud(rng, (1, WIDTH), 0.35)[0])
    tops = tops - 5 * cloud(rng, (1, WIDTH), 1.2)[0]
    return mix(light, linear("#2a2c45")[..., None], smoothstep(-1, 1, y - tops) * 0.92)


def lake(land, rng):
    """Return the rows below the land, shape (3, SHORE, WIDTH), which mirror it."""
    y, x = np.mgrid[1 : HEIGHT - SHORE + 1, :WIDTH].astype(float)
    texture = cloud(rng, (512, 512), 1.5)
    ripples = sample(texture, x / 2200 + 0.1 * np.sqrt(y), 0.55 * np.sqrt(y))
    strength = 1 + y * 0.035
    rows = SHORE - 1 - y * 1.75 + ripples * strength * 1.6
    columns = x + ripples * strength * 0.8
    rows, columns = np.clip(rows, 0, SHORE - 2), np.clip(columns, 0, WIDTH - 1)
    above, columns = rows.astype(int), np.rint(columns).astype(int)
    mirrored = mix(land[:, above, columns], land[:, above + 1, columns], rows - above)
    mirrored = np.minimum(mirrored, 1)
    depth = y / y.max()
    water = mirrored * (0.9 - 0.3 * depth) + linear("#22305e")[..., None] * 0.35 * depth
    path = np.exp(-(((x - SUN[0]) / (26 + 0.45 * y)) ** 2)) * smoothstep(300, 0, y)
    glitter = 0.75 * path * smoothstep(0, 1.6, ripples)
    water = mix(water, linear("#ffdf9e")[..., None], glitter)
    return mix(water, linear("#f5b790")[..., None], 0.25 * smoothstep(26, 0, y))


def fir(mask, rng, foot_x, foot_y, tall):
    """Draw a fir tree into `mask`, shape (HEIGHT, WIDTH), with drooping branches."""
    bottom, half = int(foot_y), int(0.3 * tall)
    top, left, right = bottom - tall, max(foot_x - half, 0), min(foot_x + half, WIDTH)
    window = mask[top:bottom, left:right]
    y, x = np.ogrid[top : min(bottom, HEIGHT), left:right]
    for side in (-1, 1):
        out = side * (x - foot_x) / tall
        down = (y - top) / tall - 0.28 * np.maximum(out, 0)
        phase = np.clip(down, 0, 1) ** 0.8 * (13 + tall / 28) + rng.random()
        sway = 0.65 + 0.5 * rng.random(80)[phase.astype(int)]
        reach = 0.21 * np.clip(down, 0, 1) ** 0.85 * (0.35 + 0.65 * (phase % 1)) * sway
        edge = smoothstep(0.9, -0.9, (out - reach) * tall) * (out > -0.5 / tall)
        np.maximum(window, edge * (down > 0), out=window)
    trunk = smoothstep(1, 0, np.abs(x - foot_x) - 0.008 * (y - top))
    np.maximum(window, trunk, out=window)


def bank(rng):
    """Return the rows of the near bank, shape (WIDTH,): high on the left side."""
    x = np.arange(WIDTH)
    rough = 5 * cloud(rng, (1, 2 * WIDTH), 1.1)[0, :WIDTH]
    left = 120 * smoothstep(720, -80, x) ** 1.3
    right = 66 * smoothstep(1180, 1560, x)
    return HEIGHT + 14 - left - right + rough


def foreground(rng):
    """Return where the near bank with grass and firs is, shape (HEIGHT, WIDTH)."""
    ground = bank(rng)
    grass = 10 * rng.random(WIDTH) ** 2 * smoothstep(0.2, 0.6, rng.random(WIDTH))
    y = np.arange(HEIGHT)[:, None] + 0.5
    mask = smoothstep(-1, 1, y - (ground - grass))
    for foot_x, tall in FIRS:
        fir(mask, rng, foot_x, ground[foot_x] + 10, tall)
    return mask


def render():
    """Draw the landscape: RGB bytes, shape (HEIGHT, WIDTH, 3)."""
    rng = np.random.default_rng(1968)
    land = far_shore(add_ridges(high_clouds(sky(), rng), rng), rng)
    light = np.concatenate([land, lake(land, rng)], axis=1)
    shade = gradient(np.arange(HEIGHT)[:, None] / HEIGHT, NEAR)
    light = mix(light, shade, foreground(rng))
    return to_bytes(encode(light), rng, 0.45)
