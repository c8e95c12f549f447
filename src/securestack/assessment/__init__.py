"""What a finding means: how bad it is, what it resembles, and what to fix first, with reasons a person can check."""
