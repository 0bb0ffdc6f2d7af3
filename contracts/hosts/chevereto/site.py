"""A small server of its own that speaks Chevereto's API, for runs against something not ours.

It shares no code with the emulator or the clients: the standard library alone, started as a
process. ``python site.py [FAULT ...]`` prints its address and then does as a kept contract asks,
but for the faults that it was given. ``GET /state`` says what is stored.
"""

from __future__ import annotations

import copy
import json
import os
import sys
import threading
import time
from base64 import b64decode
from collections.abc import Callable
from contextlib import suppress
from email import message_from_bytes
from hashlib import md5
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

KEY = "the-key-of-the-site"


def put(pointer: str, value: Any) -> Callable[[dict[str, Any]], None]:
    """A change of the answer: the value at a pointer; an Ellipsis removes the member."""

    def change(answer: dict[str, Any]) -> None:
        *path, last = pointer.strip("/").split("/")
        for part in path:
            answer = answer[part]
        if value is ...:
            del answer[last]
        else:
            answer[last] = value

    return change


#: Changes of a successful answer, each with the place where a run must see it.
DRIFTS: dict[str, tuple[str, Callable[[dict[str, Any]], None]]] = {
    "width-is-a-word": ("/image/width", put("/image/width", "wide")),
    "name-is-a-number": ("/image/name", put("/image/name", 17)),
    "no-size": ("/image/size", put("/image/size", ...)),
    "url-is-null": ("/image/url_viewer", put("/image/url_viewer", None)),
    "extension-is-a-list": ("/image/extension", put("/image/extension", ["png"])),
    "nested": ("/image/thumb/size", put("/image/thumb/size", {"bytes": 1})),
    "text-before": ("", lambda answer: answer.update(__before__="<br /><b>Notice</b>: x\n")),
}
#: Other things that a site may do.
FAULTS = (
    *("accepts-any-key", "accepts-text", "broken-picture", "delete-fails", "delete-lies"),
    *(
        "drops-after-storing",
        "drops-before-storing",
        "key-in-header-only",
        "no-delete-link",
        "rate-limit",
        "read-only",
    ),
    *("refuses-everything", "slow", "slow-delete", "takes-duplicates"),
)


class Site(ThreadingHTTPServer):
    """The server and what it stores."""

    daemon_threads = True

    def __init__(self, faults: set[str]) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.faults = faults
        self.lock = threading.Lock()
        self.stored: dict[str, bytes] = {}
        self.uploads = 0
        self.limited = False
        self.dropped = False

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class Handler(BaseHTTPRequestHandler):
    """One connection."""

    protocol_version = "HTTP/1.1"
    server: Site

    def log_message(self, format: str, *args: Any) -> None:
        """Be quiet."""

    def do_GET(self) -> None:
        path = urlsplit(self.path).path
        site = self.server
        if path == "/state":
            self.answer(200, {"stored": sorted(site.stored), "uploads": site.uploads})
        elif path.startswith("/images/"):
            content = site.stored.get(path.removeprefix("/images/").removesuffix(".png"))
            if content is None:
                self.send(404, b"gone", "text/plain")
            else:
                self.send(200, b"cut" if "broken-picture" in site.faults else content, "image/png")
        elif "/delete/" in path:
            self.delete(path.split("/")[2])
        elif path.rstrip("/") == "/api/1/upload":
            self.upload(dict(parse_qsl(urlsplit(self.path).query)), {})
        else:
            self.send(404, b"<html><title>Not here</title></html>", "text/html")

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["content-length"]))
        kind = self.headers["content-type"]
        texts: dict[str, str] = {}
        files: dict[str, bytes] = {}
        if kind.startswith("multipart/"):
            message = message_from_bytes(f"Content-Type: {kind}\r\n\r\n".encode("latin-1") + body)
            for part in message.get_payload():
                name = part.get_param("name", header="content-disposition")
                content = part.get_payload(decode=True)
                if part.get_filename() is None:
                    texts[name] = content.decode()
                else:
                    files[name] = content
        else:
            texts = dict(parse_qsl(body.decode()))
        self.upload({**dict(parse_qsl(urlsplit(self.path).query)), **texts}, files)

    def upload(self, texts: dict[str, str], files: dict[str, bytes]) -> None:
        site = self.server
        faults = site.faults
        key = self.headers.get("x-api-key", "")
        if "key-in-header-only" not in faults:
            key = texts.get("key") or key
        if "slow" in faults:
            time.sleep(0.15)
        if "refuses-everything" in faults:
            return self.refuse(texts, 503, 500, "Under maintenance")
        if key != KEY and "accepts-any-key" not in faults:
            return self.refuse(texts, 400, 100, "Invalid API v1 key.")
        if "read-only" in faults:
            return self.refuse(texts, 403, 403, "Uploads are closed on this site")
        if "rate-limit" in faults and site.uploads == 2 and not site.limited:
            site.limited = True
            return self.refuse(texts, 429, 130, "Too many uploads", retry="1")
        content = files.get("source")
        if content is None:
            with suppress(ValueError):
                content = b64decode(texts.get("source", ""))
        content = content or b""
        if not content.startswith(b"\x89PNG") and "accepts-text" not in faults:
            return self.refuse(texts, 400, 310, "Invalid upload data")
        if "drops-before-storing" in faults and site.uploads == 1 and not site.dropped:
            site.dropped = True
            self.close_connection = True
            return None
        with site.lock:
            known = content in site.stored.values() and "takes-duplicates" not in faults
        if known:
            return self.refuse(texts, 400, 101, "Duplicated upload")
        with site.lock:
            site.uploads += 1
            code = f"{site.uploads:x}{os.urandom(3).hex()}"
            site.stored[code] = content
        if "drops-after-storing" in faults and site.uploads == 2:
            self.close_connection = True
            return None
        url = f"{site.address}/images/{code}.png"
        if texts.get("format") == "txt":
            return self.send(200, url.encode(), "text/plain")
        if texts.get("format") == "redirect":
            return self.send(302, b"", "text/html", location=f"{site.address}/image/{code}")
        return self.answer(200, success(site, code, content))

    def delete(self, code: str) -> None:
        site = self.server
        if "slow-delete" in site.faults:
            time.sleep(0.4)
        if "delete-fails" in site.faults:
            return self.send(500, b"no", "text/plain")
        with site.lock:
            known = code in site.stored
            if "delete-lies" not in site.faults:
                site.stored.pop(code, None)
        if not known:
            return self.send(404, b"gone", "text/plain")
        return self.send(302, b"", "text/html", location=f"{site.address}/?deleted")

    def refuse(
        self, texts: dict[str, str], status: int, code: int, message: str, retry: str = ""
    ) -> None:
        if texts.get("format") in ("txt", "redirect"):
            return self.send(200, message.encode(), "text/plain")
        answer = {"status_code": status, "error": {"message": message, "code": code}}
        answer["status_txt"] = "Bad Request"
        return self.answer(status, answer, retry=retry)

    def answer(self, status: int, answer: dict[str, Any], retry: str = "") -> None:
        before = answer.pop("__before__", "")
        body = (before + json.dumps(answer)).encode()
        self.send(status, body, "application/json; charset=UTF-8", retry=retry)

    def send(
        self, status: int, body: bytes, kind: str, *, location: str = "", retry: str = ""
    ) -> None:
        self.send_response(status)
        self.send_header("content-type", kind)
        self.send_header("content-length", str(len(body)))
        if location:
            self.send_header("location", location)
        if retry:
            self.send_header("retry-after", retry)
        self.end_headers()
        with suppress(BrokenPipeError, ConnectionResetError):  # the client was killed
            self.wfile.write(body)


def success(site: Site, code: str, content: bytes) -> dict[str, Any]:
    """An answer as sites of version 1.1 give it."""
    url = f"{site.address}/images/{code}.png"
    part = {"filename": f"{code}.png", "name": code, "mime": "image/png", "extension": "png"}
    answer = copy.deepcopy(
        {
            "status_code": 200,
            "success": {"message": "file uploaded", "code": 200},
            "image": {
                "name": code,
                "extension": "png",
                "size": len(content),
                "width": 8,
                "height": 8,
                "date": "2026-01-02 03:04:05",
                "date_gmt": "2026-01-02 03:04:05",
                "title": "contract",
                "tags": [],
                "description": None,
                "nsfw": 0,
                "storage_mode": "datefolder",
                "md5": md5(content).hexdigest(),
                "source_md5": None,
                "original_filename": "contract.png",
                "original_exifdata": None,
                "views": 0,
                "category_id": None,
                "chain": 5,
                "thumb_size": 900,
                "medium_size": 0,
                "frame_size": 0,
                "expiration_date_gmt": None,
                "likes": 0,
                "is_animated": 0,
                "is_approved": 1,
                "is_360": 0,
                "duration": 0,
                "type": "image",
                "tags_string": "",
                "file": {"resource": {"type": "url"}},
                "id_encoded": code,
                "filename": f"{code}.png",
                "mime": "image/png",
                "url": url,
                "ratio": 1,
                "size_formatted": "300 B",
                "image": {**part, "url": url, "size": len(content)},
                "thumb": {**part, "url": url, "size": 900},
                "duration_time": "00:00",
                "url_viewer": f"{site.address}/image/{code}",
                "path_viewer": f"/image/{code}",
                "url_short": f"{site.address}/image/{code}",
                "display_url": url,
                "display_width": 8,
                "display_height": 8,
                "views_label": "views",
                "likes_label": "likes",
                "how_long_ago": "moments ago",
                "delete_url": f"{site.address}/image/{code}/delete/{'d' * 32}",
            },
            "status_txt": "OK",
        }
    )
    if "no-delete-link" in site.faults:
        del answer["image"]["delete_url"]
    for name in site.faults & DRIFTS.keys():
        DRIFTS[name][1](answer)
    return answer


def main() -> None:
    faults = set(sys.argv[1:])
    unknown = faults - DRIFTS.keys() - set(FAULTS)
    if unknown:
        sys.exit(f"no such fault: {', '.join(sorted(unknown))}")
    site = Site(faults)
    print(site.address, flush=True)
    site.serve_forever(poll_interval=0.1)


if __name__ == "__main__":
    main()
