"""ImageShack's galleries as the contract runs use them, of pictures that the same host has."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, ClassVar

from imagehosts.emulator.hosts.imageshack_gallery.galleries import Galleries
from schemathesis.generation.case import Case

from contracts.fuzz.rows import EXCLUDED, SHARED_ADDRESS, Row
from contracts.fuzz.samples import SAMPLES
from contracts.fuzz.shapes import Shape
from contracts.fuzz.target import Target
from contracts.fuzz.worlds import KEY, NO_TOKEN, Accounts, Caller, Person, Wish
from contracts.hosts.imageshack.fuzz import ImageShack
from contracts.support.specs import load_spec
from contracts.support.xml import parse

PATH = "/gallery_api.php"
_PICTURE = SAMPLES[0].content


class ImageShackGallery(Accounts):
    """Two users by their cookies, and somebody who is known by a token alone."""

    MARK_IS_SENT = True

    OF_USER = frozenset({"cookie", "token"})
    OWNERS_ALONE = frozenset(
        f"galleries_{action}{method}"
        for action in ("edit", "add", "delete", "delete_image")
        for method in ("", "_by_get")
    )
    #: The token of the runs; what it owns is nobody's else.
    TOKEN: ClassVar[str] = "contract-token-71c4f09e"

    def __init__(
        self, target: Target, shapes: Mapping[str, Shape], plausible: Mapping[str, tuple[Any, ...]]
    ) -> None:
        super().__init__(target, shapes, plausible)
        base = str(load_spec("imageshack")["servers"][0]["url"]).partition("//")[2].partition("/")
        self.shack = ImageShack(target.at("/" + base[2]), {}, {})

    # Setting up

    def sign_up(self, kind: str, name: str) -> Person:
        user = self.shack.sign_up(kind, name)
        cookie = user.secrets["auth_token"]
        self.is_token(cookie, kind)
        pictures = [self.picture(user) for _ in range(3)]
        return Person(kind, name, self.PASSWORD, {"cookie": cookie}, {"pictures": pictures})

    def furnish(self, owner: Person) -> None:
        """The owner has a private picture in a gallery; all pictures may go into a token's."""
        user = self.shack.sign_up("right", owner.name)
        private = self.picture(user, public="false")
        self.private = private.rpartition("/")[2]
        # Without a name it would be called after its first picture.
        pictures = [private, *owner.things["pictures"]]
        self.private_gallery = self.gallery(owner, pictures, name=self.fresh("private"))
        self.holder = Person("right", secrets={"token": self.TOKEN}, things=dict(owner.things))
        self.is_token(self.TOKEN, "right")
        self.mark = self.TOKEN  # who sends it sees it again
        self._turns = itertools.cycle((owner, self.holder))
        self._known_cookies = {owner.secrets["cookie"], self.other.secrets["cookie"]}

    def picture(self, user: Person, **fields: str) -> str:
        """A new picture of a user of ImageShack, as the galleries name it."""
        files = {"file": ("lake.png", _PICTURE, "image/png")}
        answer = self.shack.call("POST", "/images", data={**user.secrets, **fields}, files=files)
        image = answer["result"]["images"][0]
        return f"img{image['server']}/{image['bucket']}/{image['filename']}"

    def ask(self, action: str, **fields: Any) -> Any:
        """The root of the answer to an action that must succeed."""
        data = {"action": action, **fields}
        response = self.target.request("POST", self.target.base_url + PATH, data=data)
        root = parse(response.content)
        assert root.tag != "errors", response.text
        return root

    def gallery(self, person: Person, pictures: list[str], **fields: str) -> str:
        """The name of a new gallery."""
        root = self.ask("create", **person.secrets, **fields, **{"image[]": pictures})
        return str(root.findtext("name"))

    # Cases

    def _owner(self, shape: Shape) -> Person:
        """The user and the holder of the token in turn, but for what takes a cookie alone."""
        kinds = {kind for kinds in shape.secrets.values() for kind in kinds.values()}
        return self.owner if kinds == {"cookie"} else next(self._turns)

    def caller(self, case: Case[Any], shape: Shape) -> Caller:
        """By the cookie, if there is one, else by the token: the host goes by the first alone."""
        sent = self.sent_secrets(case, shape)
        wrong_cookie = any(cookie not in self._known_cookies for cookie in sent.get("cookie", ()))
        deciding = sent.get("cookie") or sent.get("token") or set()
        kinds = {self._tokens.get(secret, "wrong") for secret in deciding} or {"none"}
        kind = kinds.pop() if len(kinds) == 1 else "several"
        if shape.id in self.OWNERS_ALONE and kind != "right":
            return Caller(kind, f"the credentials of {kind}")
        return Caller(kind, "a cookie of nobody" if wrong_cookie else "")

    def wrong_secrets(self) -> dict[str, str]:
        return {"cookie": NO_TOKEN}

    # Values

    def name_of_gallery(self, wish: Wish) -> object:
        """A gallery that somebody has; what is deleted or emptied is made for it."""
        changes = wish.shape.id in self.OWNERS_ALONE  # by GET, too
        if wish.private and not changes and wish.person is self.owner:
            return self.private_gallery
        if wish.deletes or "gallery" not in wish.person.things:
            name = self.gallery(wish.person, wish.person.things["pictures"])
            if wish.shape.id.startswith("galleries_delete"):
                return name
            wish.person.things["gallery"] = name
        return wish.person.things["gallery"]

    def pictures(self, wish: Wish) -> object:
        """Some pictures, packed with their sizes where that is allowed."""
        pictures = wish.person.things["pictures"]
        some = wish.luck.sample(pictures, wish.luck.randint(1, len(pictures)))
        if wish.shape.id.startswith("galleries_create"):
            return [each + wish.luck.choice(["", ";640;480;n", ";1;0;y"]) for each in some]
        return some

    SUPPLIES = {  # noqa: RUF012 - a ClassVar of the base
        "g": name_of_gallery,
        "image[]": pictures,
        "image": lambda self, wish: wish.luck.choice(wish.person.things["pictures"]),
        "user": lambda self, wish: self.owner.name,
    }

    # Answers

    def secrets(self, caller: Caller, sent: str) -> Iterable[str]:
        """Credentials for nobody who did not send them; what is private for the owner alone."""
        hidden = {KEY, self.PASSWORD, self.TOKEN, *self._known_cookies}
        if caller.kind != "right":
            hidden.add(self.private)
        return sorted(secret for secret in hidden if secret not in sent)

    def look(self, shape: Shape, values: Mapping[str, object]) -> Any:
        """A gallery as everybody sees it, or None."""
        params = {"action": "view", "view": "xml", "g": str(values["g"])}
        response = self.target.request("GET", self.target.base_url + PATH, params=params)
        return None if "<errors>" in response.text else response.text

    def doubts(self, shape: Shape, sent: Mapping[str, object], value: Any) -> Iterator[str]:
        """Counts that are not those of what was counted."""
        files = value.get("files")
        if files and files["total"] != len(files.get("file", ())):
            yield f"{len(files.get('file', ()))} pictures, not {files['total']}"
        if "count" not in value:
            return
        total, batch = value["count"]["total"], value["count"]["batch"]
        listed = len(value.get("gallery", ()))
        if batch != listed:
            yield f"{listed} galleries, not {batch}"
        start, limit = _number(sent.get("start")), min(_number(sent.get("limit")) or 20, 100)
        if listed != max(0, min(limit, total - start)):
            yield f"{listed} galleries from {start} on, of {total} and at most {limit}"


def _number(value: object) -> int:
    return int(str(value)) if re.fullmatch(r"[0-9]+", str(value)) else 0


ROW = Row(
    dead_addresses={
        "src": "the player was written for Flash and is not emulated",
        "pluginspage": "the player of another company, at a host that is not ours",
    },
    excluded=EXCLUDED
    | {
        "unsupported_method": SHARED_ADDRESS,
        "allow_header_conformance": SHARED_ADDRESS,
        "use_after_free": (
            "all actions share one address, so the library cannot know what was deleted;"
            " forgets_what_was_deleted looks"
        ),
        "ensure_resource_availability": (
            "no method and no path says that something was made; test_fuzz.py looks"
        ),
    },
    refusals={},
    plausible={"start": (0, 1, 3, 10_000), "limit": (1, 2, 100)},
    world=ImageShackGallery,
    gone=dict.fromkeys(("galleries_delete", "galleries_delete_by_get"), "galleries_view"),
    successes=15,
    failures=6,
    no_links=(
        "a link takes a value out of an answer by a JSON Pointer, which cannot point into"
        " XML; test_fuzz.py has the sequences of calls"
    ),
    breaks=lambda: (Galleries, "put_in"),
)
