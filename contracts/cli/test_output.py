"""What the installed command writes: to pipes, full disks, terminals, and by other encodings."""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from imagehosts.cli import main
from imagehosts.emulator import Emulator

from contracts.cli.conftest import Run
from contracts.support.emulated import png
from contracts.support.fault_server import FaultServer, answer
from contracts.support.reporting import report_all

Command = Callable[..., subprocess.CompletedProcess[bytes]]
#: What moves a cursor, turns the direction of writing, or begins a line.
HOSTILE = "\x1b[2J\x9b31m\u202egnp.\u2028line\r\n\t\x07\u200b\ufeff\x00".replace("\x00", "")


def image(**members: object) -> dict[str, object]:
    """An upload's answer of a host whose picture has these members."""
    known = {"id": "Ab3dEf7", "link": "https://i.imgur.com/Ab3dEf7.png", "deletehash": "abcdefgh"}
    return {"data": {**known, **members}, "success": True, "status": 200}


def upload(send: Callable[..., Any], server: FaultServer, *words: str, **options: object) -> Any:
    url = f"http://127.0.0.1:{server.port}/3"
    return send(
        "upload",
        "lake.png",
        "--to",
        "imgur",
        "--base-url",
        url,
        "--max-retries",
        "0",
        *words,
        **options,
    )


def test_answer_is_not_lost_to_what_the_terminal_cannot_hold(
    command: Command, environment: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    title = "\U0001f600 Caf\u00e9 \ud83d"

    def in_this_process(*words: str, env: dict[str, str]) -> bytes:
        """What goes to a stream as the interpreter makes it for this encoding."""
        encoding, _, errors = env["PYTHONIOENCODING"].partition(":")
        written = io.BytesIO()
        stream = io.TextIOWrapper(written, encoding, errors or "strict")
        monkeypatch.setattr(sys, "stdout", stream)
        assert main(words) == 0
        stream.flush()
        return written.getvalue()

    def as_a_process(*words: str, env: dict[str, str]) -> bytes:
        ran = command(*words, env=env)
        assert (ran.returncode, ran.stderr) == (0, b"")
        return ran.stdout

    with FaultServer(answer(200, image(title=title))) as server:
        with report_all() as case:
            for encoding in ("ascii", "cp1252", "utf-8", "utf-16", "latin-1:strict"):
                for form in ("json", "{title} {url}"):
                    with case(f"{encoding} {form}"):
                        # That the interpreter takes the encoding for its streams is seen once.
                        once = (encoding, form) == ("ascii", "{title} {url}")
                        send = as_a_process if once else in_this_process
                        env = {"PYTHONIOENCODING": encoding}
                        printed = upload(send, server, "-f", form, env=env)
                        text = printed.decode(encoding.partition(":")[0])
                        assert "i.imgur.com/Ab3dEf7.png" in text
                        if form == "json":
                            # Half a pair is no character: the client replaces it.
                            shown = title.replace("\ud83d", "\ufffd")
                            assert json.loads(text)["answer"]["title"] == shown


def test_text_of_others_is_shown_on_one_line_without_controls(run: Run) -> None:
    unsafe = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\ufeff]")
    name = "a\x1b(0\u202eb.png"
    Path(name).write_bytes(b"")
    with report_all() as case:
        with case("title and address"):
            link = "https://i.imgur.com/\x1b[2J/\u202ex.png"
            with FaultServer(answer(200, image(title=HOSTILE, link=link))) as server:
                for form in ("url", "json", "{title}", "markdown", "html"):
                    _, printed, _ = upload(run, server, "-f", form)
                    assert not unsafe.search(printed)
                    assert printed.count("\n") == 1
        with case("message"):
            body = {"data": {"error": HOSTILE}, "success": False, "status": 400}
            with FaultServer(answer(400, body)) as server:
                status, printed, said = upload(run, server)
                assert (status, printed) == (1, "")
                assert not unsafe.search(said)
                assert said.count("\n") == 1
        with case("name of a file"):
            _, _, said = run("upload", name, name + "\r\nimagehosts: done", "--to", "imgur")
            assert not unsafe.search(said)
            assert said.count("\n") == 2
        with case("words of the command line"):
            for words in (
                ["upl\x1b[31moad"],
                ["hosts", "\x1b[31m"],
                ["upload", "--\x1b[31m"],
                ["a\nb"],
            ):
                status, _, said = run(*words)
                assert status == 2
                assert not unsafe.search(said)
                assert said.count("\n") == 1


def test_missing_address_is_reported_with_what_there_is(run: Run) -> None:
    with FaultServer(answer(200, image(link=None))) as server:
        status, printed, said = upload(run, server)
        assert (status, printed) == (1, "")
        assert "no address of the file; what there is: page http" in said
        assert "id Ab3dEf7" in said
        assert "abcdefgh" not in said
        status, printed, _ = upload(run, server, "--json")
        assert (status, '"url": null' in printed) == (1, True)
        status, _, _ = upload(run, server, "-f", "page")
        assert status == 0


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_output_that_cannot_be_written_is_one_sentence(
    command: Command, emulator: Emulator
) -> None:
    with open("/dev/full", "wb") as full, report_all() as case:
        for words in (["hosts"], ["--version"], ["spec", "imgur"], ["--help"], ["api", "imgur"]):
            with case(" ".join(words)):
                ran = command(*words, stdout=full)
                assert ran.returncode == 1
                assert ran.stderr == (
                    b"imagehosts: standard output cannot be written: No space left on device\n"
                )
        with case("upload"):
            ran = command("upload", "lake.png", "--to", "imgur", stdout=full)
            first, second = ran.stderr.splitlines()
            assert (ran.returncode, b"No space left" in first) == (1, True)
            assert re.fullmatch(rb"imagehosts: lake\.png is at http://\S+\.png", second)


@pytest.mark.skipif(os.name != "posix", reason="needs a POSIX shell")
def test_closed_output_stops_the_batch_in_one_sentence(
    command: Command, environment: dict[str, str], emulator: Emulator
) -> None:
    for number in range(30):
        Path(f"{number}.png").write_bytes(png(20 + number, 10))
    script = f"{sys.executable} -m imagehosts upload . --to imgur -j 1 | head -1"
    ran = subprocess.run(["sh", "-c", script], capture_output=True, env=environment, check=False)
    assert ran.stdout.count(b"\n") == 1
    assert b"Traceback" not in ran.stderr
    assert ran.stderr.count(b"standard output cannot be written") == 1
    assert len(emulator.pictures) < 10
    script = f"{sys.executable} -m imagehosts upload lake.png --to imgur >&-"
    ran = subprocess.run(["sh", "-c", script], capture_output=True, env=environment, check=False)
    assert (ran.returncode, ran.stderr.count(b"standard output is closed")) == (1, 1)


def test_standard_input_is_sent_as_it_comes(
    environment: dict[str, str], emulator: Emulator
) -> None:
    content = png(600, 400)
    words = [sys.executable, "-m", "imagehosts", "upload", "-", "--to", "imgur", "-f", "{width}"]
    process = subprocess.Popen(
        words,
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdin is not None
    # In pieces, so that what is not there yet must be waited for.
    for at in range(0, len(content), 1000):
        process.stdin.write(content[at : at + 1000])
        process.stdin.flush()
        time.sleep(0.005)
    printed, said = process.communicate(timeout=30)
    assert (process.returncode, printed.strip(), said) == (0, b"600", b"")
    empty = subprocess.run(words, env=environment, input=b"", capture_output=True, check=False)
    assert (empty.returncode, empty.stderr) == (1, b"imagehosts: -: the file is empty\n")


def test_names_come_from_standard_input(command: Command, emulator: Emulator) -> None:
    Path("with space.png").write_bytes(png(30, 30))
    listed = b"lake.png\0with space.png\0"
    ran = command("upload", "--from-stdin0", "--to", "imgur", "-f", "{source}", input=listed)
    assert (ran.returncode, ran.stdout) == (0, b"lake.png\nwith space.png\n")


def test_v_anywhere_on_the_line_logs_details_without_keys(command: Command) -> None:
    with report_all() as case:
        for words in (
            ["-v", "upload", "lake.png", "--to", "imgbb"],
            ["upload", "-v", "lake.png", "--to", "imgbb"],
            ["upload", "lake.png", "--to", "imgbb", "--verbose"],
        ):
            with case(" ".join(words)):
                ran = command(*words, env={"IMGBB_API_KEY": "sesame-key"})
                assert ran.returncode == 0
                assert b"imgbb images_upload: POST" in ran.stderr
                assert b"sesame-key" not in ran.stderr
                assert ran.stdout.count(b"\n") == 1


@pytest.mark.skipif(os.name != "posix", reason="needs a pseudo-terminal")
def test_progress_is_shown_on_a_terminal_and_not_in_a_pipe(
    command: Command, environment: dict[str, str]
) -> None:
    import pty

    for number in range(12):
        Path(f"{number}.png").write_bytes(png(20 + number, 10))
    assert command("upload", ".", "--to", "imgur").stderr == b""
    ours, theirs = pty.openpty()
    variables = {**environment, "TERM": "xterm", "COLUMNS": "100"}
    process = subprocess.Popen(
        [sys.executable, "-m", "imagehosts", "upload", ".", "--to", "imgur"],
        env=variables,
        stdout=subprocess.PIPE,
        stderr=theirs,
    )
    os.close(theirs)
    shown = b""
    try:
        while piece := os.read(ours, 4096):
            shown += piece
    except OSError:
        pass  # the terminal ends with the process
    os.close(ours)
    assert process.stdout is not None
    printed = process.stdout.read()
    process.stdout.close()
    assert process.wait() == 0
    assert printed.count(b"\n") == 13
    assert b"\x1b" not in printed
    total = sum(path.stat().st_size for path in Path().glob("*.png"))
    plain = re.sub(rb"\x1b\[[0-9;?]*[A-Za-z]", b"", shown)
    assert re.search(rb"of 13 .*\d/%.1f kB" % (total / 1000), plain)
    assert re.search(rb"of 13 .*\d (?:bytes|kB)/s", plain)


def test_help_and_version_import_nothing_that_takes_time() -> None:
    code = (
        "import sys; from imagehosts.cli import main\n"
        "for words in (['--version'], ['--help']): main(words)\n"
        "print(*sorted(sys.modules))"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)
    loaded = set(ran.stdout.splitlines()[-1].split())
    unwanted = {"argparse", "asyncio", "attr", "cyclopts", "httpx", "inspect", "rich", "sqlite3"}
    unwanted |= {"imagehosts.hosts", "imagehosts.core", "imagehosts_wire"}
    assert not unwanted & loaded
    assert re.search(r"^  upload +upload pictures and print their links$", ran.stdout, re.MULTILINE)


def test_missing_extra_is_named(environment: dict[str, str]) -> None:
    code = (
        "import sys; sys.modules['cyclopts'] = None\n"
        "from imagehosts.cli import main\n"
        "for words in (['upload', 'lake.png'], ['api', 'imgur', 'credits', 'get'], ['hosts']):\n"
        "    print(main(words))"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, check=True, text=True, env=environment
    )
    assert ran.stdout.split() == ["2", "2", "2"]
    assert ran.stderr.count('pip install "imagehosts[cli]"') == 3
