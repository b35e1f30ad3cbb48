"""What came from outside, shown or handed out so that it can do nothing: HTML, files, raw mails.

The HTML is cleaned again with today's rules and shown in a sandboxed frame that may load nothing. Files are
downloads of no type, whatever they claim to be (T048-T060, T110).
"""

from __future__ import annotations

from pathlib import Path

from flask import Blueprint, Response, make_response, render_template, request, send_file
from flask.typing import ResponseReturnValue

from desk import mails
from desk import pages as reads
from desk.errors import NotFound
from desk.text import safe_html
from models.reason import because
from web.attached import shown_file
from web.panel import desk, reading, remote_pictures
from web.pictures import with_pictures

FRAME_POLICY = (
    "default-src 'none'; img-src data:; style-src 'unsafe-inline'; form-action 'none'; base-uri 'none';"
    " frame-ancestors 'self'; sandbox allow-popups allow-popups-to-escape-sandbox"
)
FILE_POLICY = "default-src 'none'; frame-ancestors 'none'; sandbox"

pages = Blueprint("files", __name__)


@pages.get("/messages/<int(max=2147483647):message_id>/html")
def message_html(message_id: int) -> ResponseReturnValue:
    return framed(_html_of(message_id))


@pages.post("/messages/<int(max=2147483647):message_id>/html")
def message_html_with_remote_pictures(message_id: int) -> ResponseReturnValue:
    """The same frame once more; only now do we ask other hosts for anything."""
    return framed(remote_pictures().put_into(_html_of(message_id)))


@pages.get("/attachments/<key>/<path:name>")
def attachment(key: str, name: str) -> ResponseReturnValue:
    """`name` is for people; the key alone says which file. One that may do harm says so before it is handed out."""
    del name
    with reading() as session:
        found = mails.get_attachment(session, key)
        code = found.message.ticket.code
    file = shown_file(found)
    if file.risks and "anyway" not in request.args:
        return render_template("risky_file.html", file=file, code=code)
    return download(desk().files.path(found.sha256), file.name)


@pages.get("/mails/<name>/raw")
def raw(name: str) -> ResponseReturnValue:
    with reading() as session:
        mail = mails.get_mail(session, name)
    return download(desk().raw.path(mail.sha256), f"{mail.short_name}.eml", content_type="text/plain")


def framed(html: str) -> Response:
    """Cleaned HTML as a document for a sandboxed frame."""
    response = make_response(render_template("frame.html", html=html))
    response.headers["Content-Security-Policy"] = FRAME_POLICY
    return response


def download(path: Path, filename: str, *, content_type: str = "application/octet-stream") -> Response:
    """Read while it is sent, however large. Raises NotFound when it was removed from the disk."""
    if not path.is_file():
        raise NotFound(because("no_such_attachment"))
    response = send_file(
        path.resolve(),
        mimetype=content_type,
        as_attachment=True,
        download_name=filename,
        conditional=False,
        etag=False,
        last_modified=None,
    )
    response.headers["Content-Security-Policy"] = FILE_POLICY
    return response


def _html_of(message_id: int) -> str:
    with reading() as session:
        message = reads.get_message(session, message_id)
        attachments = list(message.attachments)
    return with_pictures(
        safe_html(message.html or ""), attachments, lambda each: reads.file_bytes(desk(), each)
    )
