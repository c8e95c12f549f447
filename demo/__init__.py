"""The demonstration of `make demo`: a weak shop, a scan of it, and the platform that remembers."""
