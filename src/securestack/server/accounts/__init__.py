"""Accounts: who people are, how they prove it, on which devices they are logged in, and the keys of their programs."""
