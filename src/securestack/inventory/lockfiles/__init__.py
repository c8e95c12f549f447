"""One reader a file format. Each is a pure function from bytes to a manifest, listed in `inventory/catalogue.py`."""
