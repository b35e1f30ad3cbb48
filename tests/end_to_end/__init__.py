"""Meja as its users run it: real processes, a real mailbox, a real mail server on both sides."""
