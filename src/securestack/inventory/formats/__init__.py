"""JSON, TOML, YAML and XML as lock files need them: bounded, with line numbers, and text left as it is written."""
