"""`python -m ops` is `meja`: how the supervisor starts its parts, wherever the script lies."""

from ops.cli import main

main()
