"""What the emulator's tests use: a plain HTTP client in process, and pictures to send."""

from __future__ import annotations

import asyncio
import base64
import io
import struct
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import httpx
import jsonschema
from imagehosts.emulator import Emulator
from imagehosts.emulator.core.specs import load_spec
from PIL import Image

BASE = "http://127.0.0.1:8765"
IMGES = "/sharexapi/1/upload/"
ME = "/api/1/upload"
PATHS = {"imges": IMGES, "imagehosting_me": ME}


class EmulatorClient:
    """A client of an emulator in the same process. Every call is one request."""

    def __init__(self, emulator: Emulator, base: str = BASE, address: str = "127.0.0.1") -> None:
        self.emulator = emulator
        self.base = base
        self.address = address

    def request(self, method: str, url: str, **options: Any) -> httpx.Response:
        async def send() -> httpx.Response:
            transport = httpx.ASGITransport(self.emulator.app, client=(self.address, 1))
            async with httpx.AsyncClient(transport=transport, base_url=self.base) as client:
                return await client.request(method, url, **options)

        return asyncio.run(send())

    def get(self, url: str, **options: Any) -> httpx.Response:
        return self.request("GET", url, **options)

    def post(self, url: str, **options: Any) -> httpx.Response:
        return self.request("POST", url, **options)

    def upload(
        self,
        content: bytes | None = None,
        name: str = "lake.png",
        kind: str = "image/png",
        path: str = ME,
        key: str | None = "a-key",
        **fields: str,
    ) -> httpx.Response:
        """An ordinary upload of a file."""
        data = {**({} if key is None else {"key": key}), **fields}
        return self.post(path, data=data, files={"source": (name, content or png(), kind)})

    def image(self, *args: Any, **options: Any) -> dict[str, Any]:
        """The member ``image`` of an upload that worked."""
        response = self.upload(*args, **options)
        assert response.status_code == 200, response.text
        image: dict[str, Any] = response.json()["image"]
        return image


@contextmanager
def sound(emulator: Emulator) -> Iterator[EmulatorClient]:
    """A client of an emulator that must not have failed in itself when the block ends."""
    with emulator:
        yield EmulatorClient(emulator)
        assert emulator.internal_errors == []


def png(width: int = 60, height: int = 40, mode: str = "RGB", **options: Any) -> bytes:
    return picture("PNG", width, height, mode, **options)


def picture(
    kind: str = "PNG", width: int = 60, height: int = 40, mode: str = "RGB", **options: Any
) -> bytes:
    """A picture with a gradient in it, so that scaling has something to do."""
    image = Image.linear_gradient("L").resize((width, height))
    if mode == "I;16":
        image = image.convert("I").convert("I;16")
    elif mode != "L":
        image = image.convert("RGBA").convert(mode) if mode in ("P", "LA") else image.convert(mode)
    content = io.BytesIO()
    image.save(content, kind, **options)
    return content.getvalue()


def gif(frames: int = 3, width: int = 50, height: int = 40, kind: str = "GIF") -> bytes:
    """A picture that moves."""
    colours = [(250, 40 * number % 256, 30) for number in range(frames)]
    first, *rest = [Image.new("RGB", (width, height), colour) for colour in colours]
    content = io.BytesIO()
    first.save(content, kind, save_all=True, append_images=rest, duration=100, loop=0)
    return content.getvalue()


def jpeg(width: int = 60, height: int = 40, exif: dict[int, Any] | None = None) -> bytes:
    tags = Image.Exif()
    for number, value in (exif or {}).items():
        tags[number] = value
    return picture("JPEG", width, height, exif=tags)


def box(name: bytes, *content: bytes) -> bytes:
    body = b"".join(content)
    return struct.pack(">I4s", len(body) + 8, name) + body


def mp4(
    width: int = 496,
    height: int = 360,
    seconds: int = 73,
    brand: bytes = b"isom",
    *,
    scale: int = 1000,
    version: int = 0,
) -> bytes:
    """A container with a sound track and a picture track, and no pictures in it."""
    layout = ">IQQIQ" if version else ">IIIII"
    times = struct.pack(layout, version << 24, 0, 0, scale, seconds * scale)
    mvhd = box(b"mvhd", times, bytes(80))
    sound_track = box(b"trak", box(b"tkhd", bytes(84)))
    size = struct.pack(">II", width << 16, height << 16)
    picture_track = box(b"trak", box(b"tkhd", bytes(76), size))
    moov = box(b"moov", mvhd, sound_track, picture_track)
    return box(b"ftyp", brand, bytes(4), brand) + box(b"mdat", bytes(500)) + moov


def element(number: bytes, content: bytes) -> bytes:
    return number + struct.pack(">BI", 0x08, len(content)) + content


def webm(width: int = 320, height: int = 240, seconds: float = 12.0) -> bytes:
    """The WebM counterpart of :func:`mp4`."""
    info = element(b"\x2a\xd7\xb1", (1_000_000).to_bytes(3, "big"))
    info += element(b"\x44\x89", struct.pack(">d", seconds * 1000))
    video = element(b"\xb0", width.to_bytes(2, "big")) + element(b"\xba", height.to_bytes(2, "big"))
    tracks = element(b"\xae", element(b"\xe0", video))
    segment = element(b"\x15\x49\xa9\x66", info) + element(b"\x16\x54\xae\x6b", tracks)
    head = element(b"\x1a\x45\xdf\xa3", element(b"\x42\x82", b"webm"))
    return head + element(b"\x18\x53\x80\x67", segment)


def text64(content: bytes) -> str:
    return base64.b64encode(content).decode()


def multipart(*parts: tuple[str, bytes], boundary: str = "frontier") -> dict[str, Any]:
    """A multipart body out of raw headers and contents, for what no client would send."""
    body = b"".join(
        b"--%b\r\n%b\r\n\r\n%b\r\n" % (boundary.encode(), head.encode("utf-8"), content)
        for head, content in parts
    )
    return {
        "content": body + f"--{boundary}--\r\n".encode(),
        "headers": {"Content-Type": f"multipart/form-data; boundary={boundary}"},
    }


def field(name: str, value: str | bytes) -> tuple[str, bytes]:
    raw = value.encode() if isinstance(value, str) else value
    return f'Content-Disposition: form-data; name="{name}"', raw


def file(disposition: str, content: bytes, kind: str = "image/png") -> tuple[str, bytes]:
    return f"Content-Disposition: form-data; {disposition}\r\nContent-Type: {kind}", content


def schema_errors(api: str, name: str) -> Callable[[Any], list[str]]:
    """A check of data against a named schema of a spec."""
    spec = load_spec(api)
    schema = {"$ref": f"#/components/schemas/{name}", "components": spec["components"]}
    validator = jsonschema.Draft202012Validator(schema)
    return lambda data: [
        f"{error.json_path}: {error.message}" for error in validator.iter_errors(data)
    ]
