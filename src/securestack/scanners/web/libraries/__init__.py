"""Client-side libraries: telling them and their versions, and what is known of those versions."""
