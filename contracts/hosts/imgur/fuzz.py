"""imgur as the contract runs use it: accounts and everything in them by way of its API."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any, ClassVar

import requests
from imagehosts.emulator.domain.reports import Reports
from schemathesis.generation.case import Case

from contracts.fuzz.places import drop, is_invalid, places, put
from contracts.fuzz.rows import EXCLUDED, SHARED_ADDRESS, Row
from contracts.fuzz.samples import SAMPLES
from contracts.fuzz.shapes import FORMS, URLENCODED, Shape
from contracts.fuzz.worlds import KEY, NO_TOKEN, WRONG_KEY, Accounts, Person, Wish

_PICTURE = SAMPLES[0].content
_CLIENT = "contract-application"
_HEADER = "Authorization"


class Imgur(Accounts):
    """Two accounts with pictures, albums, posts, comments and messages."""

    OF_USER = frozenset({"access_token"})
    CONSUMES_ACCOUNT = frozenset({"account_delete"})

    OWNERS_ALONE = frozenset(
        {
            "account_add_album_images",
            "account_delete_album",
            "account_delete_comment",
            "account_remove_album_images",
            "account_set_album_images",
            "account_update_album",
            "account_update_image",
            "albums_add_images",
            "albums_delete",
            "albums_remove_images",
            "albums_set_images",
            "albums_update",
            "albums_update_image",
            "comments_delete",
            "gallery_delete_comment",
            "gallery_submit_album",
            "gallery_submit_image",
            "images_update",
            "messages_delete",
            "messages_get",
            "messages_thread",
            "notifications_get",
            "notifications_mark_viewed",
        }
    )

    def sign_up(self, kind: str, name: str) -> Person:
        self.target.request(
            "POST",
            f"{self.target.base_url}/account/{name}",
            headers={_HEADER: f"Client-ID {_CLIENT}"},
            data={"recaptcha_response_field": "two words", "password": self.PASSWORD},
        )  # an account that exists is only logged in to
        person = Person(kind, name, self.PASSWORD)
        token = self.exchange(person, "pin")["access_token"]
        self.is_token(token, kind)
        person.secrets = {"client_id": _CLIENT, "client_secret": KEY, "access_token": token}
        return person

    def grant(self, person: Person, kind: str) -> str:
        """A code or PIN for somebody who agrees in a browser."""
        page = self.target.request(
            "POST",
            "/oauth2/authorize",
            params={"client_id": _CLIENT, "response_type": kind},
            data={"username": person.name, "password": person.password},
        )
        found = re.search(rf"name='{kind}' value='(\w+)'", page.text)
        assert found, page.text
        return found[1]

    def exchange(self, person: Person, kind: str) -> dict[str, Any]:
        """A new pair of tokens."""
        sent = {"client_id": _CLIENT, "client_secret": KEY, "grant_type": kind}
        response = self.target.request(
            "POST", "/oauth2/token", data={**sent, kind: self.grant(person, kind)}
        )
        found: dict[str, Any] = response.json()
        return found

    def wrong_secrets(self) -> dict[str, str]:
        return {"client_id": WRONG_KEY, "client_secret": WRONG_KEY, "access_token": NO_TOKEN}

    def furnish(self, owner: Person) -> None:
        self.friend = self.newcomer()
        picture = self.picture(owner)
        fields = {"title": str(self.mark), "privacy": "secret", "ids[]": picture["id"]}
        self.secret = self.album(owner, **fields)
        self.deletehash = picture["deletehash"]
        self.send(owner, self.friend, str(self.mark))
        self.kept(owner, "message", self.message)
        self.kept(owner, "notification", self.notification)

    def read(self, person: Person, path: str) -> requests.Response:
        headers = {_HEADER: f"Bearer {person.secrets['access_token']}"}
        return self.target.request("GET", self.target.base_url + path, headers=headers)

    # Things

    def ask(self, person: Person, method: str, path: str, **options: Any) -> Any:
        """What a call that must succeed gives."""
        headers = {_HEADER: f"Bearer {person.secrets['access_token']}"}
        return self.call(method, path, headers=headers, **options)["data"]

    def picture(self, person: Person) -> dict[str, Any]:
        files = {"image": ("lake.png", _PICTURE, "image/png")}
        found: dict[str, Any] = self.ask(person, "POST", "/image", files=files)
        return found

    def album(self, person: Person, **fields: str) -> str:
        return str(self.ask(person, "POST", "/album", data=fields)["id"])

    def post(self, person: Person) -> str:
        """A picture in the gallery."""
        code = str(self.picture(person)["id"])
        fields = {"title": "An owl", "terms": "1"}
        self.ask(person, "POST", f"/gallery/image/{code}", data=fields)
        return code

    def album_post(self, person: Person) -> str:
        """An album in the gallery."""
        code = self.album(person, privacy="public", **{"ids[]": str(self.picture(person)["id"])})
        fields = {"title": "Owls", "terms": "1"}
        self.ask(person, "POST", f"/gallery/album/{code}", data=fields)
        return code

    def comment(self, person: Person) -> int:
        """A comment with a reply of another on it, of which the first is notified."""
        post = self.kept(person, "post", self.post)
        fields = {"image_id": post, "comment": "Nice."}
        number = int(self.ask(person, "POST", "/comment", data=fields)["id"])
        fields |= {"comment": "Indeed.", "parent_id": str(number)}
        self.ask(self.other, "POST", "/comment", data=fields)
        return number

    def message(self, person: Person) -> int:
        """A message from a friend."""
        self.send(self.friend, person, "Ahoy")
        return int(self.ask(person, "GET", "/messages")[0]["id"])

    def send(self, sender: Person, to: Person, body: str) -> None:
        fields = {"recipient": to.name, "body": body}
        self.ask(sender, "POST", "/message", data=fields)

    def notification(self, person: Person) -> int:
        self.kept(person, "comment", self.comment)
        return int(self.ask(person, "GET", "/notification?new=false")["replies"][0]["id"])

    KEPT_AT = {  # noqa: RUF012 - a ClassVar of the base
        "post": ("/gallery/image/{0}",),
        "album post": ("/gallery/album/{0}",),
        "album": ("/album/{0[id]}", "/image/{0[picture][id]}"),
        "comment": ("/comment/{0}",),
        "message": ("/message/{0}",),
        "notification": ("/notification/{0}",),
    }

    def kept(self, person: Person, kind: str, make: Any) -> Any:
        """A thing of a kind, made once, and again where it is gone."""
        if not self.is_there(person, kind):
            person.things[kind] = make(person)
        return person.things[kind]

    # Values

    def username(self, wish: Wish) -> object:
        match wish.shape.id:
            case "account_create":
                return self.fresh("somebody")
            case "messages_block":
                return self.newcomer().name
            case "account_send_message" | "messages_report":
                return self.friend.name
            case "account_delete":
                return wish.person.name  # "me" would be somebody else to a later look
        whose = wish.person.name
        return wish.luck.choice([whose, whose.upper(), "me"])

    def image_id(self, wish: Wish) -> object:
        id, person = wish.shape.id, wish.person
        if wish.place != "path" or id == "gallery_image":
            return self.kept(person, "post", self.post)
        if id == "gallery_submit_image":
            return self.picture(person)["id"]
        if wish.deletes:
            if "album_id" in wish.shape.members["path"]:
                return self._in_album(person, "deletehash", last=True)
            return self.picture(person)["deletehash"]
        return self._in_album(person, "id")

    def album_id(self, wish: Wish) -> object:
        id, person = wish.shape.id, wish.person
        if wish.place != "path":  # the other name of `album` at an upload
            return self.kept(person, "album", self._full_album)["id"]
        if id == "gallery_album":
            return self.kept(person, "album post", self.album_post)
        if "image_id" in wish.shape.members["path"]:
            if wish.deletes:
                person.things.pop("album", None)
            self.kept(person, "album", self._full_album)
            return person.things["album"]["id"]
        if wish.changes:
            return self._full_album(person)["id"]
        if wish.private and wish.person is self.owner:
            return self.secret
        return self.kept(person, "album", self._full_album)["id"]

    def _full_album(self, person: Person) -> dict[str, Any]:
        picture = self.picture(person)
        code = self.album(person, privacy="public", **{"ids[]": str(picture["id"])})
        return {"id": code, "picture": picture}

    def _in_album(self, person: Person, what: str, *, last: bool = False) -> object:
        found = self.kept(person, "album", self._full_album)["picture"][what]
        if last:
            del person.things["album"]
        return found

    def pictures(self, wish: Wish) -> object:
        also = wish.luck.choice([(), ("unknown",)])
        return [str(self._in_album(wish.person, "id")), *also]

    def comment_id(self, wish: Wish) -> object:
        if wish.deletes:
            return self.comment(wish.person)
        return self.kept(wish.person, "comment", self.comment)

    def message_id(self, wish: Wish) -> object:
        if wish.deletes:
            return self.message(wish.person)
        return self.kept(wish.person, "message", self.message)

    def parent_id(self, wish: Wish) -> object:
        if "comment" in wish.shape.members.get(wish.place, {}):
            return self.comment_id(wish)
        return self.kept(wish.person, "message", self.message)

    def refresh_token(self, wish: Wish) -> object:
        return self.exchange(wish.person, "pin")["refresh_token"]

    SUPPLIES = {  # noqa: RUF012 - a ClassVar of the base
        "username": username,
        "image_id": image_id,
        "album_id": album_id,
        "item_id": lambda self, wish: self.kept(wish.person, "post", self.post),
        "comment_id": comment_id,
        "message_id": message_id,
        "notification_id": lambda self, wish: self.kept(
            wish.person, "notification", self.notification
        ),
        "ids[]": pictures,
        "deletehashes[]": lambda self, wish: [str(self._in_album(wish.person, "deletehash"))],
        "cover": lambda self, wish: str(self._in_album(wish.person, "id")),
        "album": lambda self, wish: self.kept(wish.person, "album", self._full_album)["id"],
        "recipient": lambda self, wish: self.friend.name,
        "parent_id": parent_id,
        "refresh_token": refresh_token,
        "code": lambda self, wish: self.grant(wish.person, "code"),
        "pin": lambda self, wish: self.grant(wish.person, "pin"),
    }

    def complete(self, case: Case[Any], shape: Shape) -> None:
        """A captcha is answered, terms are agreed to, and no ``type`` contradicts the picture."""
        if not isinstance(case.body, dict) and shape.id == "account_create":
            case.media_type, case.body = URLENCODED, {}
        for place, members in places(case).items():
            if place in FORMS and shape.id in self.AGREEMENTS:
                put(case, place, *self.AGREEMENTS[shape.id])
            if "type" in members and shape.id == "images_upload":
                drop(case, place, "type")

    AGREEMENTS: ClassVar[Mapping[str, tuple[str, object]]] = {
        "account_create": ("recaptcha_response_field", "two words"),
        "gallery_submit_album": ("terms", 1),
        "gallery_submit_image": ("terms", 1),
    }

    def give(self, case: Case[Any], shape: Shape, luck: random.Random, *, positive: bool) -> bool:
        """A list that links begin at has something in it, whatever earlier cases deleted."""
        if shape.id in self.BEGINNINGS:
            self.BEGINNINGS[shape.id](self, self.owner)
        return super().give(case, shape, luck, positive=positive)

    BEGINNINGS: ClassVar[Mapping[str, Callable[[Imgur, Person], object]]] = {
        "messages_inbox": message,
        "notifications_inbox": comment,
    }

    # Credentials in the one header

    def _give_secrets(self, case: Case[Any], shape: Shape, person: Person) -> None:
        super()._give_secrets(case, shape, person)
        if not shape.schemes or is_invalid(case, "header"):
            return
        drop(case, "header", _HEADER)
        for alternative in shape.schemes:
            for kind, prefix in alternative.items():
                if kind in person.secrets:
                    put(case, "header", _HEADER, prefix + person.secrets[kind])
                    return

    def sent_secrets(self, case: Case[Any], shape: Shape) -> dict[str, set[str]]:
        found = super().sent_secrets(case, shape)
        scheme, _, secret = str(case.headers.get(_HEADER, "")).partition(" ")
        kind = {"bearer": "access_token", "client-id": "client_id"}.get(scheme.lower())
        if kind is not None and secret:
            found.setdefault(kind, set()).add(secret)
        return found

    def owners_secrets(self) -> Iterable[str]:
        return (self.deletehash,)


ROW = Row(
    address="/data/link",
    addresses=frozenset({"link"}),
    excluded=EXCLUDED
    | {
        "unsupported_method": (
            "the application answers unknown methods itself, with 405 and no Allow"
        ),
        "allow_header_conformance": SHARED_ADDRESS,
        "use_after_free": (
            "a comment that was replied to stays as a deleted one; forgets_what_was_deleted looks"
        ),
        "ensure_resource_availability": (
            "what a chain deleted by its deletehash seems lost to who looks for its id"
        ),
    },
    refusals={
        "400": "a text that is valid by the spec need not be a picture, nor fit the path",
        "401": "not everybody in whose name a case is sent has logged in",
        "403": "nor may all of them do what they ask for",
        "404": "an id that is valid by the spec need not be that of anything",
    },
    plausible={"page": (0, 1)},
    without_sample={
        "image/tiff": "the emulator refuses it as no picture, which the host need not do",
        "video/avi": "the emulator reads no such container, so it could only be refused",
        "video/x-matroska": "the emulator reads WebM alone of this family of containers",
    },
    world=Imgur,
    statuses_speak=True,
    anywhere={"401": "who is nobody, or an application that asks for `me`, has to log in"},
    gone={
        "images_delete": "images_get",
        "albums_delete": "albums_get",
        "account_delete": "account_get",
        "comments_delete": "comments_get",
    },
    breaks=lambda: (Reports, "add"),
)
