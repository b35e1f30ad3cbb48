"""English sentences for why a mail was taken for a person's or a machine's: code -> words with facts."""

from __future__ import annotations

SENTENCES: dict[str, str] = {
    "auto_reply_header": "An automatic reply: its header {header} says “{value}”.",
    "auto_submitted_no": "A person's mail: it says so itself (Auto-Submitted: no).",
    "automatic_subject": "An automatic reply, by its subject “{subject}”.",
    "bulk_header": "Sent to many: it has the header {header}.",
    "calendar_part": "A calendar message ({method}).",
    "delivery_status_part": "A delivery report: the mail server says who was not reached.",
    "delivery_success": "A delivery report: the mail was delivered.",
    "disposition_notification": "A read receipt.",
    "failure_wording": "A delivery report, by its sender and its words.",
    "feedback_report": "A complaint report: somebody marked a mail as spam.",
    "generated_header": "Written by a machine: its header {header} says “{value}”.",
    "no_reply_sender": "Its sender {address} reads no answers.",
    "null_return_path": "It has no return address (Return-Path: <>), as only machines' mail has.",
    "precedence": "Sent to many: Precedence says {value}.",
    "robot_sender": "Its sender {address} is a machine.",
    "vacation_wording": "An absence notice: it says “{words}”.",
}
