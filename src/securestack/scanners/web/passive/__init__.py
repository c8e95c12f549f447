"""Checks that read what the crawler fetched, and send nothing. One weakness, one file."""
