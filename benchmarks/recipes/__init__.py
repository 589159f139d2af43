"""What people write in Python to reduce a picture's colours, one script a recipe.

Each runs as ``python -m benchmarks.recipes.NAME SOURCE TARGET K``.
"""
