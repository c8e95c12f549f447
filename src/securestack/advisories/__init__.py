"""What is known of packages: advisories, their feeds, the store that keeps them, versions compared, and matching."""
