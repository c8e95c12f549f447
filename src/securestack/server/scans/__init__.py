"""Scans: what is to be scanned, what is running, and what came of it."""
