"""The checks of the API scanner, one file a weakness."""
