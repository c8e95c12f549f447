"""What API scans need to know of a target: the description of its API, and the people as whom it is asked."""
