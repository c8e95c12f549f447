"""The least upgrades that clear the most, worked out for each manifest, and carried out in its text."""
