"""The nouns: tables, and what a row can say about itself.

No I/O, no decisions across rows, no clock. Everything else in Meja reads and writes these.
"""
