"""OpenAPI files as strangers bring them: each becomes a host, and nothing of it is lost in silence.

The files in ``foreign/`` hold what public APIs have and specs of this project have not. Everything
in them is in the spec that they become, or named by a line about it.
"""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from codegen.newhost.fitting import fit
from codegen.newhost.foreign import read
from codegen.newhost.importing import Imported, import_spec
from codegen.newhost.scaffold import context_of, spec_text
from codegen.problems import GenerationFailed
from codegen.specs import METHODS, Json, Spec, Where

from contracts.codegen.minispec import Checkout, MiniApi, Reply, imported
from contracts.support.recording import Sent
from contracts.support.reporting import report_all
from contracts.support.snapshots import hold_file, hold_files, sections
from contracts.support.specs import EXTENSIONS

FOREIGN = Path(__file__).parent / "foreign"
PARTS = Path(__file__).with_name("refused_parts.yaml")
FILES = {path.stem: path for path in sorted(FOREIGN.iterdir())}
#: What is left out of the files, and says so; everything else of them is there.
LEFT_OUT = {
    "headers_cookies": {"DELETE /items/{id}"},
    "leftovers": {"PUT /forms"},
    "sent": {"PATCH /forms"},
    "paths": {
        "HEAD /albums/{album}/photos/{photo}.json",
        "TRACE /albums/{album}/photos/{photo}.json",
    },
    "styles": {"GET /matrix/{ids}"},
}


def made(path: Path, name: str) -> Imported:
    """What ``make new-host`` makes of a file."""
    return fit(import_spec(read(path), name, name.title()), name, EXTENSIONS)


@pytest.fixture(scope="module")
def specs() -> dict[str, Imported]:
    return {name: made(path, name) for name, path in FILES.items()}


# The first test: what the fixture runs is noted as its own, for mutants to be tried with it.
@pytest.mark.snapshots
def test_foreign_files_become_the_specs_that_are_committed(specs: dict[str, Imported]) -> None:
    written = {
        f"{name}.txt": sections({"notes": "\n".join(found.notes), "spec": spec_text(found)})
        for name, found in specs.items()
    }
    hold_files("generator/imports", written)


@pytest.mark.snapshots
def test_what_is_refused_of_an_import_is_left_out_and_no_more() -> None:
    source = Spec(PARTS)
    places: list[Where] = [where for where, _, _, _ in source.operations()]
    places += [("components", "schemas", name) for name in source.document["components"]["schemas"]]
    imported = Imported(
        copy.deepcopy(source.document), [], source, {place: place for place in places}
    )
    found = fit(imported, "parts", EXTENSIONS)
    texts = {"notes": "\n".join(found.notes), "spec": spec_text(found)}
    hold_file("generator/fitted.txt", sections(texts))


@pytest.mark.snapshots
def test_new_host_of_a_file_has_its_credentials_and_upload(specs: dict[str, Imported]) -> None:
    lines = [
        f"{key}: {value}"
        for name, found in specs.items()
        for key, value in (("host", name), *context_of(name, found).items())
    ]
    hold_file("generator/hosts_of_files.txt", "\n".join(lines) + "\n")


# --- nothing is lost -----------------------------------------------------------------------


def lost(found: Imported) -> Iterator[str]:
    """What of a file is neither in the spec nor named in a note."""
    old, notes = found.source.document, "\n".join(found.notes)
    sections = {
        operation["x-source"]["section"]: operation
        for item in found.document["paths"].values()
        for operation in item.values()
    }
    for path, item in old["paths"].items():
        resolved = found.source.resolve(item)
        for method in METHODS:
            if method not in resolved:
                continue
            section = f"{method.upper()} {path}"
            operation = sections.get(section)
            if operation is None:
                if f"{section} was left out" not in notes:
                    yield section
                continue
            for part in parts(found, resolved, resolved[method]):
                text = json.dumps(operation) + sent(found, operation)
                if not (json.dumps(part)[1:-1] in text or names(notes, part)):
                    yield f"{section}: {part}"
    for name in old.get("components", {}).get("securitySchemes", {}):
        schemes = found.document["components"].get("securitySchemes", {})
        if name not in schemes and f"security scheme {name} " not in notes:
            yield f"security scheme {name}"
    for server in old.get("servers", []):
        url = re.sub(r"{\w+}", "", server["url"]).rstrip("/")
        if (
            url not in found.document["servers"][0]["url"]
            and url not in notes
            and "{" not in server["url"]
        ):
            yield f"server {url}"
    for name in old.get("webhooks", {}):
        if f"webhook {name} was" not in notes:
            yield f"webhook {name}"


def sent(found: Imported, operation: Json) -> str:
    """The schemas of the bodies of an operation, and those of its answers, as text."""
    from codegen.newhost.schemas import reachable

    document = {"paths": {"/": {"get": operation}}}
    return json.dumps(reachable(document, found.document["components"]["schemas"]))


def parts(found: Imported, item: Json, operation: Json) -> Iterator[str]:
    """The names of everything in an operation that a client could miss."""
    source = found.source
    for reference in (*item.get("parameters", []), *operation.get("parameters", [])):
        parameter = source.resolve(reference)
        yield parameter["name"]
    body = source.resolve(operation.get("requestBody", {}))
    for kind, media in body.get("content", {}).items():
        plain = plain_type(source, kind, media)
        yield kind if plain == "application/octet-stream" else plain
        yield from members(source, media.get("schema", {}), 1, request=True)
    for status, reference in operation["responses"].items():
        yield {"2XX": "200"}.get(status, status)
        response = source.resolve(reference)
        # OpenAPI itself leaves this one out.
        yield from (name for name in response.get("headers", {}) if name != "Content-Type")
        yield from response.get("links", {})
        for kind, media in response.get("content", {}).items():
            yield plain_type(source, kind, media)
            yield from members(source, media.get("schema", {}), 4, request=False)
    yield from operation.get("callbacks", {})
    if operation.get("deprecated"):
        yield "deprecated"


def plain_type(source: Any, kind: str, media: Json) -> str:
    """A media type as a client sends or reads it."""
    plain = kind.partition(";")[0]
    if plain == "*/*":
        is_file = source.resolve(media.get("schema", {})).get("format") == "binary"
        return "application/octet-stream" if is_file else "application/json"
    return plain if not plain.endswith("+json") else "application/json"


def members(source: Any, schema: Any, depth: int, *, request: bool) -> Iterator[str]:
    """The names of the members of a schema, to some depth."""
    schema = source.resolve(schema)
    if not isinstance(schema, dict) or depth == 0:
        return
    for name, member in schema.get("properties", {}).items():
        resolved = source.resolve(member)
        if isinstance(resolved, dict) and resolved.get("readOnly" if request else "writeOnly"):
            continue
        yield name
        yield from members(source, resolved, depth - 1, request=request)
    for key in ("allOf", "anyOf", "oneOf"):
        for part in schema.get(key, []):
            yield from members(source, part, depth, request=request)
    for key in ("items", "additionalProperties"):
        if isinstance(schema.get(key), dict):
            yield from members(source, schema[key], depth - 1, request=request)


def names(notes: str, part: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(part)}(?!\w)", notes) is not None


def test_what_a_file_has_is_in_the_spec_or_named(specs: dict[str, Imported]) -> None:
    with report_all(least=18) as case:
        for name, found in specs.items():
            with case(name):
                assert list(lost(found)) == []
                left = {m[1] for n in found.notes if (m := re.search(r"([A-Z]+ /\S*) was left", n))}
                assert left == LEFT_OUT.get(name, set())


def test_notes_name_the_file_and_a_line_that_is_there(specs: dict[str, Imported]) -> None:
    with report_all(least=60) as case:
        for name, found in specs.items():
            lines = len(FILES[name].read_text("utf-8").splitlines())
            for note in found.notes:
                with case(note):
                    match = re.match(r"(\S+):(\d+): \S", note)
                    assert match is not None, "file:line: text"
                    assert match[1] == FILES[name].name
                    assert 1 <= int(match[2]) <= lines
                    assert "\n" not in note


# --- what is made works --------------------------------------------------------------------

PNG = b"\x89PNG\r\n\x1a\n"
Call = Callable[[Any], Any]
Check = Callable[[Any, Sent], bool]
#: A call of a client that was made of a file, the body of the answer, and what must be right.
CALLS: list[tuple[str, str, Call, Any, Check]] = [
    (
        "styles",
        "an object in the query is its members",
        lambda c: c.search.list(filter_color="red", x=1, commas=[1, 2], repeated=["a", "b"]),
        [],
        lambda _, sent: (
            "filter[color]=red" in unquote(sent.url)
            and "commas=1,2" in unquote(sent.url)
            and "x=1" in sent.url
            and "repeated=a&repeated=b" in sent.url
        ),
    ),
    (
        "styles",
        "a list in the path has commas",
        lambda c: c.search.by_ids([1, 2]),
        {},
        lambda _, sent: unquote(sent.url).endswith("/by/1,2"),
    ),
    (
        "headers_cookies",
        "a list in a header has commas",
        lambda c: c.items.get("i", x_list=["a", "b"], x_flag=True),
        {"id": "i"},
        lambda _, sent: sent.headers["x-list"] == "a,b" and sent.headers["x-flag"] == "true",
    ),
    (
        "unions",
        "an alternative by its discriminator",
        lambda c: c.posts.get("7"),
        {"kind": "hyperlink", "url": "https://x.example"},
        lambda found, _: type(found).__name__ == "Link" and found.url == "https://x.example",
    ),
    (
        "unions",
        "members of all alternatives of a body",
        lambda c: c.posts.add("hyperlink", url="https://x.example"),
        {},
        lambda _, sent: (
            json.loads(sent.content) == {"kind": "hyperlink", "url": "https://x.example"}
        ),
    ),
    (
        "unions",
        "what cannot be told apart as it comes",
        lambda c: c.posts.feed(),
        {"items": [{"a": "x", "c": "y"}]},
        lambda found, _: found.items == [{"a": "x", "c": "y"}],
    ),
    (
        "inheritance",
        "members of three generations",
        lambda c: c.media.get(7),
        {"id": 7, "kind": "photo", "title": None, "width": 3, "camera": {"lens": {"mm": 1.5}}},
        lambda found, _: (found.id, found.width, found.camera.lens.mm) == (7, 3, 1.5),
    ),
    (
        "names",
        "arguments with names of Python's own",
        lambda c: c.users.list_all(
            self_value="a",
            options_value="b",
            from_="c",
            user_id="d",
            user_id_in_header="e",
            n2fa="f",
        ),
        {"class": "x", "id": "y"},
        lambda found, sent: (
            "self=a&options=b&from=c&userId=d&2fa=f" in sent.url
            and sent.headers["user_id"] == "e"
            and found.id == "y"
        ),
    ),
    (
        "paths",
        "a query of a path",
        lambda c: c.photos.q(),
        None,
        lambda _, sent: sent.url.endswith("/q?action=list"),
    ),
    (
        "servers",
        "the server of a path",
        lambda c: c.shots.upload(("a.png", PNG)),
        {"id": "a"},
        lambda found, sent: (
            sent.url == "https://upload.servers.example/v2/files" and found.id == "a"
        ),
    ),
    (
        "servers",
        "the defaults of variables",
        lambda c: c.shots.list(),
        ["a"],
        lambda found, sent: sent.url == "https://eu.servers.example/v2/shots" and found == ["a"],
    ),
    (
        "uploads",
        "two files in one form",
        lambda c: c.pairs.upload(("a.png", PNG), ("b.png", PNG), caption="c"),
        {"id": "a"},
        lambda found, sent: sent.content.count(PNG) == 2 and found.id == "a",
    ),
    (
        "uploads",
        "many files in one field",
        lambda c: c.pairs.upload_batch([("a.png", PNG), ("b.png", PNG)]),
        None,
        lambda _, sent: sent.content.count(b'name="files[]"') == 2,
    ),
    (
        "uploads",
        "a body that is a file",
        lambda c: c.raw.upload(PNG),
        {"id": "a"},
        lambda found, sent: (
            (sent.media_type, sent.content) == ("application/octet-stream", PNG) and found.id == "a"
        ),
    ),
    (
        "freeform",
        "a body that is a list",
        lambda c: c.any.send_list(body=["a", "b"]),
        None,
        lambda _, sent: json.loads(sent.content) == ["a", "b"],
    ),
    (
        "freeform",
        "objects in a body",
        lambda c: c.any.mixed(known="x", bag={"b": [1]}, rows=[{"a": 1}]),
        {},
        lambda _, sent: (
            json.loads(sent.content) == {"known": "x", "bag": {"b": [1]}, "rows": [{"a": 1}]}
        ),
    ),
    (
        "limits",
        "a file by one form and an address by the other",
        lambda c: c.frames.add("the title", address="https://x.example/a.png"),
        {"id": "f12"},
        lambda _, sent: sent.content == b"title=the+title&address=https%3A%2F%2Fx.example%2Fa.png",
    ),
    (
        "limits",
        "files that only the encoding of a form says to be files",
        lambda c: c.frames.set_layers("f12", [("a.bin", PNG), ("b.bin", PNG)], cover=PNG),
        None,
        lambda _, sent: sorted(part.name for part in sent.files) == ["cover", "layer[]", "layer[]"],
    ),
    (
        "limits",
        "text where no file can be sent",
        lambda c: c.frames.send_mask("f12", "the mask"),
        "the mask",
        lambda found, sent: (found, sent.content) == ("the mask", b"mask=the+mask"),
    ),
    (
        "sent",
        "what the form needs, where a body of JSON would need less",
        lambda c: c.forms.create(place="{}", title="a", secret_token="s"),
        None,
        lambda _, sent: (
            sorted(sent.fields) == [("place", "{}"), ("secret_token", "s"), ("title", "a")]
        ),
    ),
    (
        "security",
        "a cookie as a credential",
        lambda c: c.locks.cookie(),
        None,
        lambda _, sent: sent.headers["cookie"] == "sid=s",
    ),
    (
        "security",
        "a login as a credential",
        lambda c: c.locks.basic(),
        None,
        lambda _, sent: sent.headers["authorization"] == "Basic dTpw",
    ),
    (
        "security",
        "credentials that belong together",
        lambda c: c.locks.both(),
        None,
        lambda _, sent: (sent.headers["x-key"], sent.headers["x-app"]) == ("k", "p"),
    ),
    (
        "statuses",
        "default as the success",
        lambda c: c.a.only_default(),
        {"id": "x"},
        lambda found, _: found.id == "x",
    ),
    (
        "nullable",
        "null wherever it may stand",
        lambda c: c.cards.create(),
        {
            "id": 1,
            "mood": None,
            "stars": None,
            "parent": None,
            "tags": [None],
            "counts": {"a": None},
        },
        lambda found, _: (found.stars, found.tags, found.counts) == (None, [None], {"a": None}),
    ),
    (
        "recursive",
        "a tree",
        lambda c: c.trees.list(),
        {"name": "a", "children": [{"name": "b"}], "byName": {"c": {"name": "d"}}},
        lambda found, _: found.children[0].name == "b" and found.byName["c"].name == "d",
    ),
    (
        "formats",
        "what is read only is not sent",
        lambda c: c.formats.put("00000000-0000-4000-8000-000000000001", "lake", "s", count=15),
        {"id": "r", "name": "lake"},
        lambda found, sent: (
            json.loads(sent.content) == {"name": "lake", "secret": "s"}
            and not hasattr(found, "secret")
        ),
    ),
    (
        "anchors",
        "words that are no booleans",
        lambda c: c.photos.list(order="off"),
        [{"id": "a", "taken": "2020-01-01"}],
        lambda found, sent: sent.url.endswith("order=off") and found[0].taken == "2020-01-01",
    ),
    (
        "enums",
        "numbers to choose from",
        lambda c: c.enums.list(level=2, ratio=0.5, sort="+name"),
        {"level": 3, "mixed": True},
        lambda found, sent: (
            "version=2" in sent.url
            and "level=2" in sent.url
            and (found.level, found.mixed) == (3, True)
        ),
    ),
]
CREDENTIALS = {
    "api_key": "a",
    "app": "p",
    "key": "k",
    "session": "s",
    "basic_login": "dTpw",
    "authorization": "t",
    "access_token": "t",
}


def test_clients_of_strangers_files_send_and_read_right(
    specs: dict[str, Imported], tmp_path: Path
) -> None:
    checkout = Checkout(tmp_path / "checkout")
    for name, found in specs.items():
        checkout.write(spec_text(found), f"foreign_{name}")
    checkout.generate()
    with imported(checkout) as get, report_all(least=20) as case:
        for name, what, call, body, right in CALLS:
            with case(f"{name}: {what}"):
                result, sent = called(get(f"foreign_{name}"), call, body)
                assert right(result, sent), f"{result} {sent}"


def called(api: MiniApi, call: Call, body: Any) -> tuple[Any, Sent]:
    reply = Reply(200, b"" if body is None else body)
    return api.call(call, reply, credentials=CREDENTIALS)


# --- files that are large, and files that are wrong ----------------------------------------


def test_file_of_three_hundred_operations_becomes_a_host(tmp_path: Path) -> None:
    thing = {"type": "object", "properties": {"id": {"type": "string"}}}
    paths = {
        f"/r{number % 30}/{{id}}/a{number}": {
            "get": {
                "operationId": f"call{number}",
                "tags": [f"r{number % 30}"],
                "parameters": [
                    {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}},
                    {"name": "since", "in": "query", "schema": {"type": "string"}},
                ],
                "responses": {
                    "200": {
                        "description": "ok",
                        "content": {
                            "application/json": {
                                "schema": {"$ref": f"#/components/schemas/T{number}"}
                            }
                        },
                    }
                },
            }
        }
        for number in range(300)
    }
    document = {
        "openapi": "3.0.3",
        "info": {"title": "Huge", "version": "1"},
        "servers": [{"url": "https://huge.example"}],
        "paths": paths,
        "components": {"schemas": {f"T{number}": thing for number in range(300)}},
    }
    path = tmp_path / "huge.json"
    path.write_text(json.dumps(document), "utf-8")
    found = made(path, "huge")
    assert len(found.document["paths"]) == 300


#: A file that is wrong, by what replaces a part of a right one, and what is said of it.
WRONG: dict[str, tuple[str, ...]] = {
    "a misspelt keyword": ("responses:", "respnses:", "'respnses' was unexpected"),
    "an unknown place": ("in: path", "in: pth", "'pth' is not one of"),
    "an unknown type": ("type: string", "type: text", "'text' is not"),
    "a reference to nothing": ("schemas/Thing'", "schemas/Thng'", "points to nothing"),
    "a reference to another file": ("'#/components/schemas/Thing'", "other.yaml", "bundle all"),
    "a schema that is its own reference": (
        "{type: object}",
        "{$ref: '#/components/schemas/Thing'}",
        "itself",
    ),
    # The schema of OpenAPI 3.1 says nothing of the keywords of a schema.
    "types of 3.1": ("{type: object}", "{type: [text, 'null']}", "'text'", "3.1.0"),
    "a length of 3.1": ("{type: object}", "{type: string, minLength: -1}", "-1 is", "3.1.0"),
    "what is required in 3.1": ("{type: object}", "{required: id}", "'id' is not of", "3.1.0"),
}
RIGHT = """
openapi: 3.0.3
info: {title: Right, version: "1"}
paths:
  /things/{id}:
    get:
      parameters:
        - {name: id, in: path, required: true, schema: {type: string}}
      responses:
        "200":
          description: ok
          content: {application/json: {schema: {$ref: '#/components/schemas/Thing'}}}
components:
  schemas:
    Thing: {type: object}
"""


@pytest.mark.snapshots
def test_a_wrong_file_is_refused_with_file_and_line(tmp_path: Path) -> None:
    path = tmp_path / "wrong.yaml"
    path.write_text(RIGHT, "utf-8")
    made(path, "wrong")
    said = {}
    with report_all() as case:
        for name, (old, new, message, *version) in WRONG.items():
            right = RIGHT.replace("3.0.3", *version) if version else RIGHT
            text = right.replace(old, new)
            path.write_text(text, "utf-8")
            with case(name):
                assert text != right
                with pytest.raises(GenerationFailed) as caught:
                    made(path, "wrong")
                assert message in str(caught.value)
                assert re.search(r"wrong\.yaml:\d+ at /\S+\n  .*\n  to do: ", str(caught.value))
                said[name] = str(caught.value).replace(f"{tmp_path}/", "")
    hold_file("generator/refused/foreign.txt", sections(said))


def test_a_file_of_which_nothing_is_left_is_refused_with_its_reasons(tmp_path: Path) -> None:
    body = "      requestBody: {content: {multipart/related: {schema: {type: object}}}}\n"
    path = tmp_path / "raw.yaml"
    path.write_text(RIGHT.replace("    get:\n", f"    put:\n{body}"), "utf-8")
    with pytest.raises(GenerationFailed) as caught:
        made(path, "raw")
    assert "raw.yaml:7 at /paths/~1things~1{id}/put" in str(caught.value)
    assert "a body of type multipart/related" in str(caught.value)
