"""Known flaws in what a target is made of: an inventory of its packages, looked up in the advisory store."""
