"""What a target is made of: lock files, manifests and installed trees, read without executing anything."""
