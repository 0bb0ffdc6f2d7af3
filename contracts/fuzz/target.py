"""The server under test: an emulator in this process, or one behind an address."""

from __future__ import annotations

import copy
from typing import Any
from urllib.parse import quote, urljoin, urlsplit

import requests
from imagehosts.emulator import Emulator
from schemathesis.python import asgi

#: So many answers are looked at before an emulator behind an address is asked for its errors.
SPARED = 20


class Target:
    """An emulator to test, behind an address or in this process.

    Args:
        base_url: Where the API is.
        emulator: The emulator, where it is in this process.
        app: What is asked in place of its application, such as one with a bug around it.

    Beside the API, the emulator's own controls are used: to put pictures where uploads by URL find
    them, to read mail, and to learn what was stored and whether anything failed inside.
    """

    def __init__(self, base_url: str, emulator: Emulator | None = None, app: Any = None) -> None:
        self.base_url = base_url
        self.emulator = emulator
        self.app = app or (emulator and emulator.app)
        parts = urlsplit(base_url)
        self.origin = f"{parts.scheme}://{parts.netloc}"
        self._session = requests.Session() if self.app is None else asgi.get_client(self.app)
        self._session.trust_env = False
        self._asked = self._faults = 0

    def at(self, path: str) -> Target:
        """The same server by another base path, where another of its APIs is."""
        other = copy.copy(self)
        other.base_url = self.origin + path
        return other

    def get(self, url: str) -> requests.Response:
        """What is at an address; some hosts write theirs without a scheme."""
        if "://" not in url and not url.startswith("/"):
            url = f"{urlsplit(self.origin).scheme}://{url}"
        return self.request("GET", url)

    def request(self, method: str, url: str, **options: Any) -> requests.Response:
        """Any request, redirects not followed."""
        options.setdefault("headers", {})
        return self._session.request(
            method, urljoin(self.origin, url), allow_redirects=False, timeout=30, **options
        )

    def faults(self, *, often: bool = False) -> int:
        """How many errors of its own the emulator has met.

        Behind an address it is another request to ask. Who asks after each answer says so with
        ``often``, and then hears of an error up to :data:`SPARED` answers later.
        """
        if self.emulator is not None:
            return len(self.emulator.internal_errors)
        self._asked += 1
        if not often or self._asked % SPARED == 0:
            self._faults = int(self._control("GET", "/").json()["internal_errors"])
        return self._faults

    def stored(self, api: str | None = None) -> int:
        """How many files of an API, or of all, the emulator keeps."""
        pictures = self._control("GET", "/pictures").json()
        return sum(api in (None, picture["api"]) for picture in pictures)

    def mails(self, recipient: str) -> list[dict[str, Any]]:
        """The mail that hosts have sent to an address, oldest first."""
        found: list[dict[str, Any]] = self._control(
            "GET", f"/mail?to={quote(recipient, safe='')}"
        ).json()
        return found

    def register(self, url: str, content: bytes) -> None:
        """Put a file where an upload by URL finds it."""
        self._control("PUT", f"/web?url={quote(url, safe='')}", data=content)

    def forget(self, url: str) -> None:
        """Take it away again."""
        self._control("DELETE", f"/web?url={quote(url, safe='')}")

    def close(self) -> None:
        self._session.close()

    def _control(self, method: str, path: str, **options: Any) -> requests.Response:
        response = self._session.request(
            method, f"{self.origin}/_emulator{path}", timeout=30, **options
        )
        response.raise_for_status()
        return response
