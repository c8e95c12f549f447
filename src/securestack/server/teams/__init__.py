"""Teams: who is in them, in which role, and what that allows in their projects."""
