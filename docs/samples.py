"""Sample values for the calls on the site, from things that are really there.

A host whose calls need something to act on has ``contracts/hosts/<api>/scene.py``. Its ``scene``
makes these things at an emulator that starts from a fixed seed, so their ids are the same in every
build. What the emulator holds then is a snapshot that the site carries: the tests that run the
calls as they are printed start from it, and so does a reader who tries a call in the console. Where
a scene is silent, the examples of the spec say what a value looks like.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from codegen.plans import Argument, OperationPlan
from codegen.samples import sample
from codegen.specs import Json, Spec
from imagehosts.emulator import Emulator
from imagehosts.emulator.in_process import intercepted
from imagehosts.hosts import HOSTS, Host, find_host
from jsonschema import Draft202012Validator

#: The file that the calls upload, and what stands in it while requests are only looked at.
FILE = "lake.jpg"
#: The address of a picture, where the examples of a spec have some address.
ADDRESS = "https://pictures.example/lake.jpg"
#: The accounts of the emulator: the caller, and somebody else.
OWNER, OTHER = "demo", "friend"
SEED = 17
NOW = 1_750_000_000.0


@dataclass
class Scene:
    """What a host's calls act on: sample values, and how to act for the people there."""

    host: Host
    emulator: Emulator
    #: By the name of an argument, or by ``operation.argument`` where one call differs.
    values: dict[str, Any] = field(default_factory=dict)
    credentials: dict[str, str] = field(default_factory=dict)
    #: The operations whose sample calls need an account, though others of them may not.
    for_a_user: str = "$^"

    def client(self, user: str = OWNER) -> Any:
        """A client of somebody who is logged in."""
        return self.host.make_client(**self.log_in(user))

    def log_in(self, user: str) -> dict[str, str]:
        """The credentials of an account; of a host without accounts, any key."""
        keys = dict.fromkeys(self.host.sync_client.environment, "any")
        return (
            {**keys, **self.emulator.log_in(self.host.name, user, user)}
            if self.has_accounts
            else keys
        )

    @property
    def has_accounts(self) -> bool:
        """Whether people log in at the host."""
        site = self.emulator.services.site(self.host.name)
        return site is not None and site.dialect.log_in is not None


@dataclass(frozen=True)
class Stage:
    """What the scenes of all hosts left behind."""

    #: The whole state of the emulator, for others to start from.
    snapshot: bytes
    scenes: Mapping[str, Scene]
    #: The hosts whose scene failed, and how.
    failures: Mapping[str, Exception]


@cache
def stage() -> Stage:
    """The scenes of all hosts, played once on one emulator."""
    scenes: dict[str, Scene] = {}
    failures: dict[str, Exception] = {}
    with Emulator(seed=SEED, frozen_at=NOW) as emulator, intercepted(emulator):
        services = emulator.services
        purposes = {
            site.api: site.dialect.login_purpose for site in services.sites if site.dialect.accounts
        }
        services.accounts.seed(purposes, [f"{OTHER}:{OTHER}"], NOW)
        emulator.web[ADDRESS] = picture()
        for host in HOSTS:
            scene = Scene(host, emulator)
            module = f"contracts.hosts.{host.name}.scene"
            try:
                scene.credentials = scene.log_in(OWNER)
                if _exists(module):
                    import_module(module).scene(scene)
            except Exception as error:  # the other hosts do not wait for this one
                failures[host.name] = error
            scenes[host.name] = scene
        with services.store.transaction() as db:
            # A reader's clock is not the one of this emulator.
            db.execute("UPDATE session SET expires = NULL")
        return Stage(emulator.snapshot(), scenes, failures)


@contextmanager
def staged(host: Host) -> Iterator[Scene]:
    """An emulator with what the calls of a host act on; clients of this process come to it."""
    scene = played(host)
    with Emulator(seed=SEED + 1, frozen_at=NOW) as emulator, intercepted(emulator):
        emulator.restore(stage().snapshot)
        yield replace(scene, emulator=emulator)


def played(host: Host) -> Scene:
    """The scene of a host, as it was left."""
    if host.name in stage().failures:
        raise stage().failures[host.name]
    return stage().scenes[host.name]


@cache
def picture(width: int = 64) -> bytes:
    """A small picture; each width is another one."""
    import io

    from PIL import Image

    file = io.BytesIO()
    Image.linear_gradient("L").resize((width, 48)).convert("RGB").save(file, "JPEG")
    return file.getvalue()


@cache
def files() -> dict[str, bytes]:
    """The files that the calls upload, by the names that stand there."""
    from contracts.support.emulated import mp4

    return {FILE: picture(), "lake.mp4": mp4(seconds=9)}


@cache
def scene_of(api: str) -> tuple[Mapping[str, Any], str]:
    """The sample values of a host, and which calls need an account; empty without a scene."""
    host = find_host(api)
    if host is None or not _exists(f"contracts.hosts.{api}.scene"):
        return {}, Scene.for_a_user
    scene = played(host)
    return scene.values, scene.for_a_user


def needs_account(api: str, operation: str) -> bool:
    """Whether the sample call of an operation is made for somebody who is logged in."""
    return re.match(scene_of(api)[1], operation) is not None


def _exists(module: str) -> bool:
    try:
        return find_spec(module) is not None
    except ModuleNotFoundError:
        return False


def arguments_of(spec: Spec, plan: OperationPlan, *, every: bool = False) -> dict[str, Any]:
    """The arguments of a sample call: the required ones, those of the scene, or all of them."""
    values, _ = scene_of(spec.api)
    return {
        argument.name: _sample(spec, plan, argument, values)
        for argument in plan.arguments
        if every or argument.required or f"{plan.id}.{argument.name}" in values
    }


def _sample(spec: Spec, plan: OperationPlan, argument: Argument, values: Mapping[str, Any]) -> Any:
    value = _value(spec, plan, argument, values)
    is_address = isinstance(value, str) and value.startswith(("http://", "https://"))
    return ADDRESS if is_address else value


def _value(spec: Spec, plan: OperationPlan, argument: Argument, values: Mapping[str, Any]) -> Any:
    for key in (f"{plan.id}.{argument.name}", argument.name):
        if key in values:
            return values[key]
    if argument.encode == "list:file":
        return [FILE]
    if argument.encode in ("source", "file"):
        return FILE
    if argument.encode.startswith("flag:"):
        return True
    if argument.place == "server":
        return str(spec.servers(plan.where)[0][0]["variables"][argument.wire]["default"])
    for reference, _ in spec.parameters(plan.where):
        parameter = spec.resolve(reference)
        if parameter["name"] == argument.wire and "example" in parameter:
            return parameter["example"]
    content = spec.resolve(plan.raw.get("requestBody", {})).get("content", {})
    for media in content.values():
        example = media.get("example")
        if example is not None and not argument.wire:
            return example
        if isinstance(example, dict) and argument.wire in example:
            return example[argument.wire]
    schemas = spec.document.get("components", {}).get("schemas", {})
    plain = None if argument.is_json else _of_schema(spec, argument.schema, argument.wire)
    whole = {**argument.schema, "components": {"schemas": schemas}}
    drafted = argument.is_json or not Draft202012Validator(whole).is_valid(plain)
    found = sample(argument.schema, schemas) if drafted else plain
    # None is not sent: where any value may stand, an object does.
    return {} if found is None and argument.is_json else found


def _of_schema(spec: Spec, schema: Json, text: str) -> Any:
    """A value of a schema that nobody gave an example of, in words of the argument."""
    kind = schema.get("type", "string")
    kind = kind if isinstance(kind, str) else kind[0]
    if kind == "array":
        items = spec.resolve(schema.get("items", {}))
        return [_of_schema(spec, items, each) for each in ("one", "two")]
    least = max(1, schema.get("minimum", 1))
    values = {"integer": min(least, schema.get("maximum", least)), "number": 1.0, "boolean": True}
    return schema.get("enum", [values.get(kind, text)])[0]
