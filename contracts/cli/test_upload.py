"""``imagehosts upload`` and ``delete`` at every host, on the emulator."""

from __future__ import annotations

import json
import re
import sqlite3
from contextlib import closing
from pathlib import Path

import httpx
import pytest
from imagehosts.emulator import Emulator
from imagehosts.hosts import HOSTS
from imagehosts.sharing.capabilities import addresses_of
from imagehosts.sharing.details import offered

from contracts.cli.conftest import Run
from contracts.support.emulated import png
from contracts.support.reporting import report_all

UPLOADING = [host for host in HOSTS if host.upload_operation is not None]
#: What may be said of a picture at every host, and a value; None for a switch.
SAID = {
    "title": "Tahoe",
    "description": "At dawn",
    "tags": "lake,dawn",
    "expires": "1d",
    "width": "20",
    "private": None,
    "nsfw": None,
    "name": "dawn.png",
}
SHAPE = {"source", "host", "url", "page", "thumbnail", "delete", "error", "answer"}


def content(address: str) -> bytes:
    response = httpx.get(address, follow_redirects=True)
    return response.content if response.status_code == 200 else b""


def test_printed_address_leads_to_the_picture_at_every_host(run: Run) -> None:
    with report_all(len(UPLOADING)) as case:
        for host in UPLOADING:
            with case(host.name):
                status, printed, complaint = run("upload", "lake.png", "--to", host.name)
                assert (status, complaint) == (0, "")
                assert content(printed.strip()) == Path("lake.png").read_bytes()


def test_each_format_is_printed_or_refused_before_sending(run: Run, emulator: Emulator) -> None:
    with report_all() as case:
        for host in UPLOADING:
            for name in ("page", "thumbnail", "delete"):
                with case(f"{host.name} {name}"):
                    before = len(emulator.pictures)
                    told = run("upload", "lake.png", "--to", host.name, "--format", name)
                    if name in addresses_of(host):
                        assert (told[0], told[2]) == (0, "")
                        assert told[1].strip()
                    else:
                        assert (told[0], told[1]) == (2, "")
                        assert told[2].startswith(f"imagehosts: --format: {host.name} gives no")
                        assert len(emulator.pictures) == before


def test_json_has_one_shape_for_all_hosts(run: Run) -> None:
    with report_all(len(UPLOADING)) as case:
        for host in UPLOADING:
            with case(host.name):
                status, printed, _ = run("upload", "lake.png", "--to", host.name, "--json")
                (line,) = printed.splitlines()
                found = json.loads(line)
                assert (status, set(found)) == (0, SHAPE)
                assert (found["source"], found["host"]) == ("lake.png", host.name)
                assert found["answer"]["width"] == 40
                assert found["error"] is None


def test_detail_is_sent_or_refused_before_anything_is(run: Run, emulator: Emulator) -> None:
    with report_all() as case:
        for host in UPLOADING:
            for detail, value in SAID.items():
                with case(f"{host.name} --{detail}"):
                    given = [f"--{detail}"] + ([] if value is None else [value])
                    before = len(emulator.pictures)
                    status, _, said = run("upload", "lake.png", "--to", host.name, *given)
                    if detail in offered(host):
                        assert (status, said) == (0, "")
                    else:
                        expected = f"imagehosts: --{detail}: {host.name} does not support it\n"
                        assert (status, said) == (2, expected)
                        assert len(emulator.pictures) == before


def test_options_of_one_host_are_given_by_name(run: Run, emulator: Emulator) -> None:
    assert run("upload", "lake.png", "--to", "imagehosting_me", "-o", "category_id=3")[0] == 0
    for wrong in ("category_id=x", "category_id", "colour=red"):
        status, _, said = run("upload", "lake.png", "--to", "imagehosting_me", "-o", wrong)
        assert (status, len(emulator.pictures)) == (2, 1)
        assert said.startswith("imagehosts: --host-option")


def test_host_without_uploads_says_what_to_do_instead(run: Run, emulator: Emulator) -> None:
    for words in ("upload lake.png", "upload lake.png --format json"):
        status, printed, said = run(*words.split(), "--to", "imageshack_gallery")
        assert (status, printed, len(emulator.requests)) == (2, "", 0)
        assert said == (
            "imagehosts: --to: imageshack_gallery takes no uploads; it makes galleries of pictures"
            " that are on ImageShack: upload them there\n"
        )


def test_wrong_usage_is_reported_once_and_nothing_is_sent(
    run: Run, emulator: Emulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("CHEVERETO_BASE_URL")
    cases = {
        "upload": "name at least one picture",
        "upload lake.png lake.png --expires 5x": "--expires: expected a time such as",
        "upload lake.png --format {oops}": "--format: {oops} in the template",
        "upload lake.png --format gif": "--format: expected url, page",
        "upload lake.png --jobs 0": "--jobs: expected 1 or more",
        "upload lake.png --jobs x": "--jobs",
        "upload lake.png --max-retries -1": "--max-retries",
        "upload lake.png lake.png --base-url nonsense": "--base-url: expected an http(s) address",
        "upload lake.png --to flickr": "--to: no host 'flickr'",
        "upload lake.png --to chevereto": "--base-url: chevereto needs",
        "upload lake.png --bogus": "--bogus",
        "upload lake.png --mirror --fallback": "contradict",
        "upload *.gif": "*.gif: no file matches",
        "upload . -r --to imgur --width 3": "--width: imgur does not support it",
        "upload - -": "- stands for standard input",
        "uplod lake.png": "did you mean upload?",
        "delete": "name what to delete",
        "delete abc": "name the host with --to",
        "delete abc --to flickr": "--to: no host 'flickr'",
        "delete abc --to imges": "imges gives no addresses that delete",
        "delete --last": "the history is empty",
        "delete https://example.com/x": "example.com is not a host that is known here",
        "history show 7": "there is no upload 7",
        "history forget": "say which",
        "history --since soon": "--since: expected a day",
        "hosts flickr": "no host 'flickr'",
        "spec flickr": "no API 'flickr'",
        "spec imgur --xsd": "--xsd: imgur has no XSD",
        "api flickr": "no host 'flickr'",
        "api imgur pictures": "has no resource 'pictures'",
        "api imgur images fetch": "has no method 'fetch'",
        "api imgur images get": "--image-id",
        "emulate --port 99999": "--port: '99999' is not a port",
        "emulate --api nonsense": "--api: there is no API called 'nonsense'",
        "emulate --prot 0": "there is no option --prot",
    }
    before = len(emulator.requests)
    with report_all(len(cases)) as case:
        for words, expected in cases.items():
            with case(words):
                status, printed, said = run(*words.split())
                assert (status, printed) == (2, "")
                assert expected in said
                assert said.count("\n") == 1
                assert said.startswith("imagehosts: ")
    assert len(emulator.requests) == before


def test_no_key_says_in_three_lines_how_to_begin(
    run: Run, emulator: Emulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    for host in HOSTS:
        for variable in host.sync_client.environment.values():
            monkeypatch.delenv(variable, raising=False)
    status, _, said = run("upload", "lake.png")
    assert (status, len(said.splitlines())) == (2, 3)
    first, second, _ = said.splitlines()
    for host in HOSTS:
        # A site of its owner's has no key that this program could ask for.
        if host.needs_base_url or host not in UPLOADING:
            continue
        there, elsewhere = (first, second) if host.sharing.anonymous.value else (second, first)
        assert host.variable in there
        assert host.variable not in elsewhere
    before = len(emulator.requests)
    for words in ("upload lake.png --to imgur", "delete abc --to imgur"):
        status, _, said = run(*words.split())
        assert (status, "IMGUR_CLIENT_ID" in said, "client_id=" in said) == (2, True, False)
    assert len(emulator.requests) == before


def test_first_host_with_a_key_is_taken(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    for host in HOSTS:
        for variable in host.sync_client.environment.values():
            monkeypatch.delenv(variable, raising=False)
    monkeypatch.setenv("IMGUR_CLIENT_ID", "any")
    _, printed, _ = run("upload", "lake.png", "--format", "{host}")
    assert printed == "imgur\n"


def test_delete_finds_the_host_and_deletes(run: Run, emulator: Emulator) -> None:
    able = [host for host in UPLOADING if host.sharing.deletes.value == "handle"]
    with report_all(len(able)) as case:
        for host in able:
            with case(host.name):
                _, printed, _ = run("upload", "lake.png", "--to", host.name, "-f", "delete")
                assert len(emulator.pictures) == 1
                assert run("delete", printed.strip()) == (0, "", "")
                assert emulator.pictures == []


def test_delete_by_the_account_takes_link_or_id(run: Run, emulator: Emulator) -> None:
    listed = ("api", "imageshack", "users", "images", "demo")
    for form in ("url", "delete"):
        _, printed, _ = run("upload", "lake.png", "--to", "imageshack", "-f", form)
        assert len(json.loads(run(*listed)[1])) == 1
        assert run("delete", printed.strip()) == (0, "", "")
        assert json.loads(run(*listed)[1]) == []


def test_delete_without_history_finds_the_host_by_the_address(
    run: Run, emulator: Emulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("IMAGEHOSTS_HISTORY", "off")
    able = [host for host in UPLOADING if host.sharing.deletes.value == "handle"]
    with report_all(len(able)) as case:
        for host in able:
            with case(host.name):
                _, printed, _ = run("upload", "lake.png", "--to", host.name, "-f", "delete")
                assert run("delete", printed.strip()) == (0, "", "")
                assert emulator.pictures == []


def test_page_that_asks_is_no_deletion(run: Run, emulator: Emulator) -> None:
    _, asking, _ = run("upload", "lake.png", "--to", "imgbb", "-f", "delete")
    for words in (["delete", asking.strip()], ["delete", "--last"]):
        status, printed, said = run(*words)
        assert (status, printed) == (2, "") or (status, printed) == (1, "")
        assert "browser" in said
        assert asking.strip() not in said
    _, imgurs, _ = run("upload", "lake.png", "--to", "imgur", "-f", "delete")
    # The page of one host at another that takes every address with /delete/ in it.
    status, _, said = run("delete", imgurs.strip(), "--to", "imagehosting_me")
    assert (status, len(emulator.pictures)) == (1, 2)
    assert "nothing was deleted" in said


def test_link_of_a_picture_deletes_by_the_history(run: Run, emulator: Emulator) -> None:
    _, printed, _ = run("upload", "lake.png", "--to", "imgur")
    run("upload", "lake.png", "--to", "imagehosting_me")
    assert run("delete", printed.strip())[0] == 0
    assert len(emulator.pictures) == 1
    assert run("delete", "--last")[0] == 0
    assert emulator.pictures == []
    assert run("history") == (0, "", "")
    _, printed, _ = run("history", "--deleted", "--json")
    assert [json.loads(line)["delete"] for line in printed.splitlines()] == [None, None]


def test_failed_deletion_is_reported_by_its_number(run: Run, emulator: Emulator) -> None:
    _, printed, _ = run("upload", "lake.png", "--to", "imgur", "-f", "delete")
    wrong = "https://imgur.com/gallery/abcde"
    status, _, said = run("delete", wrong, printed.strip(), "--to", "imgur")
    assert (status, emulator.pictures) == (1, [])
    assert said.startswith("imagehosts: link 1: ")
    assert "link 2" not in said
    status, _, said = run("delete", printed.strip(), "--to", "imgur")
    assert (status, printed.strip() in said) == (1, False)


def test_chevereto_is_found_by_its_variable_and_by_its_links(
    run: Run, emulator: Emulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    status, printed, _ = run("upload", "lake.png", "--to", "chevereto", "-f", "delete")
    assert status == 0
    for variable in ("CHEVERETO_BASE_URL", "IMAGEHOSTING_ME_BASE_URL", "IMAGEHOSTS_HISTORY"):
        monkeypatch.setenv(variable, "off") if "HISTORY" in variable else monkeypatch.delenv(
            variable
        )
    assert run("delete", printed.strip()) == (0, "", "")
    assert emulator.pictures == []


def test_pictures_are_named_by_folders_patterns_and_lists(
    run: Run, emulator: Emulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    Path("deep/er").mkdir(parents=True)
    for number, name in enumerate(("deep/b.png", "deep/a.png", "deep/er/c.png")):
        Path(name).write_bytes(png(20 + number, 10))
    Path("deep/notes.txt").write_text("no picture")
    monkeypatch.setenv("HOME", str(Path.cwd()))
    cases = {
        ("deep",): ["deep/a.png", "deep/b.png"],
        ("deep", "-r"): ["deep/a.png", "deep/b.png", "deep/er/c.png"],
        ("deep/*.png",): ["deep/a.png", "deep/b.png"],
        ("~/lake.png",): [str(Path.cwd() / "lake.png")],
        (".\\lake.png",): None,
    }
    with report_all(len(cases)) as case:
        for words, expected in cases.items():
            with case(" ".join(words)):
                told = run("upload", *words, "--to", "imgur", "-f", "{source}")
                assert told[1].splitlines() == (expected or [])
                assert told[0] == (0 if expected else 1)


def test_failed_file_does_not_stop_the_others(run: Run, emulator: Emulator) -> None:
    Path("empty.png").touch()
    status, printed, said = run("upload", "none.png", "empty.png", "lake.png", "--to", "imgur")
    assert (status, len(printed.splitlines()), len(emulator.pictures)) == (1, 1, 1)
    first, second = said.splitlines()
    assert re.match(r"imagehosts: none\.png: file 'none\.png' does not exist", first)
    assert "tuple" not in first
    assert second == "imagehosts: empty.png: the file is empty"


def test_mirror_goes_on_where_one_host_is_down(
    run: Run, emulator: Emulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("IMGES_BASE_URL", "http://127.0.0.1:9/sharexapi/1")
    hosts = ("imgur", "imges", "imgbb")
    words = [word for host in hosts for word in ("--to", host)]
    status, printed, said = run("upload", "lake.png", *words, "--mirror", "--json")
    found = [json.loads(line) for line in printed.splitlines()]
    assert (status, len(emulator.pictures)) == (1, 2)
    assert [(each["host"], each["error"] is None) for each in found] == [
        ("imgur", True),
        ("imges", False),
        ("imgbb", True),
    ]
    assert said.startswith("imagehosts: lake.png: imges")


def test_fallback_goes_on_only_where_another_host_can_help(
    run: Run, emulator: Emulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("IMGES_BASE_URL", "http://127.0.0.1:9/sharexapi/1")
    words = ("--to", "imges", "--to", "imgur", "--max-retries", "0")
    assert run("upload", "lake.png", *words, "-f", "{host}") == (0, "imgur\n", "")
    monkeypatch.delenv("IMGES_BASE_URL")
    # What a host does not offer is passed over as well; a file that is no file helps nowhere.
    assert run("upload", "lake.png", *words, "--title", "x", "-f", "{host}")[1] == "imgur\n"
    status, _, said = run("upload", "none.png", *words)
    assert (status, said.count("\n")) == (1, 1)


def test_reuse_gives_the_earlier_link_of_the_same_content(run: Run, emulator: Emulator) -> None:
    _, first, _ = run("upload", "lake.png", "--to", "imgur")
    Path("copy.png").write_bytes(Path("lake.png").read_bytes())
    assert run("upload", "copy.png", "--to", "imgur", "--reuse") == (0, first, "")
    assert run("upload", "copy.png", "--to", "imgbb", "--reuse")[1] != first
    assert len(emulator.pictures) == 2
    run("upload", "copy.png", "--to", "imgur")
    assert len(emulator.pictures) == 3


def test_dry_run_sends_nothing(run: Run, emulator: Emulator) -> None:
    Path("big.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(10 * 1024 * 1024))
    before = len(emulator.requests)
    status, printed, said = run("upload", "lake.png", "big.png", "--to", "imgur", "--dry-run")
    assert (status, len(emulator.requests)) == (1, before)
    assert printed.startswith("lake.png would go to imgur")
    assert "big.png: imgur: the file has 10485768 bytes" in said


def test_history_is_private_and_can_be_forgotten(run: Run, environment: dict[str, str]) -> None:
    run("upload", "lake.png", "--to", "imgur", "--title", "Tahoe")
    run("upload", "lake.png", "--to", "imgbb", "--no-history")
    run("upload", "lake.png", "--to", "imges")
    kept = Path(environment["IMAGEHOSTS_HOME"]) / "history.sqlite"
    assert kept.stat().st_mode & 0o077 == 0
    for words, count in (
        ((), 2),
        (("--host", "imgur"), 1),
        (("--search", "tahoe"), 1),
        (("--since", "1h"), 2),
        (("--since", "2100-01-01"), 0),
    ):
        assert len(run("history", *words)[1].splitlines()) == count
    assert "delete     http" in run("history", "show", "1")[1]
    assert set(json.loads(run("history", "export")[1].splitlines()[0])) > SHAPE
    assert run("history", "forget", "1")[0] == 0
    assert len(run("history")[1].splitlines()) == 1


def test_history_that_cannot_be_used_stops_no_upload_and_no_deletion(
    run: Run, environment: dict[str, str], emulator: Emulator
) -> None:
    kept = Path(environment["IMAGEHOSTS_HOME"]) / "history.sqlite"

    def upload_and_delete() -> str:
        status, printed, said = run("upload", "lake.png", "--to", "imgur")
        assert (status, len(emulator.pictures)) == (0, 1)
        assert printed.startswith("http")
        found = re.search(r"lake\.png: not in the history; deleted by (\S+/delete/\S+)", said)
        assert found, said
        assert run("delete", found[1])[0] == 0
        assert emulator.pictures == []
        return said

    kept.mkdir(parents=True)
    assert "going on without a history" in upload_and_delete()
    assert run("upload", "lake.png", "--to", "imgur", "--reuse")[0] == 1
    assert run("delete", "--last")[0] == 1
    kept.rmdir()

    run("upload", "lake.png", "--to", "imgur")
    with closing(sqlite3.connect(kept)) as database, database:
        for event in ("INSERT", "UPDATE"):
            database.execute(
                f"CREATE TRIGGER full_{event} BEFORE {event} ON upload"
                " BEGIN SELECT RAISE(ABORT, 'database or disk is full'); END"
            )
    status, _, said = run("delete", "--last")
    assert (status, emulator.pictures) == (0, [])
    assert "link 1 is deleted; the history" in said
    assert "database or disk is full" in upload_and_delete()


def test_file_that_looks_like_an_option_is_named_with_its_folder(run: Run) -> None:
    Path("-dash.png").write_bytes(Path("lake.png").read_bytes())
    status, _, said = run("upload", "-dash.png", "lake.png", "--to", "imgur")
    assert status == 2
    assert "for the file, write ./-dash.png" in said
    assert run("upload", "./-dash.png", "lake.png", "--to", "imgur")[0] == 0


def test_album_commands_are_the_same_for_all_hosts(run: Run, emulator: Emulator) -> None:
    status, printed, _ = run("album", "create", "Lakes", "--to", "imageshack", "--json")
    album = json.loads(printed)
    assert (status, album["title"]) == (0, "Lakes")
    _, printed, _ = run("upload", "lake.png", "--to", "imageshack", "--json")
    picture = json.loads(printed)["answer"]["id"]
    assert run("album", "add", album["id"], picture, "--to", "imageshack")[0] == 0
    assert picture in run("album", "show", album["id"], "--to", "imageshack")[1]
    assert "Lakes" in run("album", "list", "--to", "imageshack")[1]
    assert run("album", "remove", album["id"], picture, "--to", "imageshack")[0] == 0
    assert run("album", "show", album["id"], "--to", "imageshack") == (0, "", "")
    assert run("album", "delete", album["id"], "--to", "imageshack")[0] == 0
    status, _, said = run("album", "create", "Lakes", "--to", "imges")
    assert (status, said) == (2, "imagehosts: --album: imges has no calls for albums\n")


def test_album_is_copied_with_titles_and_order(run: Run, emulator: Emulator) -> None:
    _, printed, _ = run("album", "create", "Lakes", "--to", "imageshack", "--json")
    album = json.loads(printed)["id"]
    for number, title in enumerate(("one", "two", "three")):
        Path(f"{title}.png").write_bytes(png(20 + number, 10))
        words = ("--to", "imageshack", "--album", album, "--title", title, "--tags", "lake")
        assert run("upload", f"{title}.png", *words)[0] == 0
    words = ("album", "copy", album, "--from", "imageshack", "--to", "imgur", "--journal", "j.db")
    status, printed, said = run(*words, "--json")
    assert status == 0
    copied = [json.loads(line) for line in printed.splitlines()]
    titles = [each["answer"]["title"] for each in copied]
    assert sorted(titles) == ["one", "three", "two"]
    assert "keeps no tags of a picture" in said
    count = len(emulator.pictures)
    assert run(*words, "--json")[1] == printed
    assert len(emulator.pictures) == count


def test_every_generated_operation_has_a_command_with_help(run: Run) -> None:
    from imagehosts_wire import APIS

    from contracts.wire.tables import operations_of

    assert run("api", "imgur", "albums", "create", "--title", "Lakes")[0] == 0
    assert json.loads(run("api", "imgur", "credits", "get")[1])["user_limit"] > 0
    sent = run("api", "imgur", "images", "upload", "lake.png", "--title", "x")
    assert json.loads(sent[1])["title"] == "x"
    listed = {api: run("api", api)[1] for api in APIS}
    with report_all() as case:
        for api in APIS:
            for operation in operations_of(api):
                resource, _, method = operation.id.partition("_")
                with case(operation.id):
                    assert f"  {method.replace('_', '-')} " in listed[api]
                    assert f"\n{resource}:\n" in listed[api]
        status, printed, _ = run("api", "imgur", "gallery", "browse", "--help")
        assert (status, "--section" in printed, "--all" in printed) == (0, True, True)


def test_pages_are_fetched_on_request(run: Run, emulator: Emulator) -> None:
    for number in range(25):
        Path(f"{number}.png").write_bytes(png(20 + number, 10))
    assert run("upload", ".", "--to", "imageshack")[0] == 0
    words = ("api", "imageshack", "users", "images", "demo", "--show-private")
    assert len(json.loads(run(*words)[1])) == 20
    assert len(run(*words, "--all")[1].splitlines()) == 26


def test_keys_are_kept_and_used(
    run: Run,
    environment: dict[str, str],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    import io

    for variable in ("IMAGESHACK_API_KEY", "IMAGESHACK_AUTH_TOKEN", "IMGBB_API_KEY"):
        monkeypatch.delenv(variable)

    def typed(text: str) -> None:
        monkeypatch.setattr("sys.stdin", io.StringIO(text))

    typed("secret-key\n\ndemo\ndemo\n")
    status, printed, said = run("login", "imageshack", "--as", "work")
    assert (status, printed) == (0, "")
    assert "secret-key" not in said
    assert "of demo is kept as work" in said
    assert run("upload", "lake.png", "--to", "work", "-f", "{host}") == (0, "imageshack\n", "")
    assert "demo" in run("whoami", "work")[1]
    typed("other-key\n")
    assert run("login", "imgbb")[0] == 0
    assert run("upload", "lake.png", "--to", "imgbb")[0] == 0
    for name in ("profiles.json", "secrets.json"):
        kept = Path(environment["IMAGEHOSTS_HOME"]) / name
        assert kept.stat().st_mode & 0o077 == 0
        assert ("other-key" in kept.read_text("utf-8")) == (name == "secrets.json")
    assert run("logout", "imgbb")[0] == 0
    assert run("upload", "lake.png", "--to", "imgbb")[0] == 2
    assert "other-key" not in Path(environment["IMAGEHOSTS_HOME"], "secrets.json").read_text()


def test_every_host_is_listed_with_all_its_variables(run: Run) -> None:
    _, printed, _ = run("hosts")
    with report_all(len(HOSTS)) as case:
        for host in HOSTS:
            with case(host.name):
                found = rf"^{host.name} +{re.escape(host.title)}$"
                assert re.search(found, printed, re.MULTILINE)
                assert host.status in printed
                for variable in host.sync_client.environment.values():
                    assert variable in printed
                assert run("hosts", host.name)[1].startswith(host.name)
                assert json.loads(run("hosts", host.name, "--json")[1])["host"] == host.name


def test_contract_of_every_api_is_printed(run: Run) -> None:
    from imagehosts_wire import APIS

    for api in APIS:
        status, printed, _ = run("spec", api)
        document = json.loads(printed)
        assert (status, document["openapi"]) == (0, "3.1.0")
        assert not any("#" in path for path in document["paths"])
        status, printed, _ = run("spec", api, "--source")
        source = json.loads(printed)
        assert (status, source["openapi"]) == (0, "3.1.0")
        assert "x-error-table" in source
        assert source["info"]["description"] != document["info"]["description"]


def test_every_host_goes_out_and_in_as_a_custom_uploader(run: Run, emulator: Emulator) -> None:
    keyed = [host for host in UPLOADING if host.name not in ("imageshack", "chevereto")]
    with report_all(len(keyed)) as case:
        for host in keyed:
            with case(host.name):
                status, printed, _ = run("sxcu", "export", host.name, "--with-key")
                assert status == 0
                Path(f"{host.name}.sxcu").write_text(printed)
                name = f"my_{host.name}"
                assert run("sxcu", "import", f"{host.name}.sxcu", "--as", name)[0] == 0
                _, printed, said = run("upload", "lake.png", "--to", name, "--json")
                found = json.loads(printed)
                assert (found["host"], found["error"], said) == (name, None, "")
                assert content(found["url"]) == Path("lake.png").read_bytes()
                assert ("delete" in addresses_of(host)) == bool(found["delete"])
                if found["thumbnail"]:
                    assert content(found["thumbnail"])
    assert run("sxcu", "remove", "my_imgur")[0] == 0
    assert run("upload", "lake.png", "--to", "my_imgur")[0] == 2


def test_custom_uploader_takes_part_in_mirrors_and_names_its_errors(
    run: Run, emulator: Emulator, environment: dict[str, str]
) -> None:
    _, printed, _ = run("sxcu", "export", "imgbb")
    assert "any" not in printed
    assert "{inputbox:api key|}" in printed
    described = json.loads(printed)
    described["Arguments"]["key"] = "invalid"
    Path("bad.sxcu").write_text(json.dumps(described))
    assert run("sxcu", "import", "bad.sxcu", "--as", "bad")[0] == 0
    kept = Path(environment["IMAGEHOSTS_HOME"]) / "uploaders" / "bad.sxcu"
    assert kept.stat().st_mode & 0o077 == 0
    words = ("upload", "lake.png", "--to", "bad", "--to", "imgur")
    status, printed, said = run(*words, "--mirror", "--json")
    assert (status, len(printed.splitlines()), "Invalid API" in said) == (1, 2, True)
    for wrong in ("bad.sxcu --as imgur", "nothing.sxcu", "bad.sxcu --as a/b"):
        assert run("sxcu", "import", *wrong.split())[0] == 2
    Path("worse.sxcu").write_text("{}")
    assert run("sxcu", "import", "worse.sxcu")[0] == 1
