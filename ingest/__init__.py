"""A mail's way in: watch a mailbox, keep the raw mail, take it apart, judge it, find its ticket."""
