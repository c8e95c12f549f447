"""CVSS vectors of every version in use, read into one form, and their base scores."""
