"""The web scanner's active checks on a whole site: they send, and look at more than one page."""
