"""What can be done with accounts. Nothing here commits; a refusal that must leave a trace is returned, not raised."""
