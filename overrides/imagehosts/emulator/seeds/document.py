"""What a seed says: read from a folder, a document in YAML, an archive or a mapping, and checked.

What is wrong is an error that names the file, the line, the key, and what was expected there.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import io
import json
import re
import zipfile
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path, PurePosixPath
from typing import Any, NoReturn, Protocol, TypeAlias, cast

import yaml
from PIL import Image

from ..core.errors import SeedError
from ..core.media.pictures import Limits, PictureError, probe_picture
from ..core.media.videos import probe_video

__all__ = ["Album", "Document", "Gallery", "Picture", "Source", "User", "read"]

#: What a seed may be given as.
Source: TypeAlias = Path | str | bytes | Mapping[str, Any]

#: A document that lies among the pictures of a folder or an archive.
DOCUMENTS = ("seed.yaml", "seed.yml", "seed.json")
#: Bytes that an archive may hold when it is unpacked.
LARGEST_ARCHIVE = 1024 * 1024 * 1024
#: Width and height of a picture that is drawn.
_LARGEST_DRAWN = 4000
_SIZE = re.compile(r"([1-9][0-9]{0,3})x([1-9][0-9]{0,3})")
_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]*")
_CODE = re.compile(r"[A-Za-z0-9]+")


@dataclass(frozen=True, slots=True)
class Spot:
    """Where in a seed something stands."""

    file: str
    line: int | None
    key: str

    def error(self, message: str) -> SeedError:
        """An error about it."""
        line = "" if self.line is None else f", line {self.line}"
        return SeedError(f"{self.file}{line}: {self.key}: {message}")


@dataclass(frozen=True, slots=True, kw_only=True)
class User:
    """An account at every host that has accounts, or at some."""

    spot: Spot
    name: str
    password: str = ""
    email: str = ""
    hosts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A picture and what is said of it. ``name`` is what the rest of the document calls it."""

    spot: Spot
    name: str
    filename: str
    content: bytes = field(repr=False)
    details: Mapping[str, Any]
    user: str = ""
    anonymous: bool = False
    hosts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Album:
    """An album of an account; with an ``id`` also one of a key, where albums belong to keys."""

    spot: Spot
    title: str
    description: str | None = None
    private: bool = False
    id: str = ""
    key: str = ""
    user: str = ""
    pictures: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Gallery:
    """Pictures that are shown to everybody under a title, where a host has galleries."""

    spot: Spot
    title: str
    tags: tuple[str, ...] = ()
    user: str = ""
    pictures: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """Everything that a seed has, in its order."""

    users: Sequence[User] = ()
    pictures: Sequence[Picture] = ()
    albums: Sequence[Album] = ()
    galleries: Sequence[Gallery] = ()


def read(
    source: Source, hosts: Collection[str], users: Collection[str], limits: Limits
) -> Document:
    """What a seed says, checked as far as it can be before anything is made of it.

    Args:
        source: A folder of pictures, a file in YAML or JSON, a ZIP archive of a folder, by their
            paths or as bytes; or what a document says as a mapping.
        hosts: The hosts that there are.
        users: The accounts that there are already; the first has what nobody else has.
        limits: What a picture may be.

    Raises:
        SeedError: Something in it cannot be used.
    """
    name, text, files = _opened(source)
    reading = _Reading(name, files, hosts, users, limits)
    return reading.folder() if text is None else reading.document(text)


# Where it comes from


class _Files(Protocol):
    def names(self) -> list[str]: ...

    def read(self, name: str) -> bytes: ...


class _Folder:
    """The files of a folder. A document may name others from there on."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def names(self) -> list[str]:
        found = (path.relative_to(self._root) for path in self._root.rglob("*") if path.is_file())
        return sorted(path.as_posix() for path in found)

    def read(self, name: str) -> bytes:
        return (self._root / name).read_bytes()


class _Archive:
    """The files of a ZIP archive, which names nothing outside of it."""

    def __init__(self, content: bytes, name: str) -> None:
        try:
            archive = zipfile.ZipFile(io.BytesIO(content))
            if sum(entry.file_size for entry in archive.infolist()) > LARGEST_ARCHIVE:
                raise SeedError(f"{name}: the archive holds more than {LARGEST_ARCHIVE} bytes")
            entries = [entry for entry in archive.infolist() if not entry.is_dir()]
            self._files = {entry.filename: archive.read(entry) for entry in entries}
        except (zipfile.BadZipFile, RuntimeError, NotImplementedError, OSError) as error:
            raise SeedError(f"{name}: the archive cannot be read: {error}") from None

    def names(self) -> list[str]:
        return sorted(self._files)

    def read(self, name: str) -> bytes:
        try:
            return self._files[str(PurePosixPath(name))]
        except KeyError:
            raise FileNotFoundError(name) from None


def _opened(source: Source) -> tuple[str, str | None, _Files]:
    """What it is called in errors, the text of a document if it is one, and files beside it."""
    if isinstance(source, Mapping):
        return "the seed", json.dumps(source, default=_as_base64), _Folder(Path())
    if isinstance(source, bytes):
        return _of_bytes(source, "the seed")
    path = Path(source)
    try:
        if path.is_dir():
            return _of_files(_Folder(path), str(path), "")
        content = path.read_bytes()
    except (OSError, ValueError) as error:
        said = getattr(error, "strerror", None) or str(error)
        raise SeedError(
            f"{path}: {said}; a seed is a folder of pictures, or a file in YAML"
        ) from None
    if content.startswith(b"PK\3\4"):
        return _of_bytes(content, str(path))
    return str(path), _decoded(content, str(path)), _Folder(path.parent)


def _as_base64(value: Any) -> Any:
    if isinstance(value, bytes | bytearray):
        return base64.b64encode(value).decode()
    if isinstance(value, Path):
        return str(value)
    raise SeedError(f"the seed: {value!r} is neither text, a number, a list, a mapping nor bytes")


def _of_bytes(content: bytes, name: str) -> tuple[str, str | None, _Files]:
    if content.startswith(b"PK\3\4"):
        return _of_files(_Archive(content, name), name, f"{name}, ")
    return name, _decoded(content, name), _Archive(_EMPTY_ARCHIVE, name)


_EMPTY_ARCHIVE = b"PK\5\6" + bytes(18)


def _of_files(files: _Files, name: str, prefix: str) -> tuple[str, str | None, _Files]:
    """A folder, by the document in it if there is one."""
    for document in DOCUMENTS:
        if document in files.names():
            where = f"{prefix}{document}" if prefix else str(Path(name, document))
            return where, _decoded(files.read(document), where), files
    return name, None, files


def _decoded(content: bytes, name: str) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise SeedError(
            f"{name} is neither a document in YAML nor a ZIP archive of a folder"
        ) from None


# What it says

#: What stands for a value: the node of the document, and where it is.
Node: TypeAlias = "yaml.Node"


class _Reading:
    """A document on its way, with what can be referred to in it."""

    def __init__(
        self,
        name: str,
        files: _Files,
        hosts: Collection[str],
        users: Collection[str],
        limits: Limits,
    ) -> None:
        self._name = name
        self._files = files
        self._hosts = list(hosts)
        self._users = set(users)
        #: Whom everything belongs to of which nothing else is said.
        self._default = next(iter(users), "")
        self._limits = limits
        self._pictures: dict[str, Picture] = {}

    def folder(self) -> Document:
        """A folder without a document: each picture, and an album for each folder in it."""
        albums: dict[str, list[str]] = {}
        for name in self._files.names():
            parts = PurePosixPath(name).parts
            if any(part.startswith((".", "__MACOSX")) for part in parts):
                continue
            self._add(Spot(self._name, None, name), name, name, self._files.read(name), {})
            if len(parts) > 1:
                albums.setdefault("/".join(parts[:-1]), []).append(name)
        if not self._pictures:
            raise SeedError(f"{self._name}: there are no pictures in this folder")
        made = [
            Album(spot=Spot(self._name, None, title), title=title, pictures=tuple(names))
            for title, names in albums.items()
        ]
        return Document(pictures=list(self._pictures.values()), albums=made)

    def document(self, text: str) -> Document:
        """A document in YAML, of which JSON is a part."""
        try:
            node = yaml.compose(text, Loader=yaml.SafeLoader)
        except yaml.YAMLError as error:
            mark = getattr(error, "problem_mark", None)
            spot = Spot(self._name, mark.line + 1 if mark else None, "the document")
            said = getattr(error, "problem", None) or "a letter that may not stand in it"
            raise spot.error(f"this is not YAML: {said}") from None
        except RecursionError:
            raise SeedError(f"{self._name}: the document is nested too deeply") from None
        parts = self._members(node, "", _PARTS) if node is not None else {}
        users = [self._user(*one) for one in self._items(parts, "users")]
        for one in self._items(parts, "pictures"):
            self._picture(*one)
        albums = [self._album(*one) for one in self._items(parts, "albums")]
        galleries = [self._gallery(*one) for one in self._items(parts, "galleries")]
        return Document(users, list(self._pictures.values()), albums, galleries)

    def _user(self, node: Node, key: str) -> User:
        given = self._members(node, key, _USER)
        name = self._text(given, "name", needed=node, key=key)
        if not _NAME.fullmatch(name):
            self._fail(given["name"], "expected a name of letters, digits, '_', '.' and '-'")
        if name in self._users:
            self._fail(given["name"], f"there is an account {name!r} already")
        self._users.add(name)
        return User(
            spot=self._spot(node, key),
            name=name,
            password=self._text(given, "password") or name,
            email=self._text(given, "email") or f"{name}@example.com",
            hosts=self._chosen(given),
        )

    def _picture(self, node: Node, key: str) -> str:
        """A picture, by the name of its file alone or with what is said of it; gives its name."""
        if isinstance(node, yaml.ScalarNode):
            return self._file(node, key, node.value, {})
        given = self._members(node, key, _PICTURE)
        ways = [way for way in ("file", "content", "draw") if way in given]
        if len(ways) != 1:
            self._fail((node, key), "expected one of file, content and draw")
        details = {
            "title": self._text(given, "title") or None,
            "description": self._text(given, "description") or None,
            "tags": list(self._texts(given, "tags")) or None,
            "private": self._flag(given, "private") or None,
            "nsfw": self._flag(given, "nsfw") or None,
        }
        anonymous = self._flag(given, "anonymous")
        if anonymous and "user" in given:
            self._fail(given["user"], "expected no user where anonymous is true")
        more: dict[str, Any] = {
            "user": self._account(given),
            "anonymous": anonymous,
            "hosts": self._chosen(given),
        }
        value = self._text(given, ways[0])
        if ways[0] == "file":
            return self._file(*given["file"], value, details, self._text(given, "name"), **more)
        name = self._text(given, "name", needed=node, key=key)
        content = (_drawn if ways[0] == "draw" else _decoded_base64)(name, value)
        if content is None:
            self._fail(given[ways[0]], _EXPECTED[ways[0]])
        spot = self._spot(*given[ways[0]])
        return self._add(spot, name, name, content, details, **more)

    def _file(
        self,
        node: Node,
        key: str,
        filename: str,
        details: Mapping[str, Any],
        name: str = "",
        **more: Any,
    ) -> str:
        try:
            content = self._files.read(filename)
        except (OSError, ValueError) as error:
            said = getattr(error, "strerror", None) or "there is no such file"
            self._fail((node, key), f"expected the name of a file, got {filename!r}: {said}")
        return self._add(
            self._spot(node, key), name or filename, filename, content, details, **more
        )

    def _add(
        self,
        spot: Spot,
        name: str,
        filename: str,
        content: bytes,
        details: Mapping[str, Any],
        **more: Any,
    ) -> str:
        if name in self._pictures:
            raise spot.error(f"there is a picture {name!r} already; give one of them another name")
        file = io.BytesIO(content)
        try:
            if probe_video(file) is None:
                probe_picture(file, self._limits)
        except PictureError as error:
            raise spot.error(f"{name} is not a picture that a host takes: {error}") from None
        said = {member: value for member, value in details.items() if value is not None}
        filename = PurePosixPath(filename).name
        self._pictures[name] = Picture(
            spot=spot, name=name, filename=filename, content=content, details=said, **more
        )
        return name

    def _album(self, node: Node, key: str) -> Album:
        given = self._members(node, key, _ALBUM)
        user = self._account(given)
        code = self._text(given, "id")
        if code and not _CODE.fullmatch(code):
            self._fail(given["id"], "expected letters and digits")
        if "key" in given and not code:
            self._fail(given["key"], "expected an id beside it, for an album of a key")
        return Album(
            spot=self._spot(node, key),
            title=self._text(given, "title", needed=node, key=key),
            description=self._text(given, "description") or None,
            private=self._flag(given, "private"),
            id=code,
            key=self._text(given, "key"),
            user=user,
            pictures=self._referred(given, user),
            hosts=self._chosen(given),
        )

    def _gallery(self, node: Node, key: str) -> Gallery:
        given = self._members(node, key, _GALLERY)
        user = self._account(given)
        pictures = self._referred(given, user)
        if not pictures:
            self._fail((node, key), "expected pictures, at least one")
        return Gallery(
            spot=self._spot(node, key),
            title=self._text(given, "title", needed=node, key=key),
            tags=self._texts(given, "tags"),
            user=user,
            pictures=pictures,
            hosts=self._chosen(given),
        )

    # Values

    def _members(self, node: Node, key: str, known: Collection[str]) -> dict[str, tuple[Node, str]]:
        """The members of a mapping, each with where it stands."""
        if not isinstance(node, yaml.MappingNode):
            self._fail((node, key), f"expected a mapping with {', '.join(known)}")
        found: dict[str, tuple[Node, str]] = {}
        for name_node, value in cast("list[tuple[Node, Node]]", node.value):
            name = str(name_node.value)
            place = f"{key}.{name}" if key else name
            if name not in known:
                near = get_close_matches(name, known, 1)
                hint = f"; did you mean {near[0]}?" if near else ""
                expected = f"expected one of {', '.join(known)}{hint}"
                self._fail((name_node, place), expected)
            if name in found:
                self._fail((name_node, place), "it is given twice")
            found[name] = (value, place)
        return found

    def _items(
        self, given: Mapping[str, tuple[Node, str]], name: str
    ) -> Iterator[tuple[Node, str]]:
        """The items of a list, each with where it stands."""
        if name not in given:
            return
        node, key = given[name]
        if not isinstance(node, yaml.SequenceNode):
            self._fail((node, key), "expected a list")
        for number, item in enumerate(cast("list[Node]", node.value)):
            yield item, f"{key}[{number}]"

    def _text(
        self,
        given: Mapping[str, tuple[Node, str]],
        name: str,
        *,
        needed: Node | None = None,
        key: str = "",
    ) -> str:
        if name not in given:
            if needed is not None:
                self._fail((needed, key), f"{name} is missing; expected a text")
            return ""
        return self._as_text(*given[name])

    def _as_text(self, node: Node, key: str) -> str:
        if not isinstance(node, yaml.ScalarNode) or node.tag not in _TEXTS or not node.value:
            self._fail((node, key), f"expected a text, got {_shown(node)}")
        return str(node.value)

    def _texts(self, given: Mapping[str, tuple[Node, str]], name: str) -> tuple[str, ...]:
        return tuple(self._as_text(*one) for one in self._items(given, name))

    def _flag(self, given: Mapping[str, tuple[Node, str]], name: str) -> bool:
        if name not in given:
            return False
        node, key = given[name]
        if node.tag != "tag:yaml.org,2002:bool":
            self._fail((node, key), f"expected true or false, got {_shown(node)}")
        return str(node.value).lower() in ("true", "yes", "on")

    def _chosen(self, given: Mapping[str, tuple[Node, str]]) -> tuple[str, ...]:
        """The hosts that something is for; none for all that can have it."""
        chosen: list[str] = []
        for node, key in self._items(given, "hosts"):
            host = self._as_text(node, key)
            if host not in self._hosts:
                self._fail((node, key), f"expected one of {', '.join(self._hosts)}, got {host!r}")
            chosen.append(host)
        return tuple(chosen)

    def _account(self, given: Mapping[str, tuple[Node, str]]) -> str:
        user = self._text(given, "user")
        if user and user not in self._users:
            known = ", ".join(sorted(self._users)) or "none"
            self._fail(given["user"], f"expected an account, got {user!r}; known: {known}")
        return user

    def _referred(self, given: Mapping[str, tuple[Node, str]], user: str) -> tuple[str, ...]:
        """Pictures of an account by their names; one that is not in the document's list is a file,
        or is said there.
        """
        found: list[str] = []
        for node, key in self._items(given, "pictures"):
            known = isinstance(node, yaml.ScalarNode) and node.value in self._pictures
            name = str(node.value) if known else self._picture(node, key)
            picture = self._pictures[name]
            owner = "nobody" if picture.anonymous else picture.user or self._default
            wanted = user or self._default
            if owner != wanted:
                self._fail((node, key), f"expected a picture of {wanted}, got one of {owner}")
            found.append(name)
        return tuple(found)

    def _spot(self, node: Node, key: str) -> Spot:
        is_text = self._name == "the seed" and key  # a mapping of Python has no lines
        line = None if is_text and node.start_mark.line == 0 else node.start_mark.line + 1
        return Spot(self._name, line, key or "the document")

    def _fail(self, where: tuple[Node, str], message: str) -> NoReturn:
        raise self._spot(*where).error(message)


_PARTS = ("users", "pictures", "albums", "galleries")
_USER = ("name", "password", "email", "hosts")
_PICTURE = (
    *("file", "content", "draw", "name", "title", "description", "tags", "private", "nsfw"),
    *("user", "anonymous", "hosts"),
)
_ALBUM = ("title", "description", "private", "id", "key", "user", "pictures", "hosts")
_GALLERY = ("title", "tags", "user", "pictures", "hosts")
_TEXTS = {f"tag:yaml.org,2002:{kind}" for kind in ("str", "int", "float", "timestamp")}
_EXPECTED = {
    "content": "expected the bytes of a picture in base64",
    "draw": f"expected a size like 640x480, each side up to {_LARGEST_DRAWN}",
}


def _shown(node: Node) -> str:
    if isinstance(node, yaml.ScalarNode):
        return repr(node.value) if node.value else "nothing"
    return "a list" if isinstance(node, yaml.SequenceNode) else "a mapping"


def _decoded_base64(name: str, text: str) -> bytes | None:
    try:
        return base64.b64decode("".join(text.split()), validate=True) or None
    except (binascii.Error, ValueError):
        return None


def _drawn(name: str, size: str) -> bytes | None:
    """A picture of a size, which looks as its name has it."""
    match = _SIZE.fullmatch(size)
    width, height = (int(match[1]), int(match[2])) if match else (0, 0)
    if not match or max(width, height) > _LARGEST_DRAWN:
        return None
    red, green, blue = hashlib.sha256(name.encode("utf-8", "surrogatepass")).digest()[:3]
    drawn = Image.new("RGB", (width, height), (red, green, blue))
    drawn.paste((255 - red, 255 - green, 255 - blue), (0, 0, -(-width // 2), -(-height // 2)))
    out = io.BytesIO()
    drawn.save(out, "PNG")
    return out.getvalue()
