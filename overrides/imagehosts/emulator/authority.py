"""A certificate authority for tests: with it ``https`` addresses of hosts lead to the emulator.

Its certificate is written to a file for the programs that are to trust it; its key stays in memory,
unless the file was named, for then the same authority is there in the next run.
"""

from __future__ import annotations

import ssl
import tempfile
import threading
from pathlib import Path
from typing import Any

import trustme

__all__ = ["Authority"]


class Authority:
    """Makes certificates. ``file`` has the one that programs must trust.

    Args:
        file: Where to keep it, with its key beside it; without one it is new, and gone at the end.
    """

    def __init__(self, file: Path | None = None) -> None:
        self._lock = threading.Lock()
        self._contexts: dict[str, ssl.SSLContext] = {}
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        if file is None:
            self._folder = tempfile.TemporaryDirectory(prefix="imagehosts-")
            self.file = Path(self._folder.name, "ca.pem")
        else:
            self.file = file.absolute()
        self._ca = self._load() or self._make(keep_key=file is not None)

    @property
    def pem(self) -> bytes:
        """The certificate of the authority."""
        return self._ca.cert_pem.bytes()

    def context_for(self, name: str) -> ssl.SSLContext:
        """What a server needs to be taken for a host."""
        with self._lock:
            if name not in self._contexts:
                context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
                certificate: Any = self._ca.issue_cert(name)
                certificate.configure_cert(context)
                context.set_alpn_protocols(["http/1.1"])
                self._contexts[name] = context
            return self._contexts[name]

    def close(self) -> None:
        """Remove the file, if it was only for this run."""
        if self._folder is not None:
            self._folder.cleanup()

    @property
    def _key_file(self) -> Path:
        return self.file.with_name(f"{self.file.name}.key")

    def _load(self) -> trustme.CA | None:
        if not (self.file.is_file() and self._key_file.is_file()):
            return None
        return trustme.CA.from_pem(self.file.read_bytes(), self._key_file.read_bytes())

    def _make(self, *, keep_key: bool) -> trustme.CA:
        made = trustme.CA(
            organization_name="imagehosts emulator",
            organization_unit_name="for tests, trusted by nobody else",
        )
        self.file.parent.mkdir(parents=True, exist_ok=True)
        if keep_key:
            self._key_file.touch(mode=0o600)
            self._key_file.write_bytes(made.private_key_pem.bytes())
        self.file.write_bytes(made.cert_pem.bytes())
        return made
