"""What targets are made of: uploaded files, their packages and licences, bills of materials, and the advisory store."""
