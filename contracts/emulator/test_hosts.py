"""One folder and one row for each host: found by itself, and named nowhere else."""

from __future__ import annotations

import logging
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import imagehosts.emulator
import pytest
from imagehosts.emulator import Emulator, EmulatorConfig, server
from imagehosts.emulator.core.examples import instance
from imagehosts.emulator.core.problems import RoutingError
from imagehosts.emulator.core.specs import apis_with_spec
from imagehosts.emulator.hosts import find_sites, rows

from contracts.support.emulated import EmulatorClient
from contracts.support.half_hosts import ROW, ExtraHosts
from contracts.support.specs import API_NAMES

PACKAGE = Path(imagehosts.emulator.__file__).parent
FOLDERS = {path.parent.name: path.parent for path in PACKAGE.glob("hosts/*/__init__.py")}
#: Names of files that mean the same at every host; all others are resources of that host.
SHARED_NAMES = {
    "dialect",
    "requests",
    "access",
    "answers",
    "problems",
    "upload",
    "pages",
    "profile",
}

SPEC: dict[str, Any] = {
    "openapi": "3.1.0",
    "info": {"title": "Pixbin", "version": "1"},
    "servers": [{"url": "https://api.pixbin.example/v9"}],
    "paths": {"/pictures": {"get": {"operationId": "pictures_list", "responses": {}}}},
}
DIALECT = """\
from imagehosts.emulator.core.dialect import Dialect
from imagehosts.emulator.domain import simple

dialect = Dialect("pixbin", fail=simple.fail)
"""
HANDLER = """
@dialect.operation("pictures_list")
async def pictures_list(call):
    return simple.answer(["a"])
"""
WHOLE = {"__init__.py": ROW, "dialect.py": DIALECT + HANDLER}


def test_every_row_has_a_spec_and_every_spec_a_row() -> None:
    assert list(rows()) == list(apis_with_spec())


def test_no_module_outside_the_folders_names_a_host() -> None:
    """Neither an API, nor a family, nor the name of a profile; templates and SQL included."""
    names = {*FOLDERS, *(name for row in rows().values() for name in row.other_profiles)}
    words = {re.sub(r"[_.-]", "", name) for name in names}
    named = [
        f"{path.relative_to(PACKAGE)}:{number}: {line.strip()}"
        for path in sorted(PACKAGE.rglob("*"))
        if path.suffix in (".py", ".html", ".sql", ".css") and not _is_of_a_host(path)
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if any(word in re.sub(r"[_.-]", "", line.lower()) for word in words)
    ]
    assert named == []


def _is_of_a_host(path: Path) -> bool:
    return any(folder in path.parents for folder in FOLDERS.values())


def test_files_with_the_names_that_all_hosts_use_are_there() -> None:
    """Each folder has a dialect or a family that has one; shared names of files are explained."""
    missing = [
        name
        for name, row in rows().items()
        if not (FOLDERS[row.family or name] / "dialect.py").is_file()
    ]
    assert missing == []
    documented = imagehosts.emulator.hosts.__doc__ or ""
    assert [name for name in SHARED_NAMES if f"``{name}.py``" not in documented] == []


def test_rows_are_read_without_the_packages_of_the_extra() -> None:
    """The command line lists what there is before anything of the extra is imported."""
    code = (
        "import sys; from imagehosts.emulator.hosts import rows; rows();"
        "print(sorted({'starlette', 'PIL', 'jinja2', 'uvicorn', 'anyio'} & set(sys.modules)))"
    )
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert result.stdout.strip() == "[]"


def test_a_new_host_is_found_and_served(extra_hosts: ExtraHosts) -> None:
    extra_hosts.add("pixbin", spec=SPEC, files=WHOLE)
    with Emulator() as emulator:
        client = EmulatorClient(emulator)
        assert client.get("/v9/pictures").json() == ["a"]
        assert "pixbin" in client.get("/_emulator/").json()["apis"]
        assert "Pixbin" in client.get("/").text


HALVES: dict[str, tuple[dict[str, Any], str]] = {
    "a spec without a dialect": (
        {"spec": SPEC},
        r"the spec of pixbin has no dialect: write \S*emulator/hosts/pixbin/__init__\.py",
    ),
    "a dialect without a spec": (
        {"files": WHOLE},
        r"no spec for 'pixbin'; write specs/pixbin/openapi\.yaml and run make generate",
    ),
    "an operation without a handler": (
        {"spec": SPEC, "files": {**WHOLE, "dialect.py": DIALECT}},
        r"no handler for pictures_list of pixbin; write one in emulator/hosts/pixbin/",
    ),
    "a row without a dialect": (
        {"spec": SPEC, "files": {"__init__.py": ROW, "dialect.py": ""}},
        r"hosts/pixbin/dialect\.py has no dialect",
    ),
    "a dialect that cannot be imported": (
        {"spec": SPEC, "files": {**WHOLE, "pages.py": "1 / 0"}},
        r"the dialect of pixbin cannot be imported: ZeroDivisionError",
    ),
    "a row that cannot be imported": (
        {"spec": SPEC, "files": {**WHOLE, "__init__.py": "import nothing_called_so"}},
        r"the dialect of pixbin cannot be imported: ModuleNotFoundError",
    ),
}


@pytest.mark.parametrize("half", HALVES)
def test_incomplete_host_stops_only_those_who_name_it(
    half: str,
    extra_hosts: ExtraHosts,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """``imagehosts emulate`` asks for all; the suites of other hosts must not notice it."""
    given, message = HALVES[half]
    extra_hosts.add("pixbin", **given)
    monkeypatch.setattr(server, "_listen", lambda *args: pytest.fail("it listens"))
    assert server.run(EmulatorConfig(port=0)) == 1
    assert re.search(message, capsys.readouterr().err)
    with pytest.raises(RoutingError, match=message):
        Emulator(apis=("pixbin",))
    with Emulator(apis=API_NAMES[:1]) as emulator:
        assert [site.api for site in emulator.services.sites] == API_NAMES[:1]
    with caplog.at_level(logging.WARNING), Emulator() as emulator:
        assert "pixbin" not in [site.api for site in emulator.services.sites]
        assert EmulatorClient(emulator).get("/_emulator/health").json()["status"] == "ok"
    assert re.search(f"pixbin is left out: .*{message}", caplog.text)


def test_unknown_api_is_refused_with_the_known_names() -> None:
    with pytest.raises(RoutingError, match=f"no API called flickr; there are {API_NAMES[0]}, "):
        find_sites(EmulatorConfig(apis=(API_NAMES[0], "flickr")))


# Examples in place of handlers


def _with_examples(**responses: Any) -> dict[str, Any]:
    operation = {"operationId": "pictures_list", "responses": responses}
    return {**SPEC, "paths": {"/pictures": {"get": operation}}}


PICTURE = {
    "type": "object",
    "properties": {
        "id": {"type": "string", "minLength": 6},
        "size": {"type": "integer", "minimum": 3},
        "kind": {"enum": ["image", "video"]},
        "tags": {"type": "array", "items": {"type": ["string", "null"], "example": "snow"}},
        "next": {"$ref": "#/components/schemas/Picture"},
        "url": {"type": "string", "format": "uri"},
    },
    "required": ["id"],
}


def test_operations_without_handlers_answer_their_examples(extra_hosts: ExtraHosts) -> None:
    spec = _with_examples(**{"201": {"content": {"application/json": {"example": {"id": "x"}}}}})
    dialect = DIALECT.replace("fail=simple.fail", "fail=simple.fail, examples=True")
    extra_hosts.add("pixbin", spec=spec, files={**WHOLE, "dialect.py": dialect})
    with Emulator(apis=("pixbin",)) as emulator:
        response = EmulatorClient(emulator).get("/v9/pictures")
        assert (response.status_code, response.json()) == (201, {"id": "x"})
        assert response.headers["x-emulator-example"] == "pictures_list"
        assert emulator.requests[-1].problem == "example"


@pytest.mark.parametrize(
    ("media_type", "expected"),
    [("application/json", '"a \\"lake\\""'), ("text/plain", 'a "lake"')],
)
def test_text_as_an_example_is_quoted_where_it_is_json(
    extra_hosts: ExtraHosts, media_type: str, expected: str
) -> None:
    spec = _with_examples(**{"200": {"content": {media_type: {"example": 'a "lake"'}}}})
    dialect = DIALECT.replace("fail=simple.fail", "fail=simple.fail, examples=True")
    extra_hosts.add("pixbin", spec=spec, files={**WHOLE, "dialect.py": dialect})
    with Emulator(apis=("pixbin",)) as emulator:
        response = EmulatorClient(emulator).get("/v9/pictures")
    assert response.text == expected
    assert response.headers["content-type"].startswith(media_type)


def test_without_an_example_an_answer_is_made_from_the_schema(extra_hosts: ExtraHosts) -> None:
    content = {"application/json": {"schema": {"$ref": "#/components/schemas/Picture"}}}
    spec = _with_examples(**{"200": {"content": content}})
    spec["components"] = {"schemas": {"Picture": PICTURE}}
    dialect = DIALECT.replace("fail=simple.fail", "fail=simple.fail, examples=True")
    extra_hosts.add("pixbin", spec=spec, files={**WHOLE, "dialect.py": dialect})
    with Emulator(apis=("pixbin",)) as emulator:
        made = EmulatorClient(emulator).get("/v9/pictures").json()
    made.pop("next")
    assert made == {
        "id": "textxx",
        "size": 3,
        "kind": "image",
        "tags": ["snow"],
        "url": "https://example.com/picture.png",
    }


def test_schemas_of_every_form_have_an_instance() -> None:
    loop = {"type": "object", "properties": {"a": {"$ref": "#/loop"}}, "required": ["a"]}
    spec: dict[str, Any] = {"loop": loop, "round": {"anyOf": [{"$ref": "#/round"}]}}
    texts = {"type": "object", "properties": {"a": {"const": "x"}}}
    more = {"properties": {"b": {"default": 2}}}
    several = {"minItems": 3, "uniqueItems": True}
    table: list[tuple[Any, Any]] = [
        ({"allOf": [texts, more], "title": "both"}, {"a": "x", "b": 2}),
        ({"allOf": [{"type": "string"}]}, "text"),
        ({"oneOf": [{"type": "boolean"}, {"type": "null"}]}, True),
        ({"type": ["null", "integer"]}, None),
        ({"type": "number", "exclusiveMinimum": 4, "maximum": 4.5}, 4.5),
        ({"type": "integer", "exclusiveMinimum": 3, "multipleOf": 3}, 6),
        ({"type": "integer", "minimum": 5, "multipleOf": 4}, 8),
        ({"type": "integer", "maximum": -2}, -2),
        ({"type": "integer", "exclusiveMaximum": 1}, 0),
        ({"type": "number", "exclusiveMinimum": 1, "exclusiveMaximum": 2}, 1.5),
        ({"type": "string", "maxLength": 2}, "te"),
        ({"type": "array", "items": {"type": "string"}, **several}, ["text", "text1", "text2"]),
        ({"type": "array", "items": {"type": "integer", "multipleOf": 5}, **several}, [5, 10, 15]),
        ({"type": "array", "items": {"enum": ["a", "b", "c"]}, **several}, ["a", "b", "c"]),
        ({"type": "array", "items": {"type": "boolean"}, **several, "minItems": 2}, [True, False]),
        ({"type": "string", "examples": ["first", "second"]}, "first"),
        ({"type": "array", "items": {"type": "integer"}, "minItems": 2}, [1, 1]),
        ({"$ref": "#/round"}, None),
        (True, None),
    ]
    made = [(schema, instance(spec, schema)) for schema, _ in table]
    wrong = [one for one, expected in zip(made, table, strict=True) if one != expected]
    assert wrong == []
    assert "a" in instance(spec, {"$ref": "#/loop"})


def test_an_answer_without_content_is_empty(extra_hosts: ExtraHosts) -> None:
    spec = _with_examples(**{"404": {"description": "no"}, "204": {"description": "gone"}})
    dialect = DIALECT.replace("fail=simple.fail", "fail=simple.fail, examples=True")
    extra_hosts.add("pixbin", spec=spec, files={**WHOLE, "dialect.py": dialect})
    with Emulator(apis=("pixbin",)) as emulator:
        response = EmulatorClient(emulator).get("/v9/pictures")
    assert (response.status_code, response.content) == (204, b"")


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ({"example": "/pictures/7"}, "/pictures/7"),
        ({"schema": {"type": "string"}}, "https://example.com/picture.png"),
    ],
)
def test_a_redirect_leads_where_its_example_says(
    extra_hosts: ExtraHosts, header: dict[str, Any], expected: str
) -> None:
    spec = _with_examples(**{"302": {"description": "there", "headers": {"Location": header}}})
    dialect = DIALECT.replace("fail=simple.fail", "fail=simple.fail, examples=True")
    extra_hosts.add("pixbin", spec=spec, files={**WHOLE, "dialect.py": dialect})
    with Emulator(apis=("pixbin",)) as emulator:
        response = EmulatorClient(emulator).get("/v9/pictures")
    assert (response.status_code, response.headers["location"]) == (302, expected)
