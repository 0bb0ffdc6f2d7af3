"""ImageShack as the contract runs use it: accounts, pictures and albums by way of its API."""

from __future__ import annotations

from typing import Any

import requests
from imagehosts.emulator.domain.votes import Votes
from schemathesis.generation.case import Case

from contracts.fuzz.places import drop, places, put
from contracts.fuzz.rows import EXCLUDED, SHARED_ADDRESS, Row
from contracts.fuzz.samples import SAMPLES
from contracts.fuzz.shapes import Shape
from contracts.fuzz.worlds import KEY, Accounts, Person, Wish

_PICTURE = SAMPLES[0].content


class ImageShack(Accounts):
    """Two accounts with pictures and albums, one private of each."""

    OF_USER = frozenset({"auth_token"})
    CONSUMES_ACCOUNT = frozenset(
        {
            "users_update",
            "users_update_by_patch",
            "users_delete",
            "users_update_settings",
            "users_update_settings_by_patch",
            "session_reset_password",
        }
    )

    OWNERS_ALONE = frozenset(
        {
            "images_delete",
            "images_likes",
            "images_update",
            "images_update_by_patch",
            "tags_add",
            "tags_clear",
            "tags_delete",
            "tags_images",
            "tags_of_user",
            "albums_add_images",
            "albums_add_images_by_patch",
            "albums_delete",
            "albums_remove_images",
            "albums_remove_images_by_patch",
            "albums_set_images",
            "albums_set_images_by_patch",
            "albums_update",
            "albums_update_by_patch",
            "users_delete",
            "users_update",
            "users_update_by_patch",
        }
    )

    def sign_up(self, kind: str, name: str) -> Person:
        email = f"{name}@example.com"
        new = {"email": email, "username": name, "password": self.PASSWORD, "api_key": KEY}
        response = self.target.request("POST", f"{self.target.base_url}/user", data=new)
        if response.status_code != 200:
            login = {"user": name, "password": self.PASSWORD}
            answer = self.call("POST", "/user/login", data=login)
        else:
            answer = response.json()
        token = answer["result"]["auth_token"]
        self.is_token(token, kind)
        secrets = {"api_key": KEY, "auth_token": token}
        return Person(kind, name, self.PASSWORD, secrets, {"email": email})

    def furnish(self, owner: Person) -> None:
        picture = self.picture(owner, title=str(self.mark), public="false", tags="lake,snow")
        album = self.album(owner, title=str(self.mark), public="false", **{"files[]": picture})
        self.private = {"picture": picture, "album": album}

    def read(self, person: Person, path: str) -> requests.Response:
        params = {"auth_token": person.secrets["auth_token"]}
        return self.target.request("GET", self.target.base_url + path, params=params)

    # Things

    def picture(self, person: Person, **fields: str) -> str:
        """The id of a new picture."""
        files = {"file": ("lake.png", _PICTURE, "image/png")}
        data = {**person.secrets, **fields}
        answer = self.call("POST", "/images", data=data, files=files)
        return str(answer["result"]["images"][0]["id"])

    def album(self, person: Person, **fields: str) -> str:
        """The id of a new album."""
        data = {**person.secrets, "title": "Tahoe", **fields}
        return str(self.call("POST", "/albums", data=data)["result"]["id"])

    KEPT_AT = {  # noqa: RUF012 - a ClassVar of the base
        "picture": ("/images/{0}",),
        "album": ("/albums/{0}",),
    }

    def thing(self, wish: Wish, kind: str) -> str:
        """The id of a picture or an album that is there when the case comes."""
        if wish.private and not wish.changes and wish.person is self.owner:
            return self.private[kind]
        things = wish.person.things
        anew = wish.deletes or "update" in wish.shape.id
        if anew or not self.is_there(wish.person, kind):
            make = self.picture if kind == "picture" else self.album
            things[kind] = make(wish.person)
        made: str = things.pop(kind) if wish.deletes else things[kind]
        return made

    # Values

    def image_id(self, wish: Wish) -> object:
        return self.thing(wish, "picture")

    def album_id(self, wish: Wish) -> object:
        return self.thing(wish, "album")

    def ids(self, wish: Wish) -> object:
        kind = "album" if wish.shape.id.startswith("albums") else "picture"
        also = wish.luck.choice([(), (), ("unknown",)])
        return ",".join((self.thing(wish, kind), *also))

    def pictures(self, wish: Wish) -> object:
        return [self.thing(wish, "picture")]

    def urls(self, wish: Wish) -> object:
        return list(wish.luck.choice([("http://pictures.example/0.png",), self._WEB]))

    _WEB = ("http://pictures.example/2.jpeg", "http://pictures.example/0.png", "http://no.example/")

    def username(self, wish: Wish) -> object:
        if wish.place == "path":
            return wish.person.name
        return self.fresh("name") if wish.luck.randrange(2) else wish.person.name + "x"

    def user(self, wish: Wish) -> object:
        return wish.luck.choice([wish.person.name, wish.person.things["email"]])

    def email(self, wish: Wish) -> object:
        return f"{self.fresh('somebody')}@example.com"

    def password(self, wish: Wish) -> object:
        return self.PASSWORD

    def hash_of_mail(self, wish: Wish) -> object:
        self.call("POST", f"/user/{wish.person.name}/forgot", data={"api_key": KEY})
        return self.target.mails(wish.person.things["email"])[-1]["facts"]["auth"]

    SUPPLIES = {  # noqa: RUF012 - a ClassVar of the base
        "image_id": image_id,
        "album_id": album_id,
        "ids": ids,
        "files[]": lambda self, wish: None if wish.shape.source else self.pictures(wish),
        "urls[]": urls,
        "username": username,
        "user": user,
        "email": email,
        "password": password,
        "auth": hash_of_mail,
        "tag": lambda self, wish: wish.luck.choice(["lake", "snow"]),
        "tags": lambda self, wish: wish.luck.choice(["lake", "snow,lake", "a b, ü"]),
        "album": lambda self, wish: self.thing(wish, "album"),
    }

    def complete(self, case: Case[Any], shape: Shape) -> None:
        """Names come in pairs, avatars too, and one of several texts must be there."""
        if shape.id == "images_comments" and "offset" in case.query:
            drop(case, "query", "offset")  # a cursor, which only a page of comments gives
        for place, members in places(case).items():
            names = [n for n in ("first_name", "last_name") if n in members]
            for name in (
                "avatar_server",
                "avatar_sever",
                "avatar_filename",
                *names[: len(names) % 2],
            ):
                drop(case, place, name)
            if shape.id.startswith("albums_update_many") and not members.keys() & {
                "public",
                "description",
            }:
                put(case, place, "public", "true")


ROW = Row(
    address="/result/images/*/direct_link",
    addresses=frozenset({"direct_link"}),
    excluded=EXCLUDED
    | {
        "unsupported_method": SHARED_ADDRESS,
        "allow_header_conformance": SHARED_ADDRESS,
        "use_after_free": (
            "deleting hides, and its owner still sees what is hidden; forgets_what_was_deleted asks"
            " as somebody else"
        ),
    },
    refusals={"400": "whatever is refused is refused with this status"},
    plausible={
        "limit": (0, 1, 5),
        "offset": (0, 1),
        "image_limit": (0, 2),
        "next_prev_limit": (0, 2),
        "related_images_limit": (0, 2),
    },
    world=ImageShack,
    counts_failures=True,
    gone={
        "images_delete": "images_get",
        "albums_delete": "albums_get",
        "users_delete": "users_get",
    },
    server_names=(b"img1.imageshack.us", b"img0000001.imageshack.us:80"),
    breaks=lambda: (Votes, "set"),
)
