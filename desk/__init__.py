"""What a helpdesk does: verbs that record, and the consequences that settle.

Knows no web framework, no queue, no MIME, no IMAP and no SMTP. Sessions, people and time come in
as arguments.
"""
