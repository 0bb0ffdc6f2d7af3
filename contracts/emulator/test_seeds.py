"""Seeds: what there is at the hosts from the start, from a folder or a document."""

from __future__ import annotations

import base64
import io
import json
import re
import zipfile
from pathlib import Path
from typing import Any

import pytest
from imagehosts.emulator import Emulator, EmulatorConfig, create_app
from imagehosts.emulator.seeds import Seeded, SeedError
from imagehosts.emulator.server import run
from imagehosts.sharing.albums import albums_of
from imagehosts.sharing.connections import open_host

from contracts.support.emulated import EmulatorClient, gif, mp4, picture, png
from contracts.support.reporting import report_all

#: The hosts that take pictures.
TAKERS = ("imagehosting_me", "imageshack", "imgbb", "imges", "imgur")

DOCUMENT = """\
users:
  - name: ann
    password: secret
  - {name: bob, email: bob@pictures.example, hosts: [imgur]}
pictures:
  - file: lake.png
    title: Lake
    description: At dawn
    tags: [lake, dawn]
    user: ann
  - {draw: 64x48, name: drawn, user: ann, private: true}
  - {draw: 20x10, name: nobody's, anonymous: true, hosts: [imgur]}
albums:
  - title: Tahoe
    description: Summer
    user: ann
    pictures: [drawn, lake.png]
  - {title: Of a key, id: A1, key: k, user: ann, pictures: [drawn], hosts: [imagehosting_me]}
galleries:
  - title: The lake
    tags: [water]
    user: ann
    pictures: [lake.png]
  - title: Two of them
    user: ann
    pictures: [drawn, {draw: 30x30, name: third, user: ann}]
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with pictures, and some in a folder of their own."""
    made = tmp_path / "pictures"
    (made / "Tahoe").mkdir(parents=True)
    (made / "lake.png").write_bytes(png(60, 40))
    (made / "Tahoe" / "dawn.jpg").write_bytes(picture("JPEG", 50, 40))
    (made / "Tahoe" / "moves.gif").write_bytes(gif())
    (made / ".hidden").write_text("x")
    return made


@pytest.fixture
def document(tmp_path: Path) -> Path:
    (tmp_path / "lake.png").write_bytes(png(60, 40))
    path = tmp_path / "seed.yaml"
    path.write_text(DOCUMENT, "utf-8")
    return path


def held(emulator: Emulator) -> list[tuple[str, str, int, str | None]]:
    return [(one.host, one.code, one.width, one.title) for one in emulator.pictures]


def titles(emulator: Emulator, host: str, user: str) -> list[tuple[str | None, int]]:
    """The albums of an account, each with how many pictures it has, by our own client."""
    with open_host(
        host, transport=emulator.transport(), **emulator.log_in(host, user, "secret")
    ) as c:
        calls = albums_of(c)
        return [(one.title, len(list(calls.pictures(one.handle)))) for one in calls.all()]


def test_a_folder_is_at_every_host_that_takes_pictures(folder: Path) -> None:
    settings: dict[str, Any] = {
        "seed": folder,
        "faults": ("rate_limited",),
        "enforce_credits": True,
    }
    with Emulator(**settings, client_credits=1, flood_limit=1, maintenance=True) as emulator:
        for host in TAKERS:
            assert sorted(one.width for one in emulator.pictures if one.host == host) == [
                50,
                50,
                60,
            ]
        assert emulator.requests == []
        assert emulator.services.faults.on()[0].hits == 0
        assert emulator.internal_errors == []
        albums = emulator.services.accounts.albums
        for host in ("imageshack", "imgur"):
            user = emulator.services.accounts.users.by_name(host, "demo")
            assert user is not None
            (album,) = albums.of_user(user.id)
            assert (album.title, len(albums.pictures(album.id))) == ("Tahoe", 2)


def test_a_seed_gives_the_same_ids_in_every_run_and_other_ids_stay_random(folder: Path) -> None:
    def run() -> tuple[Any, Any]:
        with Emulator(seed=folder) as emulator:
            seeded = held(emulator)
            return seeded, EmulatorClient(emulator).post("/3/image", **IMGUR).json()["data"]["id"]

    first, second = run(), run()
    assert first[0] == second[0]
    assert first[1] != second[1]
    with Emulator() as late, Emulator(seed=7) as other:
        late.seed(folder)
        assert held(late) == first[0]
        other.seed(folder)
        assert held(other) != first[0]


IMGUR = {"headers": {"Authorization": "Client-ID a"}, "files": {"image": ("a.png", png())}}


def test_a_document_is_made_as_if_its_users_had_done_it(document: Path) -> None:
    with Emulator(users=("eve:secret",)) as emulator:
        assert emulator.seed(document) == Seeded(users=3, pictures=16, albums=3, galleries=4)
        by_host = {host: [one for one in emulator.pictures if one.host == host] for host in TAKERS}
        assert {host: len(found) for host, found in by_host.items()} == {
            **dict.fromkeys(TAKERS, 3),
            "imgur": 4,
        }
        lake = by_host["imagehosting_me"][0]
        assert (lake.title, lake.tags) == ("Lake", ("lake", "dawn"))
        accounts = emulator.services.accounts
        assert accounts.users.by_name("imageshack", "bob") is None
        bob = accounts.users.by_name("imgur", "bob")
        assert bob is not None
        assert bob.email == "bob@pictures.example"
        for host in ("imgur", "imageshack"):
            assert ("Tahoe", 2) in titles(emulator, host, "ann")
        owners = {
            one.width: accounts.library.by_id(one.id).user_id  # type: ignore[union-attr]
            for one in by_host["imgur"]
        }
        ann = accounts.users.by_name("imgur", "ann")
        assert ann is not None
        assert owners == {60: ann.id, 64: ann.id, 20: None, 30: ann.id}
        keyed = accounts.albums.by_code("imagehosting_me", "A1")
        assert keyed is not None
        assert len(accounts.albums.pictures(keyed.id)) == 1
        with open_host(
            "imgur", transport=emulator.transport(), **emulator.log_in("imgur", "ann", "secret")
        ) as c:
            posts = list(c.client.gallery.browse(section="user"))  # type: ignore[attr-defined]
            assert {post.title for post in posts} == {"The lake", "Two of them"}
        answer = EmulatorClient(emulator, base="http://imageshack.us").get(
            "/gallery_api.php?action=gallery_list&user=ann"
        )
        assert answer.text.count("Two of them") == answer.text.count("The lake") == 1
        assert emulator.internal_errors == []


WRONG: dict[str, tuple[str, str]] = {
    "a typing error": (
        "pictures:\n- {fiel: a.png}",
        "line 2: pictures[0].fiel: expected one of file,",
    ),
    "its advice": ("picturs: []", "line 1: picturs: expected one of users, pictures, albums,"),
    "no list": ("pictures: a.png", "line 1: pictures: expected a list"),
    "no mapping": ("- a", "line 1: the document: expected a mapping with users"),
    "no text": ("users:\n- name: [a]", "line 2: users[0].name: expected a text, got a list"),
    "no name": ("users:\n- password: a", "line 2: users[0]: name is missing; expected a text"),
    "a bad name": ("users:\n- name: a b", "line 2: users[0].name: expected a name of letters"),
    "twice": ("users:\n- name: a\n- name: a", "line 3: users[1].name: there is an account 'a'"),
    "there already": ("users:\n- name: demo", "line 2: users[0].name: there is an account 'demo'"),
    "two of a key": ("users:\n- name: a\n  name: b", "line 3: users[0].name: it is given twice"),
    "no file": ("pictures:\n\n- gone.png", "line 3: pictures[0]: expected the name of a file, got"),
    "no picture": ("pictures:\n- seed.yaml", "line 2: pictures[0]: seed.yaml is not a picture"),
    "nothing": ("pictures:\n- title: a", "line 2: pictures[0]: expected one of file, content and"),
    "two ways": ("pictures:\n- {file: lake.png, draw: 2x2}", "pictures[0]: expected one of file,"),
    "no base64": (
        "pictures:\n- {name: a, content: '?'}",
        "pictures[0].content: expected the bytes",
    ),
    "no size": ("pictures:\n- {name: a, draw: 9000x1}", "pictures[0].draw: expected a size like"),
    "no flag": (
        "pictures:\n- {file: lake.png, nsfw: 3}",
        "pictures[0].nsfw: expected true or false",
    ),
    "no host": (
        "pictures:\n- {file: lake.png, hosts: [a]}",
        "pictures[0].hosts[0]: expected one of",
    ),
    "no user": (
        "pictures:\n- {file: lake.png, user: zoe}",
        "pictures[0].user: expected an account",
    ),
    "nobody's user": (
        "pictures:\n- {file: lake.png, user: demo, anonymous: true}",
        "pictures[0].user: expected no user where anonymous is true",
    ),
    "the same name": (
        "pictures: [lake.png, lake.png]",
        "pictures[1]: there is a picture 'lake.png'",
    ),
    "no title": ("albums:\n- pictures: []", "line 2: albums[0]: title is missing"),
    "in an album": (
        "albums:\n- title: a\n  pictures: [b]",
        "line 3: albums[0].pictures[0]: expected",
    ),
    "of another": (
        "users:\n- name: a\npictures:\n- {file: lake.png, user: a}\n"
        "albums:\n- title: a\n  pictures: [lake.png]",
        "line 7: albums[0].pictures[0]: expected a picture of demo, got one of a",
    ),
    "a key alone": ("albums:\n- {title: a, key: k}", "albums[0].key: expected an id beside it"),
    "an empty gallery": ("galleries:\n- title: a", "galleries[0]: expected pictures, at least one"),
    "no YAML": ("users:\n  - a: [", "line 2: the document: this is not YAML"),
    "a letter": ("users: \a", "the document: this is not YAML"),
}


def test_what_is_wrong_is_named_by_file_line_key_and_what_is_expected(document: Path) -> None:
    with report_all() as case, Emulator() as emulator:
        for name, (text, expected) in WRONG.items():
            with case(name):
                document.write_text(text, "utf-8")
                with pytest.raises(SeedError) as said:
                    emulator.seed(document)
                assert str(said.value).startswith(str(document))
                assert expected in str(said.value)
                assert "did you mean pictures?" in str(said.value) or name != "its advice"
        assert emulator.pictures == [], "nothing was made"
        for name, source in {
            "nothing there": "nowhere.yaml",
            "an empty folder": document.parent / "empty",
            "bytes": b"\xff\xfe",
            "half an archive": b"PK\3\4nothing",
        }.items():
            (document.parent / "empty").mkdir(exist_ok=True)
            with case(name), pytest.raises(SeedError):
                emulator.seed(source)
        with case("a mapping"), pytest.raises(SeedError, match=r"^the seed: users\[0\]\.name: exp"):
            emulator.seed({"users": [{"name": None}]})


def test_a_picture_goes_where_it_is_taken_and_nowhere_else(tmp_path: Path) -> None:
    """Without ``hosts`` it is at those that take it; a host that is named must."""
    (tmp_path / "clip.mp4").write_bytes(mp4(seconds=5))
    with Emulator() as emulator:
        emulator.seed({"pictures": [{"file": str(tmp_path / "clip.mp4")}]})
        hosts = {one.host for one in emulator.pictures}
        assert "imgur" in hosts
        assert "imageshack" not in hosts
        with pytest.raises(SeedError, match=r"pictures\[0\].*imageshack refused it"):
            emulator.seed(
                {"pictures": [{"file": str(tmp_path / "clip.mp4"), "hosts": ["imageshack"]}]}
            )
    with Emulator(max_file_size=100) as small, pytest.raises(SeedError, match="no host can have"):
        small.seed({"pictures": [{"draw": "200x200", "name": "a"}]})


def archive_of(folder: Path) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                made.write(path, path.relative_to(folder))
    return out.getvalue()


def test_seeds_come_over_http_as_archives_and_documents(folder: Path) -> None:
    with report_all() as case, Emulator() as emulator:
        client = EmulatorClient(emulator)
        content = base64.b64encode(png(20, 10)).decode()
        bodies: dict[str, tuple[bytes, int]] = {
            "a folder": (archive_of(folder), 15),
            "YAML": (f"pictures:\n- name: b\n  content: {content}".encode(), 5),
            "JSON": (json.dumps({"pictures": [{"name": "c", "content": content}]}).encode(), 5),
        }
        for name, (body, count) in bodies.items():
            with case(name):
                answer = client.request("POST", "/_emulator/seed", content=body)
                assert answer.json() == {
                    "users": 0,
                    "pictures": count,
                    "albums": 2 if count == 15 else 0,
                    "galleries": 0,
                }
        (folder / "seed.yaml").write_text("pictures: [lake.png, ../../secret.png]")
        for name, body in {
            "outside": archive_of(folder),
            "a file of ours": f"pictures: [{folder}/lake.png]".encode(),
        }.items():
            with case(name):
                answer = client.request("POST", "/_emulator/seed", content=body)
                assert answer.status_code == 400
                assert "expected the name of a file" in answer.json()["error"]


def test_a_seed_of_the_settings_is_made_once_and_after_each_reset(
    folder: Path, tmp_path: Path
) -> None:
    settings: dict[str, Any] = {"data": tmp_path / "data", "seed": str(folder), "workers": 2}
    with Emulator(**settings) as first, Emulator(**settings) as second:
        assert held(first) == held(second)
        assert len(first.pictures) == 15
        EmulatorClient(second).upload(png())
        second.reset()
        assert len(first.pictures) == 15
        assert EmulatorClient(first).request("POST", "/_emulator/reset").status_code == 200
        assert len(second.pictures) == 15
        first.services.store.clear()
    with Emulator(**settings) as again:
        assert again.pictures == []


def test_the_document_of_the_guide_is_one(tmp_path: Path) -> None:
    guide = Path(__file__).resolve().parents[2] / "docs/guides/emulator.md"
    found = re.search(r"```yaml\n(users:.*?)```", guide.read_text("utf-8"), re.DOTALL)
    assert found
    for name in ("lake.jpg", "dawn.jpg"):
        (tmp_path / name).write_bytes(picture("JPEG", 50, 40))
    (tmp_path / "seed.yaml").write_text(found[1], "utf-8")
    with Emulator() as emulator:
        made = emulator.seed(tmp_path)
        assert made == Seeded(users=1, pictures=10, albums=4, galleries=1)


def test_a_bad_seed_keeps_an_emulator_from_starting(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(EmulatorConfig(seed=tmp_path / "gone", port=0)) == 1
    assert f"{tmp_path / 'gone'}: No such file or directory; a seed is" in capsys.readouterr().err
    (folder / "notes.txt").write_text("x")
    with pytest.raises(SeedError, match=r"notes\.txt is not a picture"):
        create_app(EmulatorConfig(seed=folder))
