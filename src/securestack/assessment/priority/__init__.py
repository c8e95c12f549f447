"""What to fix first, and why: a score from 0 to 100, each point of which has a reason that a person can check."""
