"""Ways to see how a palette was found: a comparison, a film, a page."""
