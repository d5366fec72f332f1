"""A real nginx with the configuration that the documentation offers, at a name, ports and paths of the test's own."""

import os
import subprocess
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests import programs
from tests.careers import ROOT

CONFIGURATION = ROOT / "docs" / "nginx.conf"
_AROUND = """
daemon off; {user} pid {folder}/pid; error_log {folder}/errors.log crit;
events {{}}
http {{
    default_type application/octet-stream;
    client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
    include {folder}/netroi.conf;
}}
"""


class Nginx:
    """Serves https://localhost, by a certificate of its own, for two processes at these ports."""

    def __init__(self, folder: Path, port: int, plain: int, processes: Sequence[int]) -> None:
        self.url = f"https://localhost:{port}"
        self.log = folder / "access.log"
        folder.mkdir()
        certify(folder)
        one, other = processes
        text = CONFIGURATION.read_text()
        for documented, own in (
            ("netroi.example", "localhost"), ("listen 443", f"listen 127.0.0.1:{port}"),
            ("listen 80", f"listen 127.0.0.1:{plain}"), ("127.0.0.1:8501", f"127.0.0.1:{one}"),
            ("127.0.0.1:8502", f"127.0.0.1:{other}"), ("/etc/netroi/", f"{folder}/"),
            ("/var/log/nginx/netroi.log", str(self.log)), ("/var/log/nginx/", f"{folder}/"),
            # Tests wait until a process that is back is asked again.
            ("fail_timeout=5s", "fail_timeout=1s"),
        ):  # fmt: skip
            assert documented in text, f"{CONFIGURATION} has no {documented} any more"
            text = text.replace(documented, own)
        (folder / "netroi.conf").write_text(text)
        # The folders of tests are their owner's alone.
        user = "user root;" if os.geteuid() == 0 else ""
        (folder / "nginx.conf").write_text(_AROUND.format(folder=folder, user=user))
        program = programs.nginx()
        assert program, programs.NO_NGINX
        self._command = [program, "-p", str(folder), "-c", str(folder / "nginx.conf"), "-e", str(folder / "errors.log")]
        checked = subprocess.run([*self._command, "-t"], capture_output=True, text=True, check=False)
        assert checked.returncode == 0, checked.stderr
        self._process = subprocess.Popen(self._command)

    def stop(self) -> None:
        self._process.terminate()
        self._process.wait(60)


def certify(folder: Path) -> None:
    """A certificate for this machine, signed by itself."""
    key, now = ec.generate_private_key(ec.SECP256R1()), datetime.now(UTC)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    (folder / "certificate.pem").write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    (folder / "key.pem").write_bytes(secret)
