"""Pillow's own quantizers: SOURCE TARGET K METHOD KMEANS."""

import sys

from PIL import Image

source, target, k, method, kmeans = sys.argv[1:6]
image = Image.open(source).convert("RGB")
indexed = image.quantize(int(k), Image.Quantize[method], kmeans=int(kmeans))
indexed.save(target)
