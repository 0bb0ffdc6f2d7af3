"""What the type checkers tell a user of the package, in their strictest modes."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

pytestmark = pytest.mark.slow

#: A user's program. ``reveal_type(...)  # X`` claims that the type is X; ``# error`` claims that
#: the line is wrong and that the checker says so. All other lines must be right.
USER_CODE = """
import asyncio
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Literal

import httpx

from imagehosts import (
    AsyncChevereto,
    AsyncImageHostingMe,
    AsyncImges,
    Base64,
    Chevereto,
    Drift,
    DuplicateUpload,
    ImageHostError,
    ImageHostingMe,
    Imges,
    InvalidArgument,
    RateLimited,
    RequestOptions,
    ResponseError,
    RetryPolicy,
    StatusError,
    TimedOut,
    Timeout,
    Url,
)


def show(drift: Drift) -> None:
    print(drift.pointer, drift.expected, drift.got)


with Imges("key", timeout=5, max_retries=1, headers={"X-A": "b"}, on_drift=show) as imges:
    reveal_type(imges)  # Imges
    image = imges.upload("lake.jpg")
    reveal_type(image)  # Image
    reveal_type(image.url)  # str | None
    reveal_type(image.size)  # int
    reveal_type(image.nsfw)  # bool
    reveal_type(image.thumb)  # ImageFile
    reveal_type(image.medium)  # ImageFile | None
    reveal_type(imges.upload("lake.jpg", format="json"))  # Image
    reveal_type(imges.upload(Path("lake.jpg"), format="txt"))  # str
    reveal_type(imges.upload(b"...", format="redirect"))  # str
    reveal_type(imges.upload(bytearray(), method="GET"))  # Image
    reveal_type(imges.upload(BytesIO()))  # Image
    reveal_type(imges.upload(open("lake.jpg", "rb")))  # Image
    reveal_type(imges.upload(("lake.jpg", b"...")))  # Image
    reveal_type(imges.upload(("lake.jpg", Path("lake.jpg"), "image/jpeg")))  # Image
    reveal_type(imges.upload(Base64("...")))  # Image
    reveal_type(imges.upload(Url("https://pictures.example/lake.jpg")))  # Image
    reveal_type(imges.images.upload_txt(b"..."))  # str
    reveal_type(imges.download("https://pictures.example/lake.jpg"))  # bytes
    reveal_type(imges.download_to("https://pictures.example/", Path("lake.jpg")))  # int
    imges.upload(5)  # error
    imges.upload(open("lake.jpg"))  # error
    imges.upload("lake.jpg", format="xml")  # error
    imges.upload("lake.jpg", title="Lake")  # error
    imges.upload("lake.jpg", method="PUT")  # error
    imges.delete(image)  # error
    image.address  # error
    image.url.upper()  # error

with ImageHostingMe() as host:
    picture = host.upload(
        "lake.jpg",
        title="Lake",
        tags=["lake"],
        expiration=timedelta(days=3),
        nsfw=False,
        width=None,
        options={"timeout": 5, "max_retries": 0, "headers": {"X-A": "b"}},
    )
    reveal_type(picture)  # Image
    reveal_type(picture.delete_url)  # str | None
    reveal_type(host.upload("lake.jpg", format="txt", tags=("a", "b")))  # str
    reveal_type(host.delete(picture))  # None
    reveal_type(host.with_options(timeout=Timeout(read=5)))  # ImageHostingMe
    reveal_type(host.images.upload("lake.jpg", title="Lake"))  # Image
    raw = host.images.with_raw_response.upload("lake.jpg", expiration="PT5M")
    reveal_type(raw)  # RawResponse[Image]
    reveal_type(raw.parse())  # Image
    reveal_type(raw.status)  # int
    reveal_type(raw.headers)  # Mapping[str, str]
    reveal_type(host.images.with_raw_response.upload_txt(b"..."))  # RawResponse[str]
    with host.images.with_streaming_response.upload("lake.jpg") as streamed:
        reveal_type(streamed.stream_to_file("answer.json"))  # int
        reveal_type(streamed.iter_bytes())  # Iterator[bytes]
    host.upload("lake.jpg", colour="red")  # error
    host.upload("lake.jpg", nsfw="yes")  # error
    host.upload("lake.jpg", expiration=5)  # error
    host.upload("lake.jpg", tags=[1])  # error
    host.images.upload("lake.jpg", colour="red")  # error
    host.images.with_raw_response.upload()  # error
    host.upload("lake.jpg", options={"retry": 5})  # error
    host.with_options(retries=3)  # error

wrong: int = Imges("key").upload("lake.jpg", format="txt")  # error
Chevereto("https://pictures.example/api/1", key_in="query")  # error
Imges("key", http_client=httpx.AsyncClient())  # error
AsyncImges("key", http_client=httpx.Client())  # error
Imges("key", timeouts=5)  # error
site = Chevereto("https://pictures.example/api/1", "key", key_in="header", timeout=None)
reveal_type(site.upload("lake.jpg"))  # Image
chosen: Literal["txt", "redirect"] = "txt"
reveal_type(site.upload("lake.jpg", format=chosen))  # str
options: RequestOptions = {"progress": lambda sent, total: None, "repeat_unsafe": True}
reveal_type(site.upload("lake.jpg", options=options))  # Image
policy = RetryPolicy(max_retries=5, statuses=frozenset({500}))
Imges("key", retries=policy, transport=httpx.HTTPTransport(), http_client=httpx.Client())

try:
    site.upload("lake.jpg")
except RateLimited as limited:
    reveal_type(limited.retry_after)  # float | None
except DuplicateUpload as duplicate:
    reveal_type(duplicate.host_message)  # str
except StatusError as status:
    reveal_type(status.code)  # int | str | None
    reveal_type(status.status)  # int | None
except ResponseError as answered:
    reveal_type(answered.request_id)  # str | None
    reveal_type(answered.response)  # RawResponse[Any] | None
except TimedOut as slow:
    reveal_type(slow.may_have_arrived)  # bool
except InvalidArgument as argument:
    reveal_type(argument.argument)  # str
except ImageHostError as error:
    reveal_type(error.operation)  # str
    error.status  # error


async def main() -> None:
    async with AsyncImageHostingMe(max_retries=0) as client:
        reveal_type(client)  # AsyncImageHostingMe
        reveal_type(await client.upload("lake.jpg", title="Lake"))  # Image
        reveal_type(await client.upload("lake.jpg", format="redirect"))  # str
        reveal_type(await client.images.upload("lake.jpg"))  # Image
        answered = await client.images.with_raw_response.upload("lake.jpg")
        reveal_type(answered)  # RawResponse[Image]
        reveal_type(answered.parse())  # Image
        async with client.images.with_streaming_response.upload_txt(b"...") as streamed:
            reveal_type(await streamed.read())  # bytes
            reveal_type(await streamed.stream_to_file("answer.txt"))  # int
            reveal_type(streamed.iter_bytes())  # AsyncIterator[bytes]
        reveal_type(await client.delete("https://imagehosting.me/image/L/delete/x"))  # None
        reveal_type(await client.download("https://imagehosting.me/lake.jpg"))  # bytes
        reveal_type(client.with_options(max_retries=1))  # AsyncImageHostingMe
        (await client.upload("lake.jpg", format="txt")).url  # error
        client.upload("lake.jpg").url  # error
        await client.upload("lake.jpg", colour="red")  # error
    async with AsyncImges("key") as imges:
        reveal_type(await imges.upload(b"..."))  # Image
        reveal_type(await imges.images.upload_redirect(b"..."))  # str
        await imges.upload(b"...", title="Lake")  # error
        with imges:  # error
            pass
    other = AsyncChevereto("https://pictures.example/api/1", transport=httpx.AsyncHTTPTransport())
    first, second = await asyncio.gather(other.upload("a.jpg"), other.upload("b.jpg", format="txt"))
    reveal_type(first)  # Image
    reveal_type(second)  # str


asyncio.run(main())
""".lstrip()

LINES = USER_CODE.splitlines()
REVEALED = {
    number: line.partition("  # ")[2]
    for number, line in enumerate(LINES, 1)
    if "reveal_type(" in line
}
WRONG = {number for number, line in enumerate(LINES, 1) if line.endswith("  # error")}


class Findings(NamedTuple):
    """What a checker says of the program: types by line, and the lines that it finds wrong."""

    revealed: dict[int, str]
    wrong: dict[int, list[str]]


@pytest.fixture(scope="module", params=["mypy", "basedpyright"])
def findings(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Findings:
    folder: Path = tmp_path_factory.mktemp("user")
    (folder / "program.py").write_text(USER_CODE, "utf-8")
    return run_mypy(folder) if request.param == "mypy" else run_basedpyright(folder)


def run_mypy(folder: Path) -> Findings:
    done = subprocess.run(
        [
            *(sys.executable, "-m", "mypy", "--strict", "--config-file=", "--output=json"),
            *("--cache-dir", str(folder / "cache"), "--warn-unreachable", "program.py"),
        ],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stderr == ""
    found = Findings({}, {})
    for line in done.stdout.splitlines():
        told = json.loads(line)
        assert told["file"] == "program.py", told
        revealed = re.fullmatch(r'Revealed type is "(.*)"', told["message"])
        if revealed:
            found.revealed[told["line"]] = plain(revealed[1])
        elif told["severity"] == "error":
            found.wrong.setdefault(told["line"], []).append(told["message"])
    return found


def run_basedpyright(folder: Path) -> Findings:
    # Strict as pyright means it; what basedpyright adds is about taste.
    settings = {"typeCheckingMode": "strict", "reportUnusedExpression": False}
    (folder / "pyrightconfig.json").write_text(json.dumps(settings), "utf-8")
    done = subprocess.run(
        [
            *(sys.executable, "-m", "basedpyright", "--outputjson"),
            *("--pythonpath", sys.executable, "program.py"),
        ],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    found = Findings({}, {})
    for told in json.loads(done.stdout)["generalDiagnostics"]:
        number = told["range"]["start"]["line"] + 1
        revealed = re.fullmatch(r'Type of ".*" is "(.*)"', told["message"], re.DOTALL)
        if revealed:
            found.revealed[number] = plain(revealed[1])
        elif told["severity"] != "information":
            found.wrong.setdefault(number, []).append(told["message"])
    return found


def plain(shown: str) -> str:
    """A type as both checkers would show it: without modules, in one order of a union."""
    shown = re.sub(r"\b(?:\w+\.)+(\w+)", r"\1", shown)
    parts = re.split(r" \| (?![^\[]*\])", shown)
    return " | ".join(sorted(parts, key=lambda part: (part == "None", part)))


def test_a_user_sees_the_types_that_they_get(findings: Findings) -> None:
    assert findings.revealed == {number: plain(claim) for number, claim in REVEALED.items()}


def test_type_checker_reports_the_mistakes_and_nothing_else(findings: Findings) -> None:
    unexpected = {LINES[n - 1]: said for n, said in findings.wrong.items() if n not in WRONG}
    assert unexpected == {}
    missed = [LINES[number - 1] for number in sorted(WRONG - findings.wrong.keys())]
    assert missed == []


def test_the_program_claims_enough_to_fail() -> None:
    assert len(REVEALED) > 60
    assert len(WRONG) > 25
    assert all(REVEALED.values())
    compile(USER_CODE, "program.py", "exec")
