"""What holds for every test."""

import os

from hypothesis import settings

# A shared machine may be slow at any moment: how long an example takes says nothing about the code.
settings.register_profile("default", deadline=None, database=None)
settings.register_profile("thorough", parent=settings.get_profile("default"), max_examples=2_000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "default"))
