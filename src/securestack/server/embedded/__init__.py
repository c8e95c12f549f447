"""The parts of a whole platform in one data folder: PostgreSQL, Valkey, and the processes of the server."""
