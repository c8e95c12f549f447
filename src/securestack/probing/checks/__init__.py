"""The injection checks: one file a check, each listed in `catalogue`."""
