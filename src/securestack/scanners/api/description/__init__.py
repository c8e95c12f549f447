"""What an API says of itself, read into one shape whatever the format."""
