"""A mail's way out: a delivery becomes bytes, the bytes reach a mail server, the answer is recorded.

Nothing here decides whether to send; only how and when.
"""
