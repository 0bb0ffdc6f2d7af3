"""What the generator refuses in an imported spec is left out, as little as possible of it.

The spec is generated in a place of its own. What a refusal is about goes: an example or a link by
itself, a schema of an answer for any value, an optional member or argument, at last the operation.
Each is a line of the notes with the line of the file and the reason; when nothing would be left,
the reasons are the error.
"""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from codegen.driver import PACKAGE, build_api
from codegen.newhost.schemas import reachable
from codegen.newhost.work import Imported
from codegen.problems import GenerationFailed, SpecProblem
from codegen.rules import EXTENSIONS
from codegen.samples import sample
from codegen.specs import METHODS, Where, schemas_reached, steps

#: What is left out in one round can lay open something else; this many rounds are enough for all.
MOST_ROUNDS = 40
#: Keys below which a schema stands, with the number of keys from there to the schema.
_BELOW = {
    **dict.fromkeys(("schemas", "properties", "allOf", "anyOf", "oneOf"), 2),
    **dict.fromkeys(("schema", "items", "additionalProperties"), 1),
}

#: What the generator says of whatever refers to something that it could not read.
_CONSEQUENCE = "Could not find reference"


class _Gone:
    """Stands in a list where something was left out."""


_GONE = _Gone()


def fit(imported: Imported, api: str, extensions: Path) -> Imported:
    """Leave out of an imported spec what the generator refuses.

    Args:
        imported: The spec; it is changed.
        api: The identifier of its host.
        extensions: The file that describes the extensions of specs.

    Raises:
        GenerationFailed: Nothing would be left, or what is refused belongs to all of it.
    """
    with tempfile.TemporaryDirectory(prefix="new-host-") as folder:
        root = Path(folder)
        path = root / "specs" / api / "openapi.yaml"
        path.parent.mkdir(parents=True)
        shutil.copyfile(extensions, root / "specs" / EXTENSIONS)
        fitting = _Fitting(imported)
        drafted = False
        for _ in range(MOST_ROUNDS):
            path.write_text(json.dumps(imported.document, ensure_ascii=False), "utf-8")
            problems = _problems(path, root)
            if problems:
                fitting.leave_out(problems)
            elif drafted or not fitting.draft_examples():
                break
            else:
                drafted = True
        else:
            raise GenerationFailed(fitting.in_the_file(problems))
    imported.document["components"]["schemas"] = reachable(
        imported.document, imported.document["components"]["schemas"]
    )
    return imported


def _problems(path: Path, root: Path) -> Sequence[SpecProblem]:
    package = root / PACKAGE
    package.mkdir(exist_ok=True)
    try:
        build_api(path, package, root)
    except GenerationFailed as failed:
        return failed.problems
    except SpecProblem as problem:
        return [problem]
    return []


class _Fitting:
    def __init__(self, imported: Imported) -> None:
        self.imported = imported
        self.document = imported.document
        self.tried: dict[Where, int] = {}

    def in_the_file(self, problems: Sequence[SpecProblem]) -> list[SpecProblem]:
        """Problems of the spec as problems of the file that it was made from."""
        found = []
        for problem in problems:
            where = self.imported.origin(problem.where)
            source = self.imported.source
            found.append(source.problem(where, problem.fault, problem.advice))
        return found

    def leave_out(self, problems: Sequence[SpecProblem]) -> None:
        """Leave out what some problems are about; what follows from others waits for them."""
        causes = [each for each in problems if _CONSEQUENCE not in each.fault] or problems
        stood = [self._at(each.where) is not None for each in causes]
        for problem, was_there in zip(causes, stood, strict=True):
            if was_there and self._at(problem.where) is None:
                continue  # it went with something else
            if not self._leave_out(problem):
                raise GenerationFailed(self.in_the_file(problems))
        _purge(self.document)
        for item in self.document["paths"].values():
            for operation in item.values():
                for key in ("parameters", "links"):
                    if operation.get(key) in ([], {}):
                        del operation[key]
        self.document["paths"] = {k: item for k, item in self.document["paths"].items() if item}
        if not self.document["paths"]:
            raise GenerationFailed(self.in_the_file(problems))
        used = {o["tags"][0] for item in self.document["paths"].values() for o in item.values()}
        self.document["tags"] = [tag for tag in self.document["tags"] if tag["name"] in used]

    def draft_examples(self) -> bool:
        """Show what comes where the example of a success was left out; whether any was drafted."""
        schemas = self.document["components"]["schemas"]
        operations = [each for item in self.document["paths"].values() for each in item.values()]
        media = [
            media
            for operation in operations
            for status, response in operation["responses"].items()
            if status[0] == "2"
            for media in response.get("content", {}).values()
        ]
        found = False
        for each in media:
            example = sample(each["schema"], schemas)
            if not {"example", "examples"} & each.keys() and example is not None:
                each["example"] = example
                found = True
        return found

    def _leave_out(self, problem: SpecProblem) -> bool:
        where = problem.where
        if self._at(where[:1]) is _GONE or any(
            self._at(where[:length]) is _GONE for length in range(1, len(where) + 1)
        ):
            return True
        for key in ("example", "examples", "links"):
            if key in where[2:] and self._leave_out_data(where, key, problem):
                return True
        for attempt in (self._any_value, self._without_member, self._without_operations):
            if attempt(where, problem):
                return True
        return False

    # --- from the smallest to the largest --------------------------------------------------

    def _leave_out_data(self, where: Where, key: str, problem: SpecProblem) -> bool:
        """Leave out one example or one link."""
        at = len(where) - 1 - where[::-1].index(key)
        place = where[: at + (1 if key == "example" else 2)]
        holder = self._at(place[:-1])
        if not isinstance(holder, dict) or place[-1] not in holder:
            return False
        holder[place[-1]] = _GONE
        if key != "example" and all(each is _GONE for each in holder.values()):
            self._at(place[:-2])[place[-2]] = _GONE
        self._note(place, f"{' '.join(map(str, place[at:]))} was left out: {problem.fault}")
        return True

    def _any_value(self, where: Where, problem: SpecProblem) -> bool:
        """Take any value where the schema of an answer cannot become a type."""
        place = _schema_around(where)
        schema = self._at(place)
        if not isinstance(schema, dict) or not place or self._is_request(place):
            return False
        if self.tried.setdefault(place, 0) or not schema.keys() - {"description", "x-source"}:
            return False
        self.tried[place] = 1
        kept = {key: schema[key] for key in ("description", "x-source") if key in schema}
        schema.clear()
        schema.update(kept)
        name = _shown(place)
        self._note(place, f"{name} is given as it comes: {problem.fault}; {problem.advice}")
        return True

    def _without_member(self, where: Where, problem: SpecProblem) -> bool:
        """Leave out an optional member or parameter."""
        if "parameters" in where:
            place = where[: where.index("parameters") + 2]
            parameter = self._at(place)
            if not isinstance(parameter, dict) or parameter.get("required"):
                return False
            self._at(place[:-1])[place[-1]] = _GONE
            text = f"parameter {parameter['name']} was left out: {problem.fault}"
            self._note(place, text, self._parameter_in_the_file(place, str(parameter["name"])))
            return True
        if where[:2] != ("components", "schemas") or where[3:4] != ("properties",):
            return False
        schema, name = self._at(where[:3]), where[4]
        if self._is_request(where) and name in schema.get("required", []):
            return False
        if name not in schema.get("properties", {}):
            return False
        schema["properties"][name] = _GONE
        if name in schema.get("required", []):
            schema["required"].remove(name)
        self._note(where[:5], f"{where[2]}.{name} was left out: {problem.fault}; {problem.advice}")
        return True

    def _without_operations(self, where: Where, problem: SpecProblem) -> bool:
        """Leave out the operations that something belongs to."""
        found = list(self._operations_of(where))
        for key, method in found:
            self.document["paths"][key][method] = _GONE
            self._note(
                ("paths", key, method),
                f"{method.upper()} {key} was left out: {problem.fault}; {problem.advice}",
            )
        return bool(found)

    # --- where things are ------------------------------------------------------------------

    def _operations_of(self, where: Where) -> Iterator[tuple[str, str]]:
        names = {*where[2:3]} if where[:2] == ("components", "schemas") else set[Any]()
        for key, item in self.document["paths"].items():
            for method, operation in item.items():
                if operation is _GONE or method not in METHODS:
                    continue
                inside = where[:2] == ("paths", key) and where[2:3] in ((), (method,))
                if inside or (names and names & schemas_reached(self.document, [operation])):
                    yield key, method

    def _is_request(self, place: Where) -> bool:
        """Whether a schema belongs to a request."""
        if place[:1] == ("paths",):
            return "requestBody" in place or "parameters" in place
        for item in self.document["paths"].values():
            for operation in item.values():
                body = {} if operation is _GONE else operation.get("requestBody", {})
                for media in body.get("content", {}).values():
                    if steps(media["schema"].get("$ref", ""))[2:] == place[2:3]:
                        return True
        return False

    def _at(self, where: Where) -> Any:
        value: Any = self.document
        for part in where:
            if isinstance(value, dict):
                value = value.get(part)
            elif isinstance(value, list) and isinstance(part, int) and part < len(value):
                value = value[part]
            else:
                return None
        return value

    def _parameter_in_the_file(self, place: Where, name: str) -> Where:
        """Where a parameter stands in the file: others before it may have been left out."""
        operation, source = self.imported.origin(place[:-2]), self.imported.source
        for holder in (operation, operation[:2]):
            for index, reference in enumerate((source.at(holder) or {}).get("parameters", [])):
                if source.resolve(reference).get("name") == name:
                    return (*holder, "parameters", index)
        return operation

    def _note(self, place: Where, text: str, in_the_file: Where | None = None) -> None:
        line = " ".join(text.split())
        where = in_the_file or self.imported.origin(place)
        self.imported.note(where, f"{line[:300]} ..." if line[300:] else line)


def _schema_around(where: Where) -> Where:
    """The place of the innermost schema that a place is in."""
    found: Where = ()
    index = 0
    while index < len(where):
        length = _BELOW.get(str(where[index]), 0)
        if length and index + length <= len(where):
            index += length
            found = where[:index]
        else:
            index += 1
    return found


def _shown(place: Where) -> str:
    if place[:2] == ("components", "schemas"):
        return ".".join(str(part) for part in place[2:] if part != "properties")
    return "an answer"


def _purge(value: Any) -> None:
    if isinstance(value, dict):
        for key in [key for key, each in value.items() if each is _GONE]:
            del value[key]
        for each in value.values():
            _purge(each)
    elif isinstance(value, list):
        value[:] = [each for each in value if each is not _GONE]
        for each in value:
            _purge(each)
