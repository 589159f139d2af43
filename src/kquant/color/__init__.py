"""Colors: spaces, names, the sRGB gamut, packed numbers, the lattice for fits."""
