"""Whether it is right: curated pairs, metrics and runs.

The package's name hides the builtin `eval` where it is imported whole, so import from it
(`from eval.metrics import ...`).
"""
