"""Pictures of all kinds, palettes, histograms, and the counting of pixels."""
