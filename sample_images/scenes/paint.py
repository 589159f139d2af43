"""Tools for pixels: easing, color conversion, noise and rounding to bytes."""

import numpy as np


def smoothstep(low, high, x):
    """Ease from 0 at `low` to 1 at `high`, elementwise; ``low > high`` works too."""
    t = np.clip((x - low) / (high - low), 0, 1)
    return t * t * (3 - 2 * t)


def mix(a, b, t):
    """Blend from `a` (where t is 0) to `b` (where t is 1), with broadcasting."""
    return a + (b - a) * t


def linear(hex_color):
    """Turn a color such as "#c0ffee" into linear light, shape (3, 1)."""
    values = np.frombuffer(bytes.fromhex(hex_color[1:]), np.uint8) / 255
    light = np.where(
        values > 0.04045, ((values + 0.055) / 1.055) ** 2.4, values / 12.92
    )
    return light.astype(np.float32)[:, None]


def encode(light):
    """Turn linear light in [0, 1] into sRGB values in [0, 1], elementwise."""
    light = np.clip(light, 0, 1)
    return np.where(
        light > 0.0031308, 1.055 * light ** (1 / 2.4) - 0.055, 12.92 * light
    )


def tone_map(light):
    """Compress bright light gently, as film does, and encode it as sRGB."""
    curve = light * (2.2 * light + 0.06) / (light * (2.1 * light + 0.62) + 0.13)
    return encode(curve)


def gradient(position, stops):
    """Interpolate smoothly between color stops ``{position: "#color"}``.

    The result has the shape of `position` with a leading axis of 3 channels.
    """
    places = np.array(list(stops))
    colors = np.hstack([linear(color) for color in stops.values()]) ** (1 / 2.2)
    fine = np.linspace(places[0], places[-1], 512)
    kernel = np.hanning(53)
    channels = []
    for channel in colors:
        line = np.pad(np.interp(fine, places, channel), 26, "edge")
        smooth = np.convolve(line, kernel / kernel.sum(), "valid")
        channels.append(np.interp(position, fine, smooth))
    return np.stack(channels) ** 2.2


def cloud(rng, shape, roughness=1.8):
    """Make fractal noise that tiles: shape `shape`, mean 0, standard deviation 1.

    White noise is filtered by ``1 / frequency ** roughness``.
    """
    rows = np.fft.fftfreq(shape[0])[:, None] * shape[0]
    columns = np.fft.rfftfreq(shape[1])[None, :] * shape[1]
    frequency = np.hypot(rows, columns)
    frequency[0, 0] = np.inf
    spectrum = np.fft.rfft2(rng.standard_normal(shape)) / frequency**roughness
    noise = np.fft.irfft2(spectrum, shape)
    return (noise / noise.std()).astype(np.float32)


def sample(texture, u, v):
    """Interpolate `texture` bilinearly at (u, v), in units of its tiling period."""
    rows, columns = texture.shape
    y, x = (v % 1) * rows, (u % 1) * columns
    top, left = np.floor(y).astype(int), np.floor(x).astype(int)
    fy, fx = y - top, x - left
    top, left = top % rows, left % columns
    bottom, right = (top + 1) % rows, (left + 1) % columns
    upper = mix(texture[top, left], texture[top, right], fx)
    lower = mix(texture[bottom, left], texture[bottom, right], fx)
    return mix(upper, lower, fy)


def to_bytes(image, rng, dither=0.5):
    """Round sRGB values, shape (3, h, w), to bytes, shape (h, w, 3).

    Noise of up to `dither` levels is added first, so that gradients show no bands.
    """
    noise = rng.uniform(-dither, dither, image.shape[1:])
    levels = np.rint(np.clip(image * 255 + noise, 0, 255))
    return np.moveaxis(levels, 0, -1).astype(np.uint8)
