"""How tests come into the emulated galleries of ImageShack: requests, and answers that are checked.

Every answer is held against the XSD and the schema that the spec gives the operation for which the
emulator took the request.
"""

from __future__ import annotations

import asyncio
from functools import cache
from typing import Any
from xml.etree import ElementTree as ET

import httpx
from imagehosts.core.xml import decode_xml
from imagehosts.emulator import Emulator
from imagehosts_wire.imageshack_gallery.models import Gallery
from imagehosts_wire.imageshack_gallery.resources.galleries import OPERATIONS
from imagehosts_wire.types import Operation

from contracts.hosts.imageshack.emulated import Shack
from contracts.support.emulated import BASE, multipart
from contracts.support.emulated import field as form_field
from contracts.support.specs import load_spec, operations, step
from contracts.support.xml import XmlAnswer, xml_answers, xml_faults

API = "imageshack_gallery"
PATH = "/gallery_api.php"
BY_ID: dict[str, Operation[Any]] = {operation.id: operation for operation in OPERATIONS}
#: The ways in which parameters come, and the method of each.
PLACES = {"query": "GET", "form": "POST", "multipart": "POST", "query of a post": "POST"}


class Galleries:
    """A client of emulated galleries. Every call is one request."""

    def __init__(self, emulator: Emulator, base: str = BASE) -> None:
        self.emulator = emulator
        self.base = base

    def at(self, base: str) -> Galleries:
        """The same galleries by another name of their host."""
        return Galleries(self.emulator, base)

    def request(self, method: str, path: str = PATH, **options: Any) -> httpx.Response:
        """One request as it is, unchecked."""

        async def send() -> httpx.Response:
            transport = httpx.ASGITransport(self.emulator.app)
            async with httpx.AsyncClient(transport=transport, base_url=self.base) as client:
                return await client.request(method, path, **options)

        return asyncio.run(send())

    def page(self, path: str) -> httpx.Response:
        """A page for people."""
        return self.request("GET", path)

    def ask(
        self, action: str | None = None, /, *, place: str = "form", **values: Any
    ) -> ET.Element:
        """The root of the answer to an action."""
        data: dict[str, Any] = {} if action is None else {"action": action}
        for name, value in values.items():
            data[{"images": "image[]"}.get(name, name)] = value
        options: dict[str, Any] = {"form": {"data": data}}.get(place, {"params": data})
        if place == "multipart":
            pairs = [
                form_field(name, item)
                for name, value in data.items()
                for item in (value if isinstance(value, list) else [value])
            ]
            options = multipart(*pairs)
        return self.read(self.request(PLACES[place], **options))

    def read(self, response: httpx.Response) -> ET.Element:
        """The root of an answer, checked."""
        assert response.status_code == 200, response.text
        assert response.headers["content-type"] == "application/xml; charset=UTF-8"
        root = ET.fromstring(response.content)
        operation = self.emulator.requests[-1].operation or "galleries_view"
        answer = answers()[operation, "default" if root.tag == "errors" else "200"]
        assert xml_faults(API, load_spec(API), answer, response.content) == [], response.text
        if root.tag != "errors":
            read_as_clients_do(operation, response)
        return root

    def refusal(self, action: str | None = None, /, **values: Any) -> str:
        """The code that an action is refused with."""
        return code_of(self.ask(action, **values))

    def create(self, *images: str, **values: Any) -> ET.Element:
        """A gallery, made."""
        return made(self.ask("create", images=list(images), **values))

    def operation(self) -> str | None:
        """What the emulator took the last request for."""
        return self.emulator.requests[-1].operation


class World:
    """Two accounts, their pictures, and the galleries."""

    def __init__(self, nobody: Shack) -> None:
        self.nobody = nobody
        self.owner = nobody.become("owner", "secret")
        self.other = nobody.become("other", "secret")
        self.cookie: str = self.owner.token or ""
        self.others_cookie: str = self.other.token or ""
        self.galleries = Galleries(nobody.emulator)
        self.emulator = nobody.emulator

    def images(self, count: int = 1, **values: Any) -> list[str]:
        """References to new pictures of the first account."""
        return [reference(self.owner.picture(**values)) for _ in range(count)]


def reference(image: dict[str, Any]) -> str:
    """A picture as requests name it."""
    return f"img{image['server']}/{image['bucket']}/{image['filename']}"


def made(root: ET.Element) -> ET.Element:
    """The answer, which is a gallery with all its parts."""
    assert root.tag == "gallery", ET.tostring(root)
    assert root.find("files") is not None
    return root


def code_of(root: ET.Element) -> str:
    """The code of a refusal."""
    assert root.tag == "errors", ET.tostring(root)
    (error,) = root
    return error.attrib["code"]


def text(root: ET.Element, path: str) -> str:
    """The text of an element that is there, be it empty."""
    found = root.find(path)
    assert found is not None, path
    return found.text or ""


def files(gallery: ET.Element) -> list[str]:
    """The pictures of a gallery, as requests name them; their number is right."""
    found = [
        f"img{text(file, 'server')}/{text(file, 'bucket')}/{text(file, 'name')}"
        for file in gallery.findall("files/file")
    ]
    (total,) = gallery.findall("files")
    assert total.attrib["total"] == str(len(found))
    return found


def read_as_clients_do(operation: str, response: httpx.Response) -> None:
    """The reader of the package finds nothing in an answer that it would not expect."""
    drift: list[object] = []
    model = decode_xml(
        BY_ID[operation], response.content, response.headers, lambda *what: drift.append(what)
    )
    assert drift == []
    if isinstance(model, Gallery):
        assert model.title == (ET.fromstring(response.content).findtext("title") or "")


@cache
def answers() -> dict[tuple[str, str], XmlAnswer]:
    """What the spec says of the answers to each operation, by its id and the response."""
    found = {answer.pointer: answer for answer in xml_answers(load_spec(API))}
    return {
        (name, response): found[
            step(node.pointer, "responses", response, "content", "application/xml")
        ]
        for name, node in operations(load_spec(API)).items()
        for response in ("200", "default")
    }
