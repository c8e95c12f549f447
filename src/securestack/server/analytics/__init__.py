"""How projects stand now and stood before, over many of them at once."""
