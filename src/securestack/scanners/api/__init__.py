"""The API scanner: who may do what, told by asking as several people."""
