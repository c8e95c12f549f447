"""What projects ask for themselves, as more than one reader needs to know it."""
