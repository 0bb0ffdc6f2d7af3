"""As whom cases are sent, and what there is for them to act on.

A random id is unknown to every host, and a random token is wrong, so a run of random values sees
nothing but refusals. A :class:`World` gives most cases what they need: the credentials of
somebody, and ids of things that this somebody has. It makes those things through the API itself.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar, Protocol
from urllib.parse import quote

import requests
from schemathesis.generation.case import Case
from schemathesis.generation.meta import TestPhase

from contracts.fuzz.places import drop, is_invalid, places, put
from contracts.fuzz.samples import SAMPLES
from contracts.fuzz.shapes import FORMS, MULTIPART, Answer, Shape
from contracts.fuzz.target import Target
from contracts.support.specs import leaves

#: The key of every run; nothing that a server says may contain it.
KEY = "contract-key-9f3c1d7be2"
#: The one key that an emulator refuses whatever its settings.
WRONG_KEY = "invalid"
#: A token of nobody.
NO_TOKEN = "0" * 32


@dataclass(frozen=True, slots=True)
class Caller:
    """Who sent a case."""

    #: ``right``, ``other`` for another account, ``wrong``, ``none``, or ``several`` that differ.
    kind: str
    #: Why the host must refuse this caller; empty where it need not.
    barred: str = ""


class World(Protocol):
    """What a run knows of the state behind an API."""

    #: Words in what only the owner may see; None where there is no such thing. A run has its own,
    #: since random cases repeat them in titles that everybody may read.
    mark: str | None

    def prepare(self) -> None:
        """Make what every case may need."""

    def give(self, case: Case[Any], shape: Shape, luck: random.Random, *, positive: bool) -> bool:
        """Give a case credentials and values. Says whether nothing is left that may be wrong."""
        ...

    #: As whom every operation is called at least once.
    callers: tuple[str, ...]
    #: Files that it has stored by itself.
    made: int

    def let_in(self, case: Case[Any], shape: Shape, place: str, caller: str) -> None:
        """Give a case, whose file or form is in a place, the credentials of such a caller."""

    def caller(self, case: Case[Any], shape: Shape) -> Caller:
        """Who sends a case, as it stands."""
        ...

    def learn(self, answer: Answer) -> None:
        """Note what a success contains."""

    def secrets(self, caller: Caller, sent: str) -> Iterable[str]:
        """What an answer to this caller must not contain; ``sent`` is what the request had."""
        ...

    def look(self, shape: Shape, values: Mapping[str, object]) -> Any:
        """What an operation that reads shows somebody else of the things that a case named."""
        ...

    def doubts(self, shape: Shape, sent: Mapping[str, object], value: Any) -> Iterable[str]:
        """In what a success contradicts itself, or what was sent."""
        ...


class Keys:
    """A host that knows keys and nobody behind them.

    Operations that act on something stored get an id of something that is there: a picture is
    uploaded, and the id is taken from its answer, where the links of the spec say that it stands,
    or else the member of the parameter's name. What an operation may delete is made for it alone.
    """

    mark = None
    callers = ("right", "wrong")

    def __init__(
        self, target: Target, shapes: Mapping[str, Shape], plausible: Mapping[str, tuple[Any, ...]]
    ) -> None:
        self._plausible = plausible
        self._target = target
        self._shapes = shapes
        self._upload = _upload_of(shapes)
        #: Answers to uploads, by every text and number in them.
        self._things: dict[str, Any] = {}
        self._kept: Any = None
        #: Files that this world has stored.
        self.made = 0

    def prepare(self) -> None:
        """There is nothing that every case could need."""

    def give(self, case: Case[Any], shape: Shape, luck: random.Random, *, positive: bool) -> bool:
        """Give it the right key, or now and then the wrong one or none, and ids of what is there.

        Nothing is left that may be wrong where such an id is all that it sends.
        """
        self._give_key(case, shape, luck, positive)
        given = self._give_ids(case, shape, None if positive else luck)
        for place, members in places(case).items():
            for name, values in self._plausible.items():
                if type(members.get(name)) is int and positive and luck.randrange(4):
                    put(case, place, name, luck.choice(values))
        sent = {name for p, members in places(case).items() if p != "header" for name in members}
        return positive and bool(given) and sent - set(shape.credentials.values()) == given

    def let_in(self, case: Case[Any], shape: Shape, place: str, caller: str) -> None:
        """The key goes where the file goes, else into the header or the query."""
        at = next((p for p in (place, "header", "query") if p in shape.credentials), "")
        if at:
            key = KEY if caller == "right" else WRONG_KEY
            put(case, at, shape.credentials[at], _prefix(shape, at) + key)
        self._give_ids(case, shape, None)

    def caller(self, case: Case[Any], shape: Shape) -> Caller:
        """Anyone with the key."""
        found = places(case)
        # What is no text is sent as some text, or not at all: null as the word in a form.
        keys = {
            str(value).removeprefix(_prefix(shape, place))
            for place, name in shape.credentials.items()
            if (value := found.get(place, {}).get(name, "")) != ""
        }
        key = {frozenset({KEY}): "right", frozenset({WRONG_KEY}): "wrong", frozenset(): "none"}
        kind = key.get(frozenset(keys), "several")
        if shape.is_public and kind == "none":
            return Caller("none" if shape.credentials else "right")
        return Caller(kind, f"{kind} key" if kind in ("wrong", "none") else "")

    def learn(self, answer: Answer) -> None:
        """What was stored may come back by a link."""
        self._note(answer.data)

    def secrets(self, caller: Caller, sent: str) -> Iterable[str]:
        """The key."""
        return (KEY,)

    def look(self, shape: Shape, values: Mapping[str, object]) -> Any:
        """The thing that a case named, with the right key, or None where it is gone."""
        ids = self._ids_for(shape, values)
        response = self._request(shape, ids)
        there = response.status_code == 200 and not says_deleted(response)
        return response.text if there else None

    def doubts(self, shape: Shape, sent: Mapping[str, object], value: Any) -> Iterable[str]:
        """Nothing that the other checks would not see."""
        return ()

    # Things

    def _give_ids(self, case: Case[Any], shape: Shape, luck: random.Random | None) -> set[str]:
        """Give members that name something stored the ids of something; the names of these."""
        wanted = self._wanted(shape)
        found = {
            (place, name)
            for place, members in places(case).items()
            for name in wanted & members.keys()
            if not is_invalid(case, place)
        }
        if _is_in_chain(case):
            found = {(p, n) for p, n in found if str(places(case)[p][n]) not in self._things}
        if not found or (luck is not None and luck.randrange(4) == 0):
            return set()
        ids = self._ids_of(shape, self._thing(shape))
        for place, name in found:
            if name in ids:
                put(case, place, name, ids[name])
        return {name for _, name in found}

    def _wanted(self, shape: Shape) -> set[str]:
        """The members of an operation that name something stored."""
        if self._upload is None or shape.source:
            return set()
        in_path = set(shape.members.get("path", {}))
        return in_path | set(self._upload.linked.get(shape.id, {}))

    def _thing(self, shape: Shape) -> Any:
        """What an upload answered: a new one for what may change it, else one that is kept."""
        if shape.method != "GET" or "delete" in shape.id:
            return self._make()
        self._kept = self._kept or self._make()
        return self._kept

    def _make(self) -> Any:
        """Upload a picture; its answer as data."""
        assert self._upload is not None
        response = self._request(self._upload, {}, b"" if self._upload.source is None else _FILE)
        if str(response.status_code) not in self._upload.success_statuses:
            return {}  # the runs see by themselves that uploads fail
        self.made += 1
        found = response.json()
        self._note(found)
        return found

    def _note(self, data: Any) -> None:
        for _, value in leaves(data):
            if isinstance(value, str | int) and not isinstance(value, bool):
                self._things[str(value)] = data

    def _ids_for(self, shape: Shape, values: Mapping[str, object]) -> dict[str, object]:
        """The ids that another operation takes of the thing that these values name."""
        things = (self._things[str(v)] for v in values.values() if str(v) in self._things)
        found = self._ids_of(shape, next(things, {}))
        return {**found, **{n: v for n, v in values.items() if n in self._wanted(shape)}}

    def _ids_of(self, shape: Shape, thing: Any) -> dict[str, object]:
        """What an operation calls a thing, out of the answer that made it."""
        linked = self._upload.linked.get(shape.id, {}) if self._upload else {}
        pairs = sorted(leaves(thing), key=lambda pair: pair[0].count("/"))
        found: dict[str, object] = {}
        for name in self._wanted(shape):
            spellings = (name, "id") if name.endswith(("id", "Id")) else (name,)
            pointers = [linked[name]] if name in linked else []
            pointers += [p for s in spellings for p, _ in pairs if p.rpartition("/")[2] == s]
            known = dict(pairs)
            value = next((known[p] for p in pointers if known.get(p) is not None), None)
            if value is not None:
                found[name] = value
        return found

    def _request(
        self, shape: Shape, values: Mapping[str, object], content: bytes = b""
    ) -> requests.Response:
        """The least request of an operation, with the right key."""
        form = next((place for place in FORMS if place in shape.members), "")
        sent = {
            place: {
                **shape.least(place),
                **shape.constants.get(place, {}),
                **{n: v for n, v in values.items() if n in shape.members.get(place, {})},
            }
            for place in ("path", "query", "header", form)
        }
        at = next((p for p in (form, "header", "query") if p in shape.credentials), "")
        if at:
            sent[at][shape.credentials[at]] = _prefix(shape, at) + KEY
        body: dict[str, Any] = {name: sent[form][name] for name in sent[form]} if form else {}
        body.pop(shape.source or "", None)
        files = {shape.source: ("lake.png", content, "image/png")} if content else None
        path = {name: quote(str(value), safe="") for name, value in sent["path"].items()}
        return self._target.request(
            shape.method,
            self._target.base_url + shape.path.format(**path),
            params=sent["query"],
            headers=sent["header"],
            data=body or None,
            files=files,
        )

    @staticmethod
    def _give_key(case: Case[Any], shape: Shape, luck: random.Random, positive: bool) -> None:
        found = places(case)
        possible = {p: n for p, n in shape.credentials.items() if p in found}
        present = {p: n for p, n in possible.items() if isinstance(found[p].get(n), str)}
        empty = [p for p, n in possible.items() if n in found[p] and not found[p][n]]
        lot = luck.randrange(8)
        key = WRONG_KEY if lot == 0 and positive else KEY
        # An empty or missing key where one is required is what a negative case is about.
        if (
            empty
            or not possible
            or (not present and shape.demanded & possible.keys() and not positive)
        ):
            return
        if not present and lot != 1:
            place = luck.choice(sorted(possible))
            present = {place: possible[place]}
        for place, name in present.items():
            put(case, place, name, _prefix(shape, place) + key)


def _prefix(shape: Shape, place: str) -> str:
    return shape.key_prefix if place == "header" else ""


def _upload_of(shapes: Mapping[str, Shape]) -> Shape | None:
    """The operation that stores a file; None where there is none with a body of its own."""
    uploads = [shape for shape in shapes.values() if shape.source and MULTIPART in shape.members]
    return next(iter(uploads), None)


_FILE = SAMPLES[0].content


@dataclass(slots=True)
class Person:
    """Somebody with an account, or in the place of one: a stranger, or one with a wrong secret."""

    kind: str
    name: str = ""
    password: str = ""
    #: By kind: what they send to be let in.
    secrets: dict[str, str] = field(default_factory=dict[str, str])
    #: What they have, by kind of thing; what is used up is taken away.
    things: dict[str, Any] = field(default_factory=dict[str, Any])


@dataclass(frozen=True, slots=True)
class Wish:
    """What a value is wanted for."""

    shape: Shape
    person: Person
    place: str
    name: str
    luck: random.Random
    #: Whether something that only its owner may see will do, where nothing is changed.
    private: bool

    @property
    def deletes(self) -> bool:
        """Whether the thing will be gone afterwards."""
        return self.shape.method == "DELETE" or "delete" in self.shape.id

    @property
    def changes(self) -> bool:
        """Whether the thing may be another one afterwards."""
        return self.shape.method not in ("GET", "HEAD")


Supply = Callable[[Any, Wish], object]


class Accounts:
    """A host where people have accounts. The subclasses know what each parameter wants.

    There is an owner, as whom most cases are sent; another one, who may not see what is the
    owner's alone; and a newcomer for each case that changes or ends an account.
    """

    callers = ("right", "wrong", "other")
    made = 0  # such hosts delete, so what is stored is counted by answers
    PASSWORD: ClassVar[str] = "contract-password-5b0e"
    #: By name of a parameter: what makes a value for it. A method may say None for "as it is".
    SUPPLIES: ClassVar[Mapping[str, Supply]]
    #: Operations that change or end the account of their caller.
    CONSUMES_ACCOUNT: ClassVar[frozenset[str]] = frozenset()
    #: Operations that others than the owner of the thing in the path are refused.
    OWNERS_ALONE: ClassVar[frozenset[str]] = frozenset()
    #: By kind of thing: where it is to be found, for a chain of links may have deleted it.
    KEPT_AT: ClassVar[Mapping[str, tuple[str, ...]]] = {}
    #: Kinds of credentials that stand for an account, not for an application.
    OF_USER: ClassVar[frozenset[str]]

    #: Whether the mark is a credential, which cases send on purpose.
    MARK_IS_SENT: ClassVar[bool] = False

    def __init__(
        self, target: Target, shapes: Mapping[str, Shape], plausible: Mapping[str, tuple[Any, ...]]
    ) -> None:
        self.target = target
        self.shapes = shapes
        self._plausible = plausible
        self._known: set[str] = set()
        self._tokens: dict[str, str] = {}
        self._numbers = 0
        self.mark: str | None = None
        self.nobody = Person("none")

    # What subclasses know

    def sign_up(self, kind: str, name: str) -> Person:
        """Make an account, or log in to one of an earlier run."""
        raise NotImplementedError

    def furnish(self, owner: Person) -> None:
        """Give the owner what is theirs alone, with the mark in it."""
        raise NotImplementedError

    def complete(self, case: Case[Any], shape: Shape) -> None:
        """Add what a host demands and a spec cannot say."""

    # Setting up

    def prepare(self) -> None:
        """Two people, and what only the first may see."""
        # Earlier runs have left pictures, and names that are taken.
        self._numbers = 1000 * self.target.stored()
        self.mark = self.fresh("for the owners eyes alone ")
        self.owner = self.sign_up("right", "contractowner")
        self.other = self.sign_up("other", "contractother")
        secrets = {k: v for k, v in self.owner.secrets.items() if k not in self.OF_USER}
        self.stranger = Person("none", secrets=secrets)
        self.wrong = Person("wrong", secrets=self.wrong_secrets())
        self.furnish(self.owner)

    def wrong_secrets(self) -> dict[str, str]:
        """Credentials of nobody; the application's are right."""
        return {**self.stranger.secrets, **dict.fromkeys(self.OF_USER, NO_TOKEN)}

    def newcomer(self) -> Person:
        """An account that one case may use up."""
        return self.sign_up("right", self.fresh("newcomer"))

    def fresh(self, stem: str) -> str:
        """A name that nobody has yet."""
        self._numbers += 1
        return f"{stem}{self._numbers}"

    def is_there(self, person: Person, kind: str) -> bool:
        """Whether somebody still has the thing of a kind that was made for them."""
        if kind not in person.things:
            return False
        addresses = [at.format(person.things[kind]) for at in self.KEPT_AT.get(kind, ())]
        answers = [self.read(person, address) for address in addresses]
        return not any(answer.status_code >= 400 or says_deleted(answer) for answer in answers)

    def is_token(self, token: str, kind: str) -> None:
        """Note whose a token is."""
        self._tokens[token] = kind

    def call(self, method: str, path: str, **options: Any) -> Any:
        """A request that must succeed; gives its JSON."""
        response: requests.Response = self.target.request(
            method, self.target.base_url + path, **options
        )
        assert response.status_code == 200, f"{method} {path}: {response.text[:300]}"
        return response.json()

    # Cases

    def give(self, case: Case[Any], shape: Shape, luck: random.Random, *, positive: bool) -> bool:
        """Choose somebody, and give the case their credentials and what they have."""
        person = self._choose(shape, luck, positive=positive and not _is_in_chain(case))
        self._give_secrets(case, shape, person)
        has = person if person.kind == "right" else self._owner(shape)
        sound = self._give_values(case, shape, has, luck)
        self._leave_out_mark(case)
        if positive:
            self.complete(case, shape)
        return positive and sound

    def _leave_out_mark(self, case: Case[Any]) -> None:
        """Keep a run from telling everybody what it looks for: chains send what answers held."""
        if self.MARK_IS_SENT:
            return
        for place, members in places(case).items():
            for name, value in list(members.items()):
                if self.mark is not None and isinstance(value, str) and self.mark in value:
                    put(case, place, name, value.replace(self.mark, "for everybody"))

    def _give_values(
        self,
        case: Case[Any],
        shape: Shape,
        has: Person,
        luck: random.Random,
        *,
        private: bool = False,
    ) -> bool:
        """Give every member a value, of things that somebody has. Says whether all are good."""
        sound = True
        for place, members in places(case).items():
            for name in sorted(shape.members.get(place, {}).keys() & members.keys()):
                wish = Wish(shape, has, place, name, luck, private or luck.randrange(3) == 0)
                sound &= self._give_value(case, wish)
        return sound

    def let_in(self, case: Case[Any], shape: Shape, place: str, caller: str) -> None:
        """As the owner, with a token of nobody, or as the other one, after what is private."""
        person = {"wrong": self.wrong, "other": self.other}.get(caller) or self._owner(shape)
        self._give_secrets(case, shape, person)
        if caller != "wrong":
            has = person if caller == "right" else self._owner(shape)
            self._give_values(case, shape, has, random.Random(1), private=caller == "other")
            self.complete(case, shape)

    def _choose(self, shape: Shape, luck: random.Random, *, positive: bool) -> Person:
        chosen = dict(enumerate((self.other, self.other, self.stranger, self.nobody, self.wrong)))
        lot = luck.randrange(16)
        return chosen[lot] if positive and lot in chosen else self._owner(shape)

    def _owner(self, shape: Shape) -> Person:
        """The owner, or somebody new where the account does not outlive the case."""
        return self.newcomer() if shape.id in self.CONSUMES_ACCOUNT else self.owner

    def _give_secrets(self, case: Case[Any], shape: Shape, person: Person) -> None:
        for place, kinds in shape.secrets.items():
            here = places(case).get(place)
            if here is None or is_invalid(case, place):
                continue
            for name, kind in kinds.items():
                if self._keeps(case, shape, here.get(name)):
                    continue
                if kind in person.secrets:
                    put(case, place, name, person.secrets[kind])
                elif kind in self.OF_USER:
                    drop(case, place, name)

    def _give_value(self, case: Case[Any], wish: Wish) -> bool:
        """Give one member a value. Says whether it is good now."""
        place, name, luck = wish.place, wish.name, wish.luck
        if is_invalid(case, place):
            return False
        if self._keeps(case, wish.shape, places(case)[place][name]):
            return False  # it may be of another kind, or gone
        if name in self._plausible and luck.randrange(4):
            put(case, place, name, luck.choice(self._plausible[name]))
            return True
        supply = self.SUPPLIES.get(name)
        if supply is None:
            return name not in self._plausible
        if luck.randrange(16) == 0:
            return False
        found = supply(self, wish)
        if found is not None:
            put(case, place, name, found)
        return True

    def _keeps(self, case: Case[Any], shape: Shape, value: object) -> bool:
        """Whether a value may have come by a link. No link may lead to the owner's end."""
        return (
            _is_in_chain(case)
            and shape.id not in self.CONSUMES_ACCOUNT
            and (self._is_known(value) or str(value) in self._tokens)
        )

    def _is_known(self, value: object) -> bool:
        if isinstance(value, list):
            return bool(value) and all(self._is_known(item) for item in value)
        return isinstance(value, str | int) and str(value) in self._known

    def caller(self, case: Case[Any], shape: Shape) -> Caller:
        """Whose token a case has, and what it lacks."""
        sent = self.sent_secrets(case, shape)
        lacking = sorted(kind for kind in shape.required_secrets if not sent.get(kind))
        wrong = sorted(kind for kind, values in sent.items() if any(map(self.is_wrong, values)))
        if wrong:
            return Caller("wrong", f"a wrong {wrong[0]}")
        tokens = {v for kind in self.OF_USER for v in sent.get(kind, ())}
        kinds = {self._tokens.get(token, "") for token in tokens}
        kind = "none" if not tokens else kinds.pop() if len(kinds) == 1 else "several"
        if lacking:
            return Caller(kind, f"no {lacking[0]}")
        if shape.schemes and not any(set(each) <= sent.keys() for each in shape.schemes):
            return Caller(kind, "no credential")
        return Caller(kind, "the token of another" if self._trespasses(kind, shape) else "")

    def _trespasses(self, kind: str, shape: Shape) -> bool:
        return kind == "other" and shape.id in self.OWNERS_ALONE

    def sent_secrets(self, case: Case[Any], shape: Shape) -> dict[str, set[str]]:
        """The credentials in a case, by kind."""
        found: dict[str, set[str]] = {}
        for place, kinds in shape.secrets.items():
            for name, kind in kinds.items():
                value = places(case).get(place, {}).get(name)
                if isinstance(value, str) and value:
                    found.setdefault(kind, set()).add(value)
        return found

    def is_wrong(self, secret: str) -> bool:
        """Whether a credential is one that was made to be wrong."""
        return secret in (WRONG_KEY, NO_TOKEN)

    def learn(self, answer: Answer) -> None:
        """Everything in a success may come back by a link; tokens in it are the owner's."""
        for pointer, value in leaves(answer.data):
            if isinstance(value, str | int) and not isinstance(value, bool):
                self._known.add(str(value))
                if pointer.rpartition("/")[2] in self.OF_USER:
                    self._tokens.setdefault(str(value), "right")

    def secrets(self, caller: Caller, sent: str) -> Iterable[str]:
        """Passwords and keys for nobody; for others than the owner, what is the owner's alone."""
        hidden = {KEY, self.PASSWORD}
        if caller.kind != "right":
            tokens = (self.owner.secrets[kind] for kind in self.OF_USER)
            hidden |= {str(self.mark), *tokens, *self.owners_secrets()}
        return sorted(hidden - {text for text in hidden if text in sent})

    def doubts(self, shape: Shape, sent: Mapping[str, object], value: Any) -> Iterable[str]:
        """Nothing, where no host says otherwise."""
        return ()

    def look(self, shape: Shape, values: Mapping[str, object]) -> Any:
        """As the other one. What is there and says of itself that it is deleted, is not."""
        address = shape.variants[0].partition("#")[0].format(**values)
        response = self.read(self.other, address)
        there = response.status_code == 200 and not says_deleted(response)
        return response.json() if there else None

    def read(self, person: Person, path: str) -> requests.Response:
        """A GET in the name of somebody."""
        raise NotImplementedError

    def owners_secrets(self) -> Iterable[str]:
        """What else only the owner may see."""
        return ()


def _is_in_chain(case: Case[Any]) -> bool:
    return case.meta is not None and case.meta.phase.name is TestPhase.STATEFUL


def says_deleted(response: requests.Response) -> bool:
    """Whether an answer says of the thing in it that it is deleted."""
    if response.status_code != 200 or b"deleted" not in response.content:
        return False
    return any(
        pointer.endswith("/deleted") and value is True for pointer, value in leaves(response.json())
    )
