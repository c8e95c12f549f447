"""Actors: the people as whom a target is asked, how they log in, and the tokens they get."""
