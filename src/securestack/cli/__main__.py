"""`python -m securestack.cli`: how the platform starts its own parts, whatever the path of the command is."""

from securestack.cli.main import main

main()
