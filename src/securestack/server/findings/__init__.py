"""Findings: what scans and imports saw, merged over time, and what people decided about it."""
