"""What came from outside, shown or handed out so that it can do nothing: HTML, files, raw mails.

The HTML is cleaned again with today's rules and shown in a sandboxed frame that may load nothing. Files are
downloads of no type, whatever they claim to be (T048-T060, T110).
"""

from __future__ import annotations

from io import BytesIO

from flask import Blueprint, Response, make_response, render_template, send_file
from flask.typing import ResponseReturnValue

from desk import mails
from desk import pages as reads
from desk.text import safe_html
from web.filters import plain_filename
from web.panel import desk, reading
from web.pictures import with_pictures

FRAME_POLICY = (
    "default-src 'none'; img-src data:; style-src 'unsafe-inline'; form-action 'none'; base-uri 'none';"
    " frame-ancestors 'self'; sandbox allow-popups allow-popups-to-escape-sandbox"
)
FILE_POLICY = "default-src 'none'; frame-ancestors 'none'; sandbox"

pages = Blueprint("files", __name__)


@pages.get("/messages/<int(max=2147483647):message_id>/html")
def message_html(message_id: int) -> ResponseReturnValue:
    with reading() as session:
        message = reads.get_message(session, message_id)
        attachments = list(message.attachments)
    html = with_pictures(
        safe_html(message.html or ""), attachments, lambda each: reads.file_bytes(desk(), each)
    )
    return framed(html)


@pages.get("/attachments/<key>/<path:name>")
def attachment(key: str, name: str) -> ResponseReturnValue:
    """`name` is for people; the key alone says which file."""
    del name
    with reading() as session:
        found = mails.get_attachment(session, key)
    return _download(
        reads.file_bytes(desk(), found), plain_filename(found.filename), "application/octet-stream"
    )


@pages.get("/mails/<name>/raw")
def raw(name: str) -> ResponseReturnValue:
    with reading() as session:
        mail = mails.get_mail(session, name)
    return _download(reads.mail_bytes(desk(), mail), f"{mail.short_name}.eml", "text/plain")


def framed(html: str) -> Response:
    """Cleaned HTML as a document for a sandboxed frame."""
    response = make_response(render_template("frame.html", html=html))
    response.headers["Content-Security-Policy"] = FRAME_POLICY
    return response


def _download(content: bytes, filename: str, content_type: str) -> Response:
    response = send_file(BytesIO(content), mimetype=content_type, as_attachment=True, download_name=filename)
    response.headers["Content-Security-Policy"] = FILE_POLICY
    return response
