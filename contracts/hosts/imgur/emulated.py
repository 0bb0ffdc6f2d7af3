"""imgur with people in it: two users who can log in, and what they do through plain HTTP."""

from __future__ import annotations

import re
from typing import Any

import httpx

from contracts.support.emulated import EmulatorClient, png

USERS = ("miriam:lake-house", "tove:sail-boat")
APP = {"Authorization": "Client-ID some-app"}
PASSWORDS = {name: password for name, _, password in (u.partition(":") for u in USERS)}
AUTHORIZE = "/oauth2/authorize"
TOKEN = "/oauth2/token"


class World:
    """A emulated to imgur, and who comes in by it: ``None`` is an application without a user."""

    def __init__(self, emulated: EmulatorClient) -> None:
        self.emulated = emulated
        self._headers: dict[str | None, dict[str, str]] = {None: APP}

    def log_in(self, name: str, client: str = "some-app") -> dict[str, Any]:
        """The tokens of a user, by the whole flow with a PIN."""
        password = PASSWORDS[name]
        query = {"client_id": client, "response_type": "pin"}
        page = self.emulated.post(
            AUTHORIZE, params=query, data={"username": name, "password": password}
        )
        assert page.status_code == 200, page.text
        found = re.search(r"name='pin' value='(\w+)'", page.text)
        assert found
        return self.exchange("pin", pin=found[1], client_id=client).json()

    def exchange(self, grant: str, **fields: str) -> httpx.Response:
        """A request for tokens."""
        sent = {
            "client_id": "some-app",
            "client_secret": "some-secret",
            "grant_type": grant,
            **fields,
        }
        return self.emulated.post(TOKEN, data=sent)

    def headers(self, who: str | None) -> dict[str, str]:
        """What a user or an application without one sends to say who asks."""
        if who not in self._headers:
            assert who
            token = self.log_in(who)["access_token"]
            self._headers[who] = {"Authorization": f"Bearer {token}"}
        return self._headers[who]

    def ask(self, who: str | None, method: str, path: str, **options: Any) -> httpx.Response:
        """One request below ``/3``."""
        headers = {**self.headers(who), **options.pop("headers", {})}
        return self.emulated.request(method, f"/3{path}", headers=headers, **options)

    def data(self, who: str | None, method: str, path: str, **options: Any) -> Any:
        """What is in the envelope of an answer that is good."""
        response = self.ask(who, method, path, **options)
        assert response.status_code == 200, response.text
        body = response.json()
        assert (body["success"], body["status"]) == (True, 200)
        return body["data"]

    def upload(self, who: str | None = None, width: int = 60, **fields: str) -> dict[str, Any]:
        """A new picture; each width is another one."""
        files = {"image": ("lake.png", png(width=width), "image/png")}
        found: dict[str, Any] = self.data(who, "POST", "/image", files=files, data=fields)
        return found

    def album(self, who: str | None = None, **fields: Any) -> dict[str, Any]:
        """A new album."""
        found: dict[str, Any] = self.data(who, "POST", "/album", data=fields)
        return found

    def post(self, who: str, title: str = "The lake", width: int = 60) -> str:
        """A new picture in the gallery, by its id."""
        image_id: str = self.upload(who, width)["id"]
        self.data(who, "POST", f"/gallery/image/{image_id}", data={"title": title, "terms": "1"})
        return image_id

    def comment(self, who: str, item_id: str, words: str = "Nice.", **fields: Any) -> int:
        """A new comment, by its number."""
        sent = {"image_id": item_id, "comment": words, **fields}
        return int(self.data(who, "POST", "/comment", data=sent)["id"])

    def send(self, who: str, to: str, body: str = "Ahoy", **fields: Any) -> None:
        """A message."""
        sent = {"recipient": to, "body": body, **fields}
        assert self.data(who, "POST", "/message", data=sent) is True

    def ids_in(self, album_id: str, who: str | None = None) -> list[str]:
        """The pictures of an album."""
        return [image["id"] for image in self.data(who, "GET", f"/album/{album_id}/images")]


def error_of(response: httpx.Response) -> str:
    """The words of an error, in whichever shape."""
    error: Any = response.json()["data"]["error"]
    return error if isinstance(error, str) else str(error["message"])
