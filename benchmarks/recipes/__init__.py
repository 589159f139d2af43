"""What people write in Python to reduce the colors of a picture: a script per recipe.

Each runs as ``python -m benchmarks.recipes.NAME SOURCE TARGET K``.
"""
