"""A self-signed certificate for this machine, made by the openssl command."""

from __future__ import annotations

import shutil
import ssl
import subprocess
from pathlib import Path

from tests.servers import Missing

_REQUEST = (
    "req -x509 -nodes -days 2 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1"
    " -subj /CN=localhost -addext subjectAltName="
)


def self_signed(folder: Path, names: str = "DNS:localhost,IP:127.0.0.1") -> tuple[Path, ssl.SSLContext]:
    """The certificate's file, for those who shall trust it, and the server's side of TLS."""
    if shutil.which("openssl") is None:
        raise Missing("the openssl command", line="apt-get install openssl")
    certificate, key = folder / "certificate.pem", folder / "key.pem"
    command = ["openssl", *(_REQUEST + names).split(), "-out", str(certificate), "-keyout", str(key)]
    subprocess.run(command, check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    return certificate, context
