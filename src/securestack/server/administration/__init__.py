"""How the platform itself is: its parts, its queue and workers, and the settings it runs with. Nothing of any project."""
