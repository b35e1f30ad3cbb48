"""How Meja runs: wiring, processes, the command line. Imports everyone; nobody imports it."""
