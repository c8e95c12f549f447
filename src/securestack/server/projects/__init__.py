"""Projects of teams, and their targets, whose control is proven before they are scanned."""
