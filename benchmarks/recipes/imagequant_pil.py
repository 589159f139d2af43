"""The library of pngquant, called from Python: SOURCE TARGET K DITHER."""

import sys

import imagequant
from PIL import Image

source, target, k, dither = sys.argv[1:5]
image = Image.open(source).convert("RGBA")
indexed = imagequant.quantize_pil_image(
    image, dithering_level=float(dither), max_colors=int(k)
)
indexed.save(target)
