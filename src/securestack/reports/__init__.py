"""How a scan is told: one writer a file."""
