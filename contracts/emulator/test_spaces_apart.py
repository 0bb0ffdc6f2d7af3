"""No space sees another: every operation of every host answers as if there were no other."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

import httpx
import pytest
from codegen.plans import OperationPlan, read_operations
from codegen.specs import Spec
from imagehosts import ImageHostError, InvalidArgument
from imagehosts.emulator import Emulator, Space
from imagehosts.emulator.in_process import intercepted
from imagehosts.hosts import Host, find_host

from contracts.support.reporting import report_all
from contracts.support.specs import API_NAMES
from docs import samples
from docs.samples import ADDRESS, NOW, OTHER, OWNER, SEED, Scene, picture

ROOT = Path(__file__).resolve().parents[2]
USERS = (f"{OWNER}:{OWNER}", f"{OTHER}:{OTHER}")
#: What is another in each run: how long something took, and names that time gives.
UNSTEADY = re.compile(rb'"process_time": ?[0-9.e-]+|process_time="[^"]*"|[0-9a-f]{32}\.boundary')


class Recorder(httpx.BaseTransport):
    """Keeps what a space answered."""

    def __init__(self, space: Space) -> None:
        self.answers: list[tuple[int, bytes]] = []
        self._inner = space.transport()

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        response = self._inner.handle_request(request)
        self.answers.append((response.status_code, UNSTEADY.sub(b"", response.read())))
        return response

    def close(self) -> None:
        self._inner.close()


@dataclass
class Person:
    """Somebody in a space, with what their calls act on."""

    space: Space
    host: Host
    scene: Scene

    def call(self, spec: Spec, plan: OperationPlan, *, every: bool) -> list[tuple[int, bytes]]:
        """What the host answers to a sample call."""
        recorder = Recorder(self.space)
        arguments = samples.arguments_of(spec, plan, every=every)
        for argument in plan.arguments:
            if argument.name in arguments and argument.encode in ("source", "file"):
                arguments[argument.name] = ("lake.jpg", picture())
            elif argument.name in arguments and argument.encode == "list:file":
                arguments[argument.name] = [("lake.jpg", picture())]
        with self.host.make_client(
            **self.scene.credentials, transport=recorder, max_retries=0
        ) as client:
            try:
                found = getattr(getattr(client, plan.tag), plan.method_name)(**arguments)
                if plan.pagination is not None:
                    list(found)
            except InvalidArgument:
                if not every:
                    return self.call(spec, plan, every=True)
                raise
            except ImageHostError:
                pass
        return recorder.answers


@contextmanager
def people(emulator: Emulator, host: Host, *names: str) -> Iterator[list[Person]]:
    """The same things, done in spaces one after another."""
    made: list[Person] = []
    for name in names:
        space = emulator.space(name, seed=SEED, frozen_at=NOW, users=USERS)
        space.web[ADDRESS] = picture()
        scene: Any = Scene(host, space)  # type: ignore[arg-type]  # it has all that is asked of it
        with intercepted(space):
            scene.credentials = scene.log_in(OWNER)
            module = f"contracts.hosts.{host.name}.scene"
            if samples._exists(module):
                import_module(module).scene(scene)
        made.append(Person(space, host, scene))
    yield made
    assert [error for person in made for error in person.space.internal_errors] == []


def answers(
    host: Host, monkeypatch: pytest.MonkeyPatch, *names: str, **settings: Any
) -> dict[str, list[Any]]:
    """What each of the people is answered, who take turns in an order by chance."""
    path = Path("specs", host.name, "openapi.yaml")
    spec = Spec(ROOT / path, path)
    plans = read_operations(spec)
    random.Random(11).shuffle(plans)
    chance = random.Random(12)
    found: dict[str, list[Any]] = {name: [] for name in names}
    with Emulator(**settings) as emulator, people(emulator, host, *names) as made:
        values = made[0].scene.values
        assert all(person.scene.values == values for person in made), "the same names everywhere"
        monkeypatch.setattr(samples, "scene_of", lambda api: (values, made[0].scene.for_a_user))
        for plan in plans:
            for person in chance.sample(made, len(made)):
                told = person.call(spec, plan, every=False)
                assert told, plan.id
                found[person.space.name].append((plan.id, told))
        assert emulator.pictures == []
        assert emulator.requests == []
    return found


@pytest.mark.filterwarnings("ignore:.* is deprecated:DeprecationWarning")
@pytest.mark.parametrize("api", API_NAMES)
def test_operations_in_two_spaces_answer_as_in_one_alone(
    api: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    host = find_host(api)
    assert host is not None
    alone = answers(host, monkeypatch, "alone")
    together = answers(host, monkeypatch, "left", "right", max_open_spaces=1)
    with report_all() as case:
        for name, found in together.items():
            for (operation, one), (_, other) in zip(alone["alone"], found, strict=True):
                with case(f"{operation} in {name}"):
                    if "random" in operation:  # the order is by chance, what there is is not
                        one, other = sorted(_ids(one)), sorted(_ids(other))
                    assert other == one


def _ids(answers: list[tuple[int, bytes]]) -> list[bytes]:
    return [found for _, body in answers for found in re.findall(rb'"id":"(\w+)"', body)]
