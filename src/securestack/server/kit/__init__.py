"""What every feature of the server stands on, and that knows none of them."""
