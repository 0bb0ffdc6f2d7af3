"""Sequences of calls to ImageShack's galleries, each answer held against a small model.

OpenAPI's links cannot point into XML, so no chain of schemathesis reaches here: this does in its
place. The model knows who owns which gallery and what is in it, and so what each call must answer.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import product
from typing import Any, ClassVar
from xml.etree.ElementTree import Element

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    rule,
    run_state_machine_as_test,
)
from imagehosts.emulator import Emulator
from imagehosts.emulator.hosts.imageshack_gallery import answers as gallery_answer
from imagehosts.emulator.hosts.imageshack_gallery import dialect as gallery_frame
from imagehosts.emulator.hosts.imageshack_gallery import requests as gallery_requests
from imagehosts.emulator.hosts.imageshack_gallery.galleries import Galleries

from contracts.fuzz.samples import SAMPLES
from contracts.fuzz.shapes import load_shapes
from contracts.fuzz.target import Target
from contracts.hosts.imageshack_gallery.fuzz import PATH
from contracts.support.xml import parse

pytestmark = [
    pytest.mark.outside("random requests go beyond every contract"),
    pytest.mark.planted("plants faults in the emulator to see them found"),
]

API = "imageshack_gallery"
ORIGIN = "http://127.0.0.1"
USERS = {"ann": "lake-house", "bob": "sail-boat"}
#: The operation behind each action, by method.
OPERATIONS = {
    "create": {"POST": "galleries_create", "GET": "galleries_create_by_get"},
    "edit": {"POST": "galleries_edit", "GET": "galleries_edit_by_get"},
    "add": {"POST": "galleries_add", "GET": "galleries_add_by_get"},
    "delete": {"POST": "galleries_delete", "GET": "galleries_delete_by_get"},
    "delete_image": {"POST": "galleries_delete_image", "GET": "galleries_delete_image_by_get"},
    "view": {"POST": "galleries_view_by_post", "GET": "galleries_view"},
    "gallery_list": {"POST": "galleries_list_by_post", "GET": "galleries_list"},
}
#: What each action says to those who show nothing, find nothing, and own nothing.
CODES = {
    "edit": ("authentication_failed_save_album", "io_exists_error", "not_owner_save_album"),
    "add": ("authentication_failed_add_image", "io_exist_error", "not_owner_add_image"),
    "delete": ("authentication_failed_delete", "io_exist_error", "not_owner_delete"),
    "delete_image": (
        "authentication_failed_delete_image",
        "io_exist_error",
        "not_owner_delete_image",
    ),
}


@dataclass(frozen=True)
class Who:
    """Somebody who calls."""

    credentials: dict[str, str] = field(default_factory=dict[str, str])
    user: str = ""

    @property
    def owner(self) -> str:
        """What a gallery of theirs is known by; the cookie counts before the token."""
        return self.user or ("" if "cookie" in self.credentials else self.token)

    @property
    def token(self) -> str:
        return self.credentials.get("token", "")


@dataclass
class Kept:
    """A gallery as the model has it."""

    server: str
    owner: str
    title: str
    images: list[str]
    gone: bool = False


people = st.sampled_from(["ann", "bob", "holder", "other holder", "nobody", "stranger", "both"])
callers = st.just("owner") | people
methods = st.sampled_from(["POST", "GET"])
numbers = st.integers(0, 20)
#: Pictures that most may use, or any, of somebody else or of nobody too.
chosen = st.lists(st.sampled_from([0, 3]), min_size=1, max_size=3) | st.lists(
    st.integers(0, 6), min_size=1, max_size=4
)
#: XML cannot carry all of Unicode; what it cannot is the business of other tests.
titles = st.text(st.characters(exclude_categories=["Cc", "Cs", "Cn", "Co"]), max_size=8)


class Machine(RuleBasedStateMachine):
    """An emulator, and what should be in it."""

    #: How often each action has succeeded and been refused.
    seen: ClassVar[Counter[tuple[str, bool]]] = Counter()

    def __init__(self) -> None:
        super().__init__()
        users = tuple(f"{name}:{password}" for name, password in USERS.items())
        self.emulator = Emulator(seed=1, frozen_at=1_790_000_000.0, users=users)
        self.emulator.__enter__()
        self.target = Target(ORIGIN, self.emulator)
        self.galleries: dict[str, Kept] = {}
        self.images: list[str] = []
        self.image_owners: dict[str, str] = {}
        self.private: set[str] = set()
        self.secrets: set[str] = set()
        cookies = {name: self._log_in(name) for name in USERS}
        self.people = {
            "nobody": Who(),
            "stranger": Who({"cookie": "0" * 32}),
            "holder": Who({"token": "token-of-the-holder"}),
            "other holder": Who({"token": "token-of-the-other"}),
            "both": Who({"cookie": cookies["bob"], "token": "token-of-the-holder"}, "bob"),
            **{name: Who({"cookie": cookie}, name) for name, cookie in cookies.items()},
        }
        self.secrets |= {
            secret for who in self.people.values() for secret in who.credentials.values()
        }
        for name, public in (("ann", True), ("bob", True), ("ann", False), ("ann", True)):
            self._upload(name, cookies[name], public=public)
        self.images += ["img1/2/none.png"]

    def teardown(self) -> None:
        assert self.emulator.internal_errors == []
        self.target.close()
        self.emulator.__exit__(None, None, None)

    def _log_in(self, name: str) -> str:
        data = {"user": name, "password": USERS[name], "api_key": "k"}
        answer = self.target.request("POST", "/v2/user/login", data=data).json()
        return str(answer["result"]["auth_token"])

    def _upload(self, name: str, cookie: str, *, public: bool) -> None:
        image = self.target.request(
            "POST",
            "/v2/images",
            data={"api_key": "k", "auth_token": cookie, "public": str(public).lower()},
            files={"file": ("lake.png", SAMPLES[0].content, "image/png")},
        ).json()["result"]["images"][0]
        reference = f"img{image['server']}/{image['bucket']}/{image['filename']}"
        self.images.append(reference)
        self.image_owners[reference] = name
        if not public:
            self.private.add(reference)

    # What is asked, and what must be answered

    def ask(self, method: str, action: str, who: Who, base: str = ORIGIN, **fields: Any) -> Element:
        """The root of an answer, which is as declared and tells no secret that was not sent."""
        data = {"action": action, **fields, **who.credentials}
        if action == "view":
            data["view"] = "xml"
        place = "data" if method == "POST" else "params"
        response = self.target.request(method, base + PATH, **{place: data})
        assert response.status_code == 200
        assert load_shapes(API)[OPERATIONS[action][method]].xml_faults(response.content) == []
        sent = repr(data)
        for secret in self.secrets:
            assert secret in sent or secret not in response.text, f"{secret} is told"
        root = parse(response.content)
        self.seen[action, root.tag != "errors"] += 1
        return root

    def is_refused(self, root: Element, code: str) -> None:
        assert [error.attrib["code"] for error in root.iter("error")] == [code]

    def is_shown(self, root: Element, name: str, who: Who) -> None:
        """A gallery is there, as the caller may see it."""
        kept = self.galleries[name]
        assert root.tag == "gallery"
        found = {part: root.findtext(part) or "" for part in ("server", "name", "title")}
        assert found == {"server": kept.server, "name": name, "title": kept.title}
        is_user = kept.owner in USERS
        assert root.findtext("uploader/username") == (kept.owner if is_user else "")
        mine = not is_user and who.owner == kept.owner
        assert root.findtext("uploader/token") == (kept.owner if mine else None)
        visible = [
            image
            for image in kept.images
            if image not in self.private or self.image_owners[image] == who.user
        ]
        files = [
            f"img{f.findtext('server')}/{f.findtext('bucket')}/{f.findtext('name')}"
            for f in root.iter("file")
        ]
        assert files == visible
        (counted,) = root.iter("files")
        assert counted.attrib["total"] == str(len(visible))

    def allowed(self, who: Who, images: list[str]) -> bool:
        """Whether somebody may put pictures into a gallery: their own, or what is public."""
        owners = [self.image_owners.get(image) for image in images]
        if who.user:
            return owners == [who.user] * len(images)
        return None not in owners and not self.private & set(images)

    def pick(self, numbers: list[int]) -> list[str]:
        return [self.images[number % len(self.images)] for number in numbers]

    def named(self, number: int) -> tuple[str, str]:
        """The name of a gallery, which may be gone, and the address of its server."""
        name = list(self.galleries)[number % len(self.galleries)]
        return name, f"http://img{self.galleries[name].server}.imageshack.us"

    def somebody(self, who: str, name: str) -> Who:
        """Somebody, or the owner of a gallery."""
        owner = self.galleries[name].owner
        if who != "owner":
            return self.people[who]
        return self.people[owner] if owner in USERS else Who({"token": owner})

    def may_change(self, action: str, who: Who, name: str, root: Element) -> bool:
        """Whether a call may change a gallery; where it may not, it was refused as documented."""
        no_login, no_gallery, not_owner = CODES[action]
        kept = self.galleries[name]
        if not who.user and (not who.owner or action == "delete_image"):
            self.is_refused(root, no_login)
        elif kept.gone:
            self.is_refused(root, no_gallery)
        elif kept.owner != who.owner:
            self.is_refused(root, not_owner)
        else:
            return True
        return False

    # What is done

    @initialize()
    def begin(self) -> None:
        """Somebody has galleries already."""
        for who in ("ann", "holder") * 3:
            self.create(who, "POST", [0, 3], who, "")

    @rule(
        who=people,
        method=methods,
        images=chosen,
        title=titles,
        wanted=st.sampled_from(["", "tahoe", "a b"]),
    )
    def create(self, who: str, method: str, images: list[int], title: str, wanted: str) -> None:
        caller, pictures = self.people[who], self.pick(images)
        fields = {"image[]": pictures, "title": title, "name": wanted}
        root = self.ask(method, "create", caller, **fields)
        if who == "stranger":
            self.is_refused(root, "authentication_failed_save_album")
            return
        if not self.allowed(caller, pictures):
            self.is_refused(root, "bad_parameter_file")
            return
        name, token = str(root.findtext("name")), root.findtext("uploader/token") or ""
        taken = {name for name, kept in self.galleries.items() if not kept.gone}
        assert name not in taken, "a name is given once"
        asked = wanted.replace(" ", "_") or pictures[0].rpartition("/")[2]
        assert (name == asked) == (asked not in taken)
        if not caller.owner:
            assert len(token) > 20
            assert token not in self.secrets, "a token is made for one gallery"
            self.secrets.add(token)
            caller = Who({"token": token})
            self.people["holder"] = caller
        server = pictures[0].removeprefix("img").partition("/")[0]
        kept = Kept(server, caller.owner, title, list(dict.fromkeys(pictures)))
        self.galleries.pop(name, None)  # of one that is gone
        self.galleries[name] = kept
        self.is_shown(root, name, caller)

    @rule(who=callers, method=methods, number=numbers, images=chosen, title=st.none() | titles)
    def edit(
        self, who: str, method: str, number: int, images: list[int], title: str | None
    ) -> None:
        self._put("edit", who, method, number, images, title)

    @rule(who=callers, method=methods, number=numbers, images=chosen)
    def add(self, who: str, method: str, number: int, images: list[int]) -> None:
        self._put("add", who, method, number, images, None)

    def _put(
        self,
        action: str,
        who: str,
        method: str,
        number: int,
        images: list[int],
        title: str | None,
    ) -> None:
        name, base = self.named(number)
        caller, pictures = self.somebody(who, name), self.pick(images)
        fields: dict[str, Any] = {"g": name, "image[]": pictures}
        if title is not None:
            fields["title"] = title
        root = self.ask(method, action, caller, base, **fields)
        if not self.may_change(action, caller, name, root):
            return
        if not self.allowed(caller, pictures):
            self.is_refused(root, "bad_parameter_file")
            return
        kept = self.galleries[name]
        before = kept.images if action == "add" else []
        kept.images = list(dict.fromkeys([*before, *pictures]))
        kept.title = kept.title if title is None else title
        self.is_shown(root, name, caller)

    @rule(who=callers, method=methods, number=numbers, image=st.integers(0, 6))
    def delete_image(self, who: str, method: str, number: int, image: int) -> None:
        name, base = self.named(number)
        caller, (picture,) = self.somebody(who, name), self.pick([image])
        root = self.ask(method, "delete_image", caller, base, g=name, image=picture)
        if self.may_change("delete_image", caller, name, root):
            kept = self.galleries[name]
            kept.images = [each for each in kept.images if each != picture]
            self.is_shown(root, name, caller)

    @rule(who=callers, method=methods, number=numbers)
    def delete(self, who: str, method: str, number: int) -> None:
        name, base = self.named(number)
        caller = self.somebody(who, name)
        root = self.ask(method, "delete", caller, base, g=name)
        if self.may_change("delete", caller, name, root):
            assert (root.tag, list(root)) == ("gallery", [])
            self.galleries[name].gone = True

    @rule(who=callers, method=methods, number=numbers, at_another=st.booleans())
    def view(self, who: str, method: str, number: int, at_another: bool) -> None:
        name, base = self.named(number)
        caller = self.somebody(who, name)
        base = "http://img7.imageshack.us" if at_another else base
        root = self.ask(method, "view", caller, base, g=name)
        if at_another or self.galleries[name].gone:
            self.is_refused(root, "not_exist")
        else:
            self.is_shown(root, name, caller)

    @rule(user=st.sampled_from([*USERS, "holder"]), method=methods, start=numbers, limit=numbers)
    def gallery_list(self, user: str, method: str, start: int, limit: int) -> None:
        root = self.ask(method, "gallery_list", Who(), user=user, start=start, limit=limit)
        mine = [
            name for name, kept in self.galleries.items() if kept.owner == user and not kept.gone
        ][::-1]
        if not mine:
            self.is_refused(root, "no_gallery")
            return
        part = mine[start:][: limit or 20]
        assert [each.findtext("name") for each in root.iter("gallery")] == part
        assert root.findtext("count/total") == str(len(mine))
        assert root.findtext("count/batch") == str(len(part))


def explore(examples: int, steps: int) -> None:
    """Make calls by chance, the same ones every time."""
    run_state_machine_as_test(
        Machine,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            phases=[Phase.generate],  # what is found need not be short
            derandomize=True,
            report_multiple_bugs=False,
            suppress_health_check=list(HealthCheck),
        ),
    )


def test_any_sequence_of_calls_does_what_the_model_says() -> None:
    Machine.seen.clear()
    explore(examples=15, steps=40)
    assert set(Machine.seen) == set(product(OPERATIONS, (True, False))), Machine.seen


@pytest.mark.parametrize("who", ["ann", "holder", "nobody"])
def test_the_life_of_a_gallery_is_as_the_model_says(who: str) -> None:
    """Made, filled, changed, looked at, listed, emptied, deleted, and then gone."""
    machine = Machine()
    owner = "holder" if who == "nobody" else who
    try:
        machine.create(who, "POST", [0], "Tahoe & <snow> ]]> \U0001f5fb", "tahoe")
        machine.create("bob", "GET", [1], "", "tahoe")
        machine.add(owner, "GET", 0, [3])
        machine.edit(owner, "POST", 0, [3, 0], "Lakes")
        for anybody in (owner, "bob", "stranger", "nobody"):
            machine.view(anybody, "GET", 0, at_another=False)
        machine.view(owner, "POST", 0, at_another=True)
        machine.gallery_list("ann", "GET", 0, 0)
        for stranger in ("bob", "other holder", "stranger"):
            machine.edit(stranger, "POST", 0, [1], None)
            machine.delete(stranger, "GET", 0)
        machine.delete_image(owner, "POST", 0, 3)
        machine.delete(owner, "POST", 0)
        machine.view(owner, "GET", 0, at_another=False)
        machine.add(owner, "POST", 0, [0])
        machine.gallery_list("ann", "POST", 0, 5)
        tahoe, *others = machine.galleries.values()
        assert tahoe.gone
        # A token does not do to take pictures out.
        assert tahoe.images == machine.pick([0] if who == "ann" else [3, 0])
        assert not any(other.gone for other in others)
    finally:
        machine.teardown()


count = Galleries.count

BUGS: list[tuple[Any, str, Callable[..., Any]]] = [
    (gallery_frame, "owns", lambda ask, gallery: True),
    (gallery_answer, "owns", lambda ask, gallery: True),
    (gallery_requests, "asked_server", lambda call: None),
    (gallery_requests, "is_personal", lambda ask, owned: True),
    (Galleries, "delete", lambda self, gallery_id: None),
    (Galleries, "take_out", lambda self, gallery_id, pictures, now: None),
    (Galleries, "count", lambda self, user_id=None: 2 * count(self, user_id)),
]


@pytest.mark.parametrize(("holder", "name", "bug"), BUGS, ids=[name for _, name, _ in BUGS])
def test_the_model_notices_a_bug(
    holder: Any, name: str, bug: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(holder, name, bug)
    with pytest.raises(AssertionError):
        explore(examples=15, steps=40)
