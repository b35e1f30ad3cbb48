"""The commands of `meja`, a file for each family. They read arguments, call the desk, and print."""
