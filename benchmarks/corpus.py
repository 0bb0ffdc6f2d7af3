"""What is decoded, and the peers that decode it: generated in a temporary folder."""

from __future__ import annotations

import importlib
import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
from codegen.driver import generate

HERE = Path(__file__).parent
ROOT = HERE.parent


def images_list() -> bytes:
    """A list of 100 images, about 47 kB of JSON."""
    images = [
        {
            "id": f"i{number:03d}ac04fj",
            "server": 500 + number,
            "bucket": 3530 + number,
            "filename": f"{number:03d}ac04f.jpg",
            "original_filename": f"holiday {number}.jpg",
            "direct_link": f"images.example/img{500 + number}/{3530 + number}/{number:03d}.jpg",
            "title": f"Day {number}" if number % 3 else None,
            "description": None,
            "creation_date": 1371234567 + number * 86400,
            "width": 1920,
            "height": 1080,
            "filesize": 4406 + number,
            "public": True,
            "is_owner": False,
            "hidden": False,
            "likes": number % 7,
            "liked": False,
            "tags": ["lake", "summer"],
            "owner": {"username": "somebody", "membership": "free", "avatar": "u6pApQ.jpg"},
            "album": {"id": None, "title": None, "public": True},
        }
        for number in range(100)
    ]
    answer = {"images": images, "limit": 100, "offset": 0, "total": 4321}
    return json.dumps(answer).encode()


def our_package(folder: Path) -> Any:
    """The package that our driver makes of the list's spec, imported from ``folder``."""
    spec = folder / "specs" / "images_list" / "openapi.yaml"
    spec.parent.mkdir(parents=True)
    shutil.copyfile(HERE / "images_list.yaml", spec)
    shutil.copyfile(ROOT / "specs/extensions.schema.json", folder / "specs/extensions.schema.json")
    generate(folder, folder / "imagehosts_wire", say=lambda line: None)
    # Within the real package, so that the shared types are the same.
    import imagehosts_wire

    imagehosts_wire.__path__.append(str(folder / "imagehosts_wire"))
    return importlib.import_module("imagehosts_wire.images_list.resources.images")


def our_client(transport: httpx.BaseTransport) -> Any:
    """A client of the package that :func:`our_package` made."""
    from imagehosts.core.client import SyncClient

    api = importlib.import_module("imagehosts_wire.images_list.api")

    class Client(SyncClient, api.Resources):  # type: ignore[misc,name-defined]
        pass

    Client.api = api.API
    return Client(base_url=None, credentials={}, transport=transport)


def stock_decoder(folder: Path) -> Callable[[Any], Any]:
    """``from_dict`` of a client that openapi-python-client makes by itself."""
    run_stock(HERE / "images_list.yaml", folder / "stock_client")
    sys.path.insert(0, str(folder))
    module = importlib.import_module("stock_client.models.images_list")
    decode: Callable[[Any], Any] = module.ImagesList.from_dict
    return decode


def run_stock(spec: Path, output: Path) -> None:
    """Generate with the stock command line, formatted as it does by default."""
    program = "from openapi_python_client.cli import app; app()"
    arguments = ["generate", "--path", str(spec), "--meta", "none", "--overwrite"]
    subprocess.run(
        [sys.executable, "-c", program, *arguments, "--output-path", str(output)],
        check=True,
        capture_output=True,
        env={**__import__("os").environ, "PATH": f"{Path(sys.executable).parent}:/usr/bin:/bin"},
    )
