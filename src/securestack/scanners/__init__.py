"""What is wrong with a target. Scanners never import each other."""
