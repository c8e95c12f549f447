"""The words everything else is said in: small typed values without any input or output."""
