"""A portrait bust in Art Deco style: bob, sunglasses, red lips."""

import numpy as np

from scenes import sdf, tracer
from scenes.paint import linear, mix, smoothstep, to_bytes
from scenes.sdf import column, join
from scenes.tracer import dot, reflect, unit

VIEW = tracer.View(
    eye=(0, -0.32, 9),
    target=(0, -0.42, 0),
    zoom=2.55,
    size=(900, 1100),
    near=6.5,
    far=11.5,
)
HEAD_TURN = -27  # degrees: the head looks past the camera
HEAD_TILT = 4
KEY = unit(column(0.62, 0.66, 0.62))
RIM = unit(column(-0.88, 0.30, -0.20))

SKIN, HAIR, LIPS, DRESS, LENS, FRAME, EARRING = range(7)
COLORS = ("#eab193", "#2b2140", "#c3122f", "#e8a317", "#0b0b12", "#f1e9da", "#d8322f")
GLOSS = (0.10, 0.55, 0.45, 0.04, 1.0, 0.9, 0.6)
SHININESS = (18, 34, 40, 8, 160, 60, 70)
COLLAR_HEIGHTS = (-2.6, -2.1, -1.85, -1.55, -1.27)
COLLAR_RADII = (0.1, 0.34, 0.41, 0.40, 0.385)


def face(p):
    """Return the distance to the head without nose and lips.

    y points up, and z toward the viewer.
    """
    skull = sdf.ellipsoid(p, (0, 0.25, -0.12), (0.70, 0.82, 0.84))
    jaw = sdf.ellipsoid(p, (0, -0.34, 0.12), (0.50, 0.66, 0.58))
    cheek = sdf.sphere(p, (0.31, -0.16, 0.42), 0.22)
    chin = sdf.ellipsoid(p, (0, -0.87, 0.50), (0.17, 0.13, 0.15))
    brow = sdf.capsule(p, (0, 0.20, 0.64), (0.36, 0.20, 0.50), 0.10)
    mouth = sdf.ellipsoid(p, (0, -0.54, 0.50), (0.25, 0.20, 0.19))
    head = join(join(skull, jaw, 0.22), cheek, 0.22)
    head = join(join(head, chin, 0.16), brow, 0.16)
    return join(head, mouth, 0.14)


def nose(p):
    """Return the distance to a straight nose with small wings."""
    bridge = sdf.capsule(p, (0, 0.16, 0.66), (0, -0.22, 0.83), 0.055, 0.07)
    tip = sdf.sphere(p, (0, -0.225, 0.83), 0.074)
    wing = sdf.ellipsoid(p, (0.09, -0.26, 0.72), (0.065, 0.055, 0.09))
    return join(join(bridge, tip, 0.06), wing, 0.07)


def neck(p):
    """Return the distance to the neck, in the frame of the shoulders."""
    return sdf.capsule(p, (0, -0.75, -0.18), (0, -1.75, -0.28), 0.33, 0.37)


def lips(p, surface):
    """Return the distance to the lips, raised from the face at distance `surface`."""
    x, y, _ = p
    bow = np.hypot((x - 0.055) / 0.165, (y + 0.505 + 0.2 * x * x) / 0.052) - 1
    full = np.hypot(x / 0.185, (y + 0.598 - 0.5 * x * x) / 0.078) - 1
    upper = sdf.carve(surface - 0.024, -0.055 * bow, 0.07)
    lower = sdf.carve(surface - 0.034, -0.07 * full, 0.09)
    return np.minimum(upper, lower)


def hair(p, folded):
    """Return the distance to a bob with bangs; `folded` is `p` mirrored."""
    cap = sdf.ellipsoid(p, (0, 0.27, -0.16), (0.86, 0.88, 0.96))
    sides = sdf.ellipsoid(folded, (0.56, -0.18, -0.08), (0.30, 0.60, 0.52))
    back = sdf.ellipsoid(p, (0, -0.2, -0.55), (0.72, 0.62, 0.46))
    mass = join(join(cap, sides, 0.2), back, 0.25)
    opening = sdf.ellipsoid(p, (0, -0.36, 0.74), (0.575, 0.80, 0.80))
    mass = sdf.carve(mass, opening, 0.05)
    angle = np.arctan2(p[0], p[2] + 0.16)
    waves = np.sin(34 * angle + 2.2 * np.sin(3.1 * p[1] + 2 * folded[0]))
    rise = smoothstep(1.1, 0.75, p[1])
    return (mass - 0.011 * waves * rise) * 0.8


def glasses(folded):
    """Return the distances to the lenses and to the frame of round sunglasses."""
    p = sdf.turn(folded - column(0.285, 0.05, 0.75), 1, -12)
    disc = sdf.ellipsoid(p, (0, 0, 0), (0.232, 0.218, 0.05))
    q = p / column(1.06, 1, 1)
    rim = sdf.torus(q, (0, 0, 0), 0.222, 0.032)
    bridge = sdf.capsule(folded, (0, 0.11, 0.84), (0.08, 0.09, 0.81), 0.028)
    temple = sdf.capsule(folded, (0.51, 0.10, 0.70), (0.60, 0.08, 0.0), 0.03)
    return disc, np.minimum(np.minimum(rim, bridge), temple) * 0.9


def dress(p, folded):
    """Return the distance to the shoulders, in a dress with a ribbed collar."""
    shoulder = sdf.capsule(folded, (0, -1.78, -0.3), (0.86, -2.0, -0.32), 0.34)
    chest = sdf.ellipsoid(p, (0, -2.35, -0.15), (0.95, 0.7, 0.52))
    body = join(shoulder, chest, 0.3)
    q = p - column(0, 0, -0.25)
    ribs = 0.010 * np.sin(40 * np.arctan2(q[0], q[2])) * smoothstep(-1.8, -1.5, q[1])
    collar = sdf.lathe(q, COLLAR_HEIGHTS, COLLAR_RADII) - 0.03 + ribs
    return join(body, collar, 0.14) * 0.9


def head_frame(p):
    """Move points into the frame of the head, which is turned and tilted."""
    return sdf.turn(sdf.turn(p, 1, HEAD_TURN), 0, HEAD_TILT)


def parts(p):
    """Return the distances to all parts, in the order of their names above."""
    head = head_frame(p)
    folded = sdf.mirror(head)
    torso = sdf.turn(p, 1, 14)
    surface = face(folded)
    skin = join(join(surface, nose(folded), 0.07), neck(torso), 0.12)
    lens, frame = glasses(folded)
    return [
        skin,
        hair(head, folded),
        lips(folded, surface),
        dress(torso, sdf.mirror(torso)),
        lens,
        frame,
        sdf.sphere(folded, (0.66, -0.86, 0.14), 0.12),
    ]


def softbox(rays):
    """Return the light that the sunglasses mirror, shape (n,): sky and a window."""
    sky = mix(0.03, 0.30, smoothstep(-0.3, 1, rays[1]))
    slant = rays[0] - 0.5 * rays[1]
    window = smoothstep(0.50, 0.52, slant) * smoothstep(0.68, 0.66, slant)
    window = window + smoothstep(0.38, 0.40, slant) * smoothstep(0.45, 0.43, slant)
    return sky + 1.6 * window * smoothstep(-0.5, 0.3, rays[1])


def blush(points):
    """Return how much rouge is on the cheeks, shape (n,)."""
    cheek = sdf.mirror(head_frame(points)) - column(0.40, -0.24, 0.45)
    return 0.4 * np.exp(-12 * dot(cheek, cheek))


def backdrop(rays):
    """Return the light of plain paper behind the bust, lit from one side."""
    fall = smoothstep(0.42, -0.36, rays[0] * 0.8 - rays[1] * 0.4)
    return mix(linear("#57a9b3"), linear("#63b2b9"), fall)


def shade(hit):
    """Return the light that leaves the hit points, shape (3, n)."""
    albedo = np.hstack([linear(color) for color in COLORS])[:, hit.part]
    albedo = mix(albedo, linear("#d4523f"), blush(hit.points) * (hit.part == SKIN))
    gloss = np.array(GLOSS, np.float32)[hit.part]
    shininess = np.array(SHININESS, np.float32)[hit.part]
    open_sky = tracer.occlusion(SCENE, hit.points, hit.normals)
    key = tracer.sunlight(SCENE, hit, KEY, 0.14)
    fill = open_sky * (0.5 + 0.5 * hit.normals[1])
    bounce = open_sky * (0.5 - 0.5 * hit.normals[1])
    rim = np.clip(dot(hit.normals, RIM), 0, 1) ** 2 * open_sky
    light = linear("#fff0dc") * 2.3 * key + linear("#8fa4d8") * 0.6 * fill
    light = light + linear("#e0a050") * 0.32 * bounce + linear("#ff9a6a") * 0.7 * rim
    half = unit(KEY - hit.rays)
    shine = np.clip(dot(hit.normals, half), 0, 1) ** shininess * smoothstep(0, 0.2, key)
    mirrored = softbox(reflect(hit.rays, hit.normals)) * open_sky * (gloss > 0.8)
    fresnel = 0.06 + 0.94 * (1 - np.clip(-dot(hit.rays, hit.normals), 0, 1)) ** 5
    polish = gloss * (0.7 * shine + mirrored * np.maximum(fresnel, 0.3))
    return albedo * light + polish


SCENE = tracer.Scene(parts, shade, backdrop)


def render():
    """Render the bust: RGB bytes, shape (1100, 900, 3)."""
    rng = np.random.default_rng(1962)
    return to_bytes(tracer.render(SCENE, VIEW), rng, 0.4)
