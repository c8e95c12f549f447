"""What is installed: the traces that package managers and compilers leave in a tree of files."""
