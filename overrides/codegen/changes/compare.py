"""Compares two states of an API: what is added, what stays compatible, and what breaks, for whom.

Each rule says what a difference means to two readers: somebody who calls the Python client, and
whatever speaks to the host on the wire (other clients, recorded requests, a proxy). A request may
only get freer, an answer may only get more certain: all else breaks somebody.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from codegen.changes.remainder import (
    TEXTS,
    differences,
    renamed_schemas,
    with_renamed_schemas,
)
from codegen.changes.surface import (
    LOWER,
    UPPER,
    XSD_ORDER,
    XSD_TEXT,
    Argument,
    Form,
    Member,
    Operation,
    Surface,
)
from codegen.changes.types import is_within
from codegen.naming import rename_in
from codegen.specs import Json

#: What a difference means, from the least to the most.
NONE, TEXT, COMPATIBLE, ADDED, BREAKING = "none", "text", "compatible", "added", "breaking"
LEVELS = (NONE, TEXT, COMPATIBLE, ADDED, BREAKING)


class Rule(NamedTuple):
    """What a kind of difference means to Python callers and on the wire."""

    python: str
    wire: str


RULES: dict[str, Rule] = {
    # APIs
    "api-added": Rule(ADDED, ADDED),
    "api-removed": Rule(BREAKING, BREAKING),
    "base-url-changed": Rule(COMPATIBLE, BREAKING),
    "error-body-changed": Rule(COMPATIBLE, COMPATIBLE),
    "error-row-added": Rule(ADDED, NONE),
    "error-row-removed": Rule(BREAKING, NONE),
    "error-row-changed": Rule(BREAKING, NONE),
    "error-row-reworded": Rule(COMPATIBLE, NONE),
    "error-row-moved": Rule(BREAKING, NONE),
    # operations
    "operation-added": Rule(ADDED, ADDED),
    "operation-removed": Rule(BREAKING, BREAKING),
    "operation-renamed": Rule(BREAKING, NONE),
    "operation-moved": Rule(NONE, BREAKING),
    "server-changed": Rule(NONE, BREAKING),
    "operation-deprecated": Rule(COMPATIBLE, COMPATIBLE),
    "operation-no-longer-deprecated": Rule(COMPATIBLE, COMPATIBLE),
    "retries-begin": Rule(COMPATIBLE, NONE),
    "retries-end": Rule(COMPATIBLE, NONE),
    "pagination-added": Rule(BREAKING, NONE),
    "pagination-removed": Rule(BREAKING, NONE),
    "pagination-changed": Rule(BREAKING, BREAKING),
    "choice-added": Rule(ADDED, NONE),
    "choice-removed": Rule(BREAKING, NONE),
    "choice-widened": Rule(ADDED, NONE),
    "choice-changed": Rule(BREAKING, NONE),
    "text-changed": Rule(TEXT, TEXT),
    "links-changed": Rule(NONE, COMPATIBLE),
    "spec-changed": Rule(COMPATIBLE, COMPATIBLE),
    "quirk-changed": Rule(TEXT, TEXT),
    # credentials
    "credential-added": Rule(COMPATIBLE, COMPATIBLE),
    "credential-removed": Rule(BREAKING, BREAKING),
    "credential-moved": Rule(NONE, BREAKING),
    "credential-needed": Rule(BREAKING, BREAKING),
    "credential-no-longer-needed": Rule(COMPATIBLE, COMPATIBLE),
    # requests
    "body-type-added": Rule(COMPATIBLE, ADDED),
    "body-type-removed": Rule(COMPATIBLE, BREAKING),
    "body-now-required": Rule(NONE, BREAKING),
    "body-now-optional": Rule(NONE, COMPATIBLE),
    "constant-changed": Rule(NONE, BREAKING),
    "argument-added": Rule(ADDED, ADDED),
    "required-argument-added": Rule(BREAKING, BREAKING),
    "argument-removed": Rule(BREAKING, BREAKING),
    "argument-renamed": Rule(BREAKING, NONE),
    "argument-moved": Rule(NONE, BREAKING),
    "argument-now-required": Rule(BREAKING, BREAKING),
    "argument-now-optional": Rule(BREAKING, COMPATIBLE),
    "argument-order-changed": Rule(BREAKING, NONE),
    "argument-type-widened": Rule(COMPATIBLE, COMPATIBLE),
    "argument-type-narrowed": Rule(BREAKING, BREAKING),
    "argument-sent-otherwise": Rule(NONE, BREAKING),
    "argument-limit-loosened": Rule(COMPATIBLE, COMPATIBLE),
    "argument-limit-tightened": Rule(BREAKING, BREAKING),
    "argument-default-changed": Rule(COMPATIBLE, COMPATIBLE),
    # answers
    "answer-kind-changed": Rule(BREAKING, BREAKING),
    "answer-narrowed": Rule(COMPATIBLE, COMPATIBLE),
    "answer-changed": Rule(BREAKING, BREAKING),
    "answer-type-added": Rule(COMPATIBLE, COMPATIBLE),
    "answer-type-removed": Rule(COMPATIBLE, BREAKING),
    "envelope-changed": Rule(NONE, BREAKING),
    "success-status-added": Rule(COMPATIBLE, COMPATIBLE),
    "success-status-removed": Rule(COMPATIBLE, BREAKING),
    "error-status-added": Rule(COMPATIBLE, COMPATIBLE),
    "error-status-removed": Rule(BREAKING, BREAKING),
    "error-class-added": Rule(COMPATIBLE, NONE),
    "error-class-removed": Rule(BREAKING, NONE),
    "answer-header-added": Rule(ADDED, ADDED),
    "answer-header-removed": Rule(BREAKING, BREAKING),
    # models
    "model-added": Rule(ADDED, NONE),
    "model-removed": Rule(BREAKING, NONE),
    "model-renamed": Rule(BREAKING, NONE),
    "member-added": Rule(ADDED, ADDED),
    "member-removed": Rule(BREAKING, BREAKING),
    "member-renamed": Rule(BREAKING, NONE),
    "member-narrowed": Rule(COMPATIBLE, COMPATIBLE),
    "member-retyped": Rule(BREAKING, BREAKING),
    "member-now-required": Rule(COMPATIBLE, COMPATIBLE),
    "member-now-optional": Rule(BREAKING, BREAKING),
    "member-limit-loosened": Rule(COMPATIBLE, COMPATIBLE),
    "member-limit-tightened": Rule(COMPATIBLE, COMPATIBLE),
    "member-read-otherwise": Rule(BREAKING, NONE),
    "secret-changed": Rule(COMPATIBLE, NONE),
    # XML
    "xsd-part-added": Rule(NONE, COMPATIBLE),
    "xsd-part-removed": Rule(NONE, BREAKING),
    "xsd-part-changed": Rule(NONE, BREAKING),
}


@dataclass(frozen=True)
class Change:
    """One difference between two states of an API.

    Attributes:
        rule: The rule that says what it means.
        api: The API.
        where: The operation's id, ``models.Name``, the name of an XSD, or empty for the whole API.
        what: What became of what.
        operations: The operations that it reaches.
        python: What it means to those who call the client.
        wire: What it means on the wire.
        names: Names in code and documents that it makes wrong.
    """

    rule: str
    api: str
    where: str
    what: str
    operations: tuple[str, ...] = ()
    python: str = NONE
    wire: str = NONE
    names: tuple[str, ...] = ()

    @property
    def level(self) -> str:
        """The greater of what it means to both."""
        return max(self.python, self.wire, key=LEVELS.index)


class Comparison(NamedTuple):
    """Two states of an API and all that differs."""

    api: str
    old: Surface | None
    new: Surface | None
    changes: list[Change]


def compare(api: str, old: Surface | None, new: Surface | None) -> Comparison:
    """All differences between two states of an API; None where it is not there."""
    if old is None or new is None:
        rule = "api-added" if old is None else "api-removed"
        surface = new or old
        ids = tuple(surface.operations) if surface else ()
        text = f"{api} {'is new' if old is None else 'is gone'}, {len(ids)} operations"
        return Comparison(api, old, new, [_change(rule, api, "", text, ids)])
    return Comparison(api, old, new, list(_Comparing(api, old, new).all()))


def _change(
    rule: str,
    api: str,
    where: str,
    what: str,
    operations: Iterable[str] = (),
    *,
    python: str | None = None,
    wire: str | None = None,
    names: Iterable[str] = (),
) -> Change:
    usual = RULES[rule]
    return Change(
        rule,
        api,
        where,
        what,
        tuple(operations),
        usual.python if python is None else python,
        usual.wire if wire is None else wire,
        tuple(names),
    )


class _Comparing:
    def __init__(self, api: str, old: Surface, new: Surface) -> None:
        self.api = api
        self.old = old
        self.new = new
        self.renamed_models = dict(_renamed(old.models, new.models))
        self.renamed_others = dict(_renamed(old.others, new.others))

    def all(self) -> Iterator[Change]:
        reported: list[Change] = []
        for change in self._by_the_rules():
            reported.append(change)
            yield change
        yield from self._remainder(reported)
        yield from self._quirks()

    def _by_the_rules(self) -> Iterator[Change]:
        yield from self._whole()
        renamed = dict(self._renamed_operations())
        for id, before in self.old.operations.items():
            after = self.new.operations.get(renamed.get(id, id))
            if after is None:
                text = f"{before.call}() is gone ({before.route})"
                yield self._of(before, "operation-removed", text, names=_names_of(before))
            else:
                if id in renamed:
                    text = f"{before.call}() is called {after.call}() now"
                    names = _names_of(before)
                    yield self._of(after, "operation-renamed", text, names=names)
                yield from self._operation(before, after)
        for id, after in self.new.operations.items():
            if id not in self.old.operations and id not in renamed.values():
                yield self._of(after, "operation-added", f"{after.call}() is new ({after.route})")
        yield from self._models()
        yield from self._others()
        yield from self._xsd()

    def _of(
        self, operation: Operation, rule: str, what: str, *, names: Iterable[str] = (), **level: str
    ) -> Change:
        return _change(rule, self.api, operation.id, what, (operation.id,), names=names, **level)

    # --- what no rule speaks of ------------------------------------------------------------

    def _remainder(self, reported: list[Change]) -> Iterator[Change]:
        """What else differs between the two documents: nothing stays silent."""
        texts: dict[str, dict[str, None]] = {}
        links: dict[str, None] = {}
        known = {(change.rule, change.where) for change in reported}
        gone = {change.where for change in reported if change.rule in _WHOLE_PARTS}
        now_called = {**self.renamed_models, **self.renamed_others}
        for name, now in renamed_schemas(self.old.document, self.new.document).items():
            title = _title(name)
            if title not in now_called:
                now_called[title] = now
                text = f"the schema {name} is called {now}, which nobody sees"
                yield self._on(_title(now), "text-changed", text, self._reached(_model(now)))
        before = with_renamed_schemas(self.old.document, now_called)
        for each in differences(before, self.new.document):
            if each.where in gone or any(each.is_reported_by(*pair) for pair in known):
                continue
            label = each.text or each.layout
            if label:
                if ("text-changed", each.where) not in known or label != _DESCRIPTION:
                    texts.setdefault(each.where, {})[label] = None
            elif "links" in each.place:
                links[each.where] = None
            else:
                text = f"{each.pointer}: {_short(each.was)} became {_short(each.now)}"
                reached = self._reached(each.where)
                wire = BREAKING if each.may_break else None
                yield _change("spec-changed", self.api, each.where, text, reached, wire=wire)
        for where in links:
            text = "its links to other operations"
            yield _change("links-changed", self.api, where, text, self._reached(where))
        for where, names in texts.items():
            text = " and ".join(names)
            yield _change("text-changed", self.api, where, text, self._reached(where))

    def _reached(self, where: str) -> list[str]:
        """The operations that a place concerns."""
        if where in self.new.operations:
            return [where]
        if where.startswith("models."):
            name = where.removeprefix("models.")
            return self.new.operations_with(name) or self._reached(f"components.schemas.{name}")
        return self.new.operations_at(where) or self.old.operations_at(where)

    def _quirks(self) -> Iterator[Change]:
        old, new = self.old.quirks, self.new.quirks
        for id in [*old, *(id for id in new if id not in old)]:
            before, after = old.get(id, {}), new.get(id, {})
            if before == after:
                continue
            keys = [key for key in before | after if before.get(key) != after.get(key)]
            word = "is new" if not before else "is gone" if not after else ", ".join(keys)
            named = (after or before).get("operations", [])
            reached = [each for each in named if each in self.new.operations]
            text = f"quirk {id}: {word}"
            yield _change("quirk-changed", self.api, "quirks.yaml", text, reached)

    # --- the whole API ---------------------------------------------------------------------

    def _whole(self) -> Iterator[Change]:
        ids = tuple(self.new.operations)
        old, new = self.old, self.new
        if old.base_url != new.base_url:
            text = f"the base URL was {old.base_url} and is {new.base_url}"
            yield _change("base-url-changed", self.api, "", text, ids, names=(old.base_url,))
        if old.error_body != new.error_body:
            text = f"errors are looked for at {_pointers(new.error_body)}"
            yield _change("error-body-changed", self.api, "", text, ids)
        yield from self._error_rows()
        if old.texts != new.texts:
            yield _change("text-changed", self.api, "", "what the API says of itself")

    def _error_rows(self) -> Iterator[Change]:
        """Rows of the error table; one that asks in other words for the same is still there."""
        old, new = self.old.errors, self.new.errors
        come = [row for row in new if row not in old]
        for row, category in old.items():
            now = new.get(row)
            twin = next((each for each in come if new[each] == category), None)
            if now is None and twin is not None:
                come.remove(twin)
                text = f"errors that are {category} were known by {row} and are by {twin}"
                yield _change("error-row-reworded", self.api, "", text)
            elif now is None:
                text = f"errors by {row} are no longer {category}"
                yield _change("error-row-removed", self.api, "", text)
            elif now != category:
                text = f"errors by {row} were {category} and are {now}"
                yield _change("error-row-changed", self.api, "", text)
        for row in come:
            yield _change("error-row-added", self.api, "", f"errors by {row} are {new[row]}")
        yield from self._order_of_rows()

    def _order_of_rows(self) -> Iterator[Change]:
        """The first row that fits decides, so that the order matters where two of them can fit."""
        old, new = self.old.errors, self.new.errors
        places = {row: place for place, row in enumerate(new)}
        kept = [row for row in old if row in new and old[row] == new[row]]
        passed = [
            (row, later)
            for index, row in enumerate(kept)
            for later in kept[index + 1 :]
            if places[later] < places[row]
        ]
        for row, later in passed:
            if new[row] != new[later] and _may_both_fit(row, later):
                text = f"errors by {later} that are also by {row} were {new[row]}"
                text += f" and are {new[later]}"
                yield _change("error-row-moved", self.api, "", text)
                return
        if passed:
            text = "rows of the error table stand in another order, which decides nothing"
            yield _change("error-row-moved", self.api, "", text, python=TEXT)

    # --- operations ------------------------------------------------------------------------

    def _renamed_operations(self) -> Iterator[tuple[str, str]]:
        """Operations that are sent as another one was, which is gone."""
        gone = {
            (old.route, *old.constants.items()): old.id
            for old in self.old.operations.values()
            if old.id not in self.new.operations
        }
        for new in self.new.operations.values():
            sent = (new.route, *new.constants.items())
            if new.id not in self.old.operations and sent in gone:
                yield gone[sent], new.id

    def _operation(self, old: Operation, new: Operation) -> Iterator[Change]:
        if old.route != new.route:
            text = f"{old.route} is {new.route} now"
            names = (*_names_of(new), old.path.partition("#")[0])
            yield self._of(new, "operation-moved", text, names=names)
        if old.server != new.server:
            text = f"the server was {old.server or 'the base URL'} and is {new.server or 'that'}"
            yield self._of(new, "server-changed", text, names=_names_of(new))
        if old.deprecated != new.deprecated:
            rule = "operation-deprecated" if new.deprecated else "operation-no-longer-deprecated"
            yield self._of(new, rule, f"{new.call}() is {rule[10:].replace('-', ' ')}")
        if old.repeatable != new.repeatable:
            rule = "retries-begin" if new.repeatable else "retries-end"
            word = "is" if new.repeatable else "is no longer"
            yield self._of(new, rule, f"{new.call}() {word} sent again when nothing was answered")
        yield from self._pagination(old, new)
        yield from self._choice(old, new)
        yield from self._credentials(old, new)
        yield from self._request(old, new)
        yield from self._answer(old, new)
        if old.text != new.text:
            yield self._of(new, "text-changed", "its description")

    def _pagination(self, old: Operation, new: Operation) -> Iterator[Change]:
        if old.pagination == new.pagination:
            return
        if not old.pagination:
            text = f"{new.call}() returns pages of {new.returns}, where it returned {old.returns}"
            yield self._of(new, "pagination-added", text, names=_names_of(new))
        elif not new.pagination:
            text = f"{new.call}() returns {new.returns}, where it fetched pages"
            yield self._of(new, "pagination-removed", text, names=_names_of(new))
        else:
            keys = old.pagination.keys() | new.pagination.keys()
            differing = sorted(k for k in keys if old.pagination.get(k) != new.pagination.get(k))
            was = ", ".join(f"{key} {old.pagination.get(key)}" for key in differing)
            now = ", ".join(f"{key} {new.pagination.get(key)}" for key in differing)
            text = f"pages: {was} became {now}"
            yield self._of(new, "pagination-changed", text, names=_names_of(new))

    def _choice(self, old: Operation, new: Operation) -> Iterator[Change]:
        if old.choice == new.choice:
            return
        method = f"{new.call.partition('.')[2]}() of a client"
        if not old.choice:
            text = f"{method} chooses by {', '.join(new.choice['arguments'])}"
            yield self._of(new, "choice-added", text)
        elif not new.choice:
            yield self._of(new, "choice-removed", f"there is no {method}", names=_names_of(new))
        else:
            rule = "choice-widened" if _is_wider(old.choice, new.choice) else "choice-changed"
            was, now = (
                " and ".join(
                    f"{name} {'|'.join(values)}" for name, values in choice["arguments"].items()
                )
                for choice in (old.choice, new.choice)
            )
            text = f"{method} chooses by {now}, where it was {was}"
            if was == now:
                chosen = " and ".join(old.choice["arguments"])
                text = f"{method} goes with other combinations of {chosen}"
            yield self._of(new, rule, text, names=_names_of(new))

    def _credentials(self, old: Operation, new: Operation) -> Iterator[Change]:
        before, after = _by_scheme(old.credentials), _by_scheme(new.credentials)
        for scheme in sorted(before.keys() | after.keys()):
            if scheme not in after:
                text = f"{scheme} is no longer sent"
                yield self._of(new, "credential-removed", text, names=(scheme,))
            elif scheme not in before:
                yield self._of(new, "credential-added", f"{scheme} is sent where it is known")
            elif before[scheme] != after[scheme]:
                text = f"{scheme} was sent as {before[scheme]} and is sent as {after[scheme]}"
                yield self._of(new, "credential-moved", text, names=(scheme,))
        was_free, is_free = _is_free(old), _is_free(new)
        if was_free and not is_free:
            text = "it works no longer without credentials"
            yield self._of(new, "credential-needed", text, names=_names_of(new))
        elif is_free and not was_free:
            yield self._of(new, "credential-no-longer-needed", "it works without credentials")
        elif not is_free:
            more = sorted({*new.needed} - {*old.needed})
            fewer = sorted(({*old.needed} - {*new.needed}) & {*after})
            if more:
                text = f"{', '.join(more)} must be there"
                yield self._of(new, "credential-needed", text, names=_names_of(new))
            if fewer:
                text = f"{', '.join(fewer)} need not be there"
                yield self._of(new, "credential-no-longer-needed", text)

    # --- requests --------------------------------------------------------------------------

    def _request(self, old: Operation, new: Operation) -> Iterator[Change]:
        for kind in old.bodies:
            if kind not in new.bodies:
                text = f"a body of {kind} is not taken any more"
                yield self._of(new, "body-type-removed", text, names=_names_of(new))
        for kind in new.bodies:
            if kind not in old.bodies:
                yield self._of(new, "body-type-added", f"a body of {kind} is taken")
        if old.bodies and new.bodies and old.body_required != new.body_required:
            rule = "body-now-required" if new.body_required else "body-now-optional"
            word = "must be" if new.body_required else "need not be"
            yield self._of(new, rule, f"a body {word} sent", names=_names_of(new))
        if old.constants != new.constants:
            was, now = (_listed(each.constants) for each in (old, new))
            text = f"it always sent {was} and sends {now}"
            yield self._of(new, "constant-changed", text, names=_names_of(new))
        pairs, gone, come = _matched(old.arguments, new.arguments)
        # What an object holds comes and goes with the argument that it is in.
        gone = [each for each in gone if each.within not in {a.name for a in gone}]
        come = [each for each in come if each.within not in {a.name for a in come}]
        for argument in gone:
            text = f"argument {argument.name} is gone"
            names = _names_of_argument(old, argument)
            yield self._of(new, "argument-removed", text, names=names)
        for argument in come:
            if argument.required:
                text = f"argument {argument.name}: {argument.type} must be given"
                yield self._of(new, "required-argument-added", text, names=_names_of(new))
            else:
                text = f"argument {argument.name}: {argument.type} may be given"
                yield self._of(new, "argument-added", text)
        for before, after in pairs:
            yield from self._argument(new, before, after)
        positional = [a for a in new.arguments if a.required and not a.within]
        was_order = [b.name for b, a in pairs if b.required and a in positional]
        now_order = {a.name: i for i, a in enumerate(positional)}
        positions = [now_order[a.name] for b, a in pairs if b.required and a in positional]
        if positions != sorted(positions):
            order = ", ".join(a.name for a in positional)
            text = f"arguments in order were {', '.join(was_order)} and are {order}"
            yield self._of(new, "argument-order-changed", text, names=_names_of(new))

    def _argument(self, operation: Operation, old: Argument, new: Argument) -> Iterator[Change]:
        name = new.name
        if old.name != name:
            text = f"argument {old.name} is called {name}"
            names = (*_names_of_argument(operation, old)[:-1], f'"{old.name}"!')
            yield self._of(operation, "argument-renamed", text, names=names)
        if (old.place, old.wire) != (new.place, new.wire):
            text = f"argument {name} was sent as {old.place} {old.wire}"
            text += f" and is sent as {new.place} {new.wire}"
            yield self._of(
                operation, "argument-moved", text, names=_names_of_argument(operation, old)
            )
        if new.required and not old.required:
            text = f"argument {name} must be given"
            yield self._of(operation, "argument-now-required", text, names=_names_of(operation))
        if old.required and not new.required:
            text = f"argument {name} may be left out, and is given by its name"
            yield self._of(operation, "argument-now-optional", text, names=_names_of(operation))
        yield from self._argument_type(operation, old, new)
        if old.sent != new.sent:
            text = f"argument {name} was sent as {old.sent} and is sent as {new.sent}"
            names = _names_of_argument(operation, new)
            yield self._of(operation, "argument-sent-otherwise", text, names=names)
        names = _names_of_argument(operation, new)
        for rule, said in _limits_of_forms(old, new):
            text = f"argument {name}: {said}"
            yield self._of(operation, f"argument-limit-{rule}", text, names=names)
        if old.default != new.default:
            text = f"argument {name}: the host takes {new.default!r} where it is left out"
            text += f", and took {old.default!r}"
            yield self._of(operation, "argument-default-changed", text)
        if old.secret != new.secret:
            word = "a secret" if new.secret else "no secret"
            yield self._of(operation, "secret-changed", f"argument {name} is {word} now")
        same_limits = _limits_of(old) == _limits_of(new) and old.default == new.default
        if old.text != new.text and same_limits:
            yield self._of(operation, "text-changed", f"argument {name}: its description")

    def _argument_type(
        self, operation: Operation, old: Argument, new: Argument
    ) -> Iterator[Change]:
        python = _direction(old.type, new.type)
        directions = {_direction(was.type, now.type) for _, was, now in _forms(old, new)}
        wire = next((each for each in ("other", "narrower", "wider") if each in directions), "same")
        wire = "other" if directions >= {"narrower", "wider"} else wire
        if python == wire == "same":
            return
        text = f"argument {new.name} was {_shown(old.type, old.wire_type, new)}"
        text += f" and is {_shown(new.type, new.wire_type, old)}"
        narrowed = {"narrower", "other"} & {python, wire}
        rule = "argument-type-narrowed" if narrowed else "argument-type-widened"
        levels = {"same": NONE, "wider": COMPATIBLE, "narrower": BREAKING, "other": BREAKING}
        found = {"python": levels[python], "wire": levels[wire]}
        yield self._of(operation, rule, text, names=_names_of_argument(operation, new), **found)

    # --- answers ---------------------------------------------------------------------------

    def _answer(self, old: Operation, new: Operation) -> Iterator[Change]:
        names = _names_of(new)
        if (old.kind, old.root) != (new.kind, new.root):
            was, now = (f"{each.kind} {each.root}".rstrip() for each in (old, new))
            text = f"the answer was {was} and is {now}: {old.returns} became {new.returns}"
            yield self._of(new, "answer-kind-changed", text, names=names)
        else:
            python = _direction(self._renamed_type(old.returns), new.returns)
            wire = _direction(self._renamed_type(old.answer), new.answer)
            paged = bool(old.pagination) != bool(new.pagination)
            if (python, wire) != ("same", "same") and not (paged and wire == "same"):
                levels = {"same": NONE, "narrower": COMPATIBLE}
                found = {"python": levels.get(python, BREAKING), "wire": levels.get(wire, BREAKING)}
                rule = "answer-changed" if BREAKING in found.values() else "answer-narrowed"
                text = f"it returned {old.returns} and returns {new.returns}"
                if old.returns == new.returns:
                    text = f"the answer was {old.answer} and is {new.answer}"
                yield self._of(new, rule, text, names=names, **found)
        if old.envelope != new.envelope:
            text = f"the result is in {new.envelope or 'the answer itself'}"
            text += f", and was in {old.envelope or 'the answer itself'}"
            yield self._of(new, "envelope-changed", text, names=names)
        for status in sorted({*old.statuses} ^ {*new.statuses}):
            rule = "added" if status in new.statuses else "removed"
            word = "can come" if rule == "added" else "does not come any more"
            text = f"the success {status} {word}"
            yield self._of(new, f"success-status-{rule}", text, names=names)
        # That the answer is something else is reported above.
        types = {*old.media_types} ^ {*new.media_types} if old.kind == new.kind else set()
        for each in sorted(types):
            code, _, media_type = each.partition(" ")
            if (code in _statuses_of(old)) != (code in _statuses_of(new)):
                continue  # it came or went with its status
            rule = "added" if each in new.media_types else "removed"
            word = "can be" if rule == "added" else "is no longer"
            text = f"the answer {code} {word} {media_type}"
            yield self._of(new, f"answer-type-{rule}", text, names=names)
        for failure in sorted({*old.errors} ^ {*new.errors}):
            rule = "added" if failure in new.errors else "removed"
            word = "is documented" if rule == "added" else "is documented no longer"
            text = f"the failure {failure} {word}"
            yield self._of(new, f"error-status-{rule}", text, names=names)
        for name in sorted(old.failures.keys() ^ new.failures.keys()):
            rule = "added" if name in new.failures else "removed"
            word = "can be raised" if rule == "added" else "is documented no longer"
            yield self._of(new, f"error-class-{rule}", f"{name} {word}", names=names)
        for name in sorted({*old.headers} ^ {*new.headers}):
            rule = "added" if name in new.headers else "removed"
            text = f"the header {name} of the answer: {rule}"
            yield self._of(new, f"answer-header-{rule}", text, names=(f'"{name}"',))

    def _renamed_type(self, text: str) -> str:
        """A type of before with the models by the names that they have now."""
        return rename_in(text, {**self.renamed_models, **self.renamed_others})

    # --- models ----------------------------------------------------------------------------

    def _models(self) -> Iterator[Change]:
        for name, members in self.old.models.items():
            now = self.renamed_models.get(name, name)
            reached = self.new.operations_with(now) or self.old.operations_with(name)
            if now not in self.new.models:
                text = f"the class {name} is gone"
                yield self._on(name, "model-removed", text, reached, (name,))
                continue
            if now != name:
                text = f"the class {name} is called {now}"
                yield self._on(now, "model-renamed", text, reached, (name,))
            yield from self._members(now, members, self.new.models[now], reached)
        for name in [each for each in self.new.models if each not in self.old.models]:
            if name not in self.renamed_models.values():
                reached = self.new.operations_with(name)
                yield self._on(name, "model-added", f"the class {name} is new", reached)

    def _others(self) -> Iterator[Change]:
        """Schemas of answers that are no models: they are seen on the wire alone."""
        for name, members in self.old.others.items():
            now = self.renamed_others.get(name, name)
            if now != name:
                text = f"the schema {name} is called {now}, which nobody sees"
                yield self._on(now, "text-changed", text, self._reached(_model(now)))
            if now not in self.new.others:
                continue  # it is a model now, or no answer holds it; the operations tell
            reached = self._reached(_model(now))
            for change in self._members(now, members, self.new.others[now], reached):
                yield replace(change, python=NONE)

    def _on(
        self,
        model: str,
        rule: str,
        what: str,
        operations: Iterable[str],
        names: Iterable[str] = (),
        **level: str,
    ) -> Change:
        where = f"models.{model}"
        return _change(rule, self.api, where, what, operations, names=names, **level)

    def _members(
        self,
        model: str,
        old: Mapping[str, Member],
        new: Mapping[str, Member],
        reached: list[str],
    ) -> Iterator[Change]:
        for wire, before in old.items():
            after = new.get(wire)
            shown = f"{model}.{before.name}"
            if after is None:
                text = f"{shown} is gone"
                names = (f".{before.name}", f'"{wire}":')
                yield self._on(model, "member-removed", text, reached, names)
                continue
            for rule, text, level in self._member(shown, before, after):
                names = (f".{before.name}", f'"{wire}":')
                known = names[:1] if rule == "member-renamed" else names
                yield self._on(model, rule, text, reached, known, **level)
        for wire, after in new.items():
            if wire not in old:
                text = f"{model}.{after.name}: {after.type} is new"
                yield self._on(model, "member-added", text, reached)

    def _member(
        self, shown: str, old: Member, new: Member
    ) -> Iterator[tuple[str, str, dict[str, str]]]:
        if old.name != new.name:
            yield "member-renamed", f"{shown} is called {new.name}", {}
        if old.required and not new.required:
            text = f"{shown} may be missing: it was {old.type} and is {new.type}"
            yield "member-now-optional", text, {}
        elif new.required and not old.required:
            text = f"{shown} is always there: it was {old.type} and is {new.type}"
            yield "member-now-required", text, {}
        # Whether a member may be missing is said above, and changes the type as well.
        pairs = [self._renamed_type(old.type), new.type]
        if old.required != new.required:
            pairs = [text.removesuffix(" | None") for text in pairs]
        python = _direction(*pairs)
        wire = _direction(self._renamed_type(old.wire_type), new.wire_type)
        if (python, wire) != ("same", "same"):
            levels = {"same": NONE, "narrower": COMPATIBLE}
            found = {"python": levels.get(python, BREAKING), "wire": levels.get(wire, BREAKING)}
            rule = "member-retyped" if BREAKING in found.values() else "member-narrowed"
            was, now = (
                (old.type, new.type) if old.type != new.type else (old.wire_type, new.wire_type)
            )
            yield rule, f"{shown} was {was} and is {now}", found
        for rule, text in _limits(old.limits, new.limits):
            yield f"member-limit-{rule}", f"{shown}: {text}", {}
        if old.read != new.read:
            yield "member-read-otherwise", f"{shown} is read from elsewhere in the answer", {}
        if old.secret != new.secret:
            yield "secret-changed", f"{shown} is {'a' if new.secret else 'no'} secret now", {}
        if old.text != new.text and old.limits == new.limits:
            yield "text-changed", f"{shown}: its description", {}

    # --- XML -------------------------------------------------------------------------------

    def _xsd(self) -> Iterator[Change]:
        for part in [*self.old.xsd, *(p for p in self.new.xsd if p not in self.old.xsd)]:
            file, _, place = part.partition("/")
            was, now = self.old.xsd.get(part), self.new.xsd.get(part)
            if was == now:
                continue
            if place.endswith(XSD_TEXT):
                text = f"what {place.removesuffix(XSD_TEXT).rstrip('/') or 'it'} says for people"
                yield _change("text-changed", self.api, file, text)
            elif place.endswith(f"/{XSD_ORDER}"):
                before, after = (was or "").split(), (now or "").split()
                shared = [name for name in after if name in before]
                if shared != [name for name in before if name in after]:
                    text = f"the parts of {place.removesuffix(f'/{XSD_ORDER}')} stand in another"
                    text += f" order: {' '.join(shared)}"
                    yield _change("xsd-part-changed", self.api, file, text)
            elif now is None:
                yield _change("xsd-part-removed", self.api, file, f"{place} is gone")
            elif was is None:
                yield _change("xsd-part-added", self.api, file, f"{place} is new")
            else:
                text = f"{place}: {was or 'nothing said'} became {now or 'nothing said'}"
                wire = COMPATIBLE if _demands_more(was, now) else BREAKING
                yield _change("xsd-part-changed", self.api, file, text, wire=wire)


#: Rules that speak of a whole part: what differs within it is reported with it.
_WHOLE_PARTS: tuple[str, ...] = (
    "operation-added",
    "operation-removed",
    "operation-moved",
    "model-added",
)
_WHOLE_PARTS += ("model-removed", "model-renamed")
_DESCRIPTION = TEXTS["description"]


def _short(value: Any) -> str:
    if value is ...:
        return "nothing"
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= 80 else f"{text[:80]}..."


def _statuses_of(operation: Operation) -> set[str]:
    return {*map(str, operation.statuses), *operation.errors}


def _renamed(
    old: Mapping[str, Mapping[str, Member]], new: Mapping[str, Mapping[str, Member]]
) -> Iterator[tuple[str, str]]:
    """Schemas whose members are those of another one, which is gone."""
    come = {name: each for name, each in new.items() if name not in old}
    for name, members in old.items():
        if name in new:
            continue
        for other, theirs in come.items():
            if members.keys() == theirs.keys() and members:
                yield name, other
                del come[other]
                break


def _title(name: str) -> str:
    return name[:1].upper() + name[1:]


def _model(name: str) -> str:
    return f"models.{_title(name)}"


def _may_both_fit(row: str, other: str) -> bool:
    """Whether an answer may fit two rows of the error table: not where they ask for two codes."""
    asked, others = (
        dict(part.split(" ", 1) for part in each.split(", ") if " " in part)
        for each in (row, other)
    )
    return all(
        asked[key] == others[key] for key in ("status", "code") if key in asked and key in others
    )


def _names_of_argument(operation: Operation, argument: Argument) -> tuple[str, ...]:
    """What code calls an argument by: as it is given, and as it is sent."""
    method = operation.call.partition(".")[2]
    return (f"{method}({argument.name})", f"{argument.name}=", f'"{argument.wire}"')


def _names_of(operation: Operation) -> tuple[str, ...]:
    """What code and documents call an operation by."""
    return (operation.id, operation.id.upper(), operation.call)


def _direction(old: str, new: str) -> str:
    """What became of a type: the same, wider, narrower or other."""
    if old == new:
        return "same"
    wider, narrower = is_within(old, new), is_within(new, old)
    return {(True, True): "same", (True, False): "wider", (False, True): "narrower"}.get(
        (wider, narrower), "other"
    )


def _shown(python: str, wire: str, other: Argument) -> str:
    return wire if python == other.type else python


def _matched(
    old: list[Argument], new: list[Argument]
) -> tuple[list[tuple[Argument, Argument]], list[Argument], list[Argument]]:
    """The same arguments before and after: by how they are sent, else by their names."""
    pairs: list[tuple[Argument, Argument]] = []
    rest = list(new)
    gone: list[Argument] = []
    by_wire = {(each.place, each.wire): each for each in new}
    for argument in old:
        found = by_wire.get((argument.place, argument.wire))
        if found is None:
            gone.append(argument)
        else:
            pairs.append((argument, found))
            rest.remove(found)
    for argument in list(gone):
        found = next((each for each in rest if each.name == argument.name), None)
        if found is not None:
            pairs.append((argument, found))
            gone.remove(argument)
            rest.remove(found)
    order = {id(argument): index for index, argument in enumerate(old)}
    pairs.sort(key=lambda pair: order[id(pair[0])])
    return pairs, gone, rest


def _forms(old: Argument, new: Argument) -> list[tuple[str, Form, Form]]:
    """What travels before and after, in each media type that both know; else in any."""
    shared = [kind for kind in old.forms if kind in new.forms]
    if shared:
        return [(kind, old.forms[kind], new.forms[kind]) for kind in shared]
    return [("", next(iter(old.forms.values())), next(iter(new.forms.values())))]


def _limits_of(argument: Argument) -> dict[str, Json]:
    return {kind: form.limits for kind, form in argument.forms.items()}


def _limits_of_forms(old: Argument, new: Argument) -> Iterator[tuple[str, str]]:
    """The limits that changed, and in which media types where not in all."""
    found: dict[tuple[str, str], list[str]] = {}
    forms = _forms(old, new)
    for kind, was, now in forms:
        for change in _limits(was.limits, now.limits):
            found.setdefault(change, []).append(kind)
    for (rule, text), kinds in found.items():
        yield rule, text if len(kinds) == len(forms) else f"{text} in {', '.join(kinds)}"


def _limits(old: Json, new: Json) -> Iterator[tuple[str, str]]:
    """Each limit that allows less or more than before."""
    for key in [*old, *(each for each in new if each not in old)]:
        was, now = old.get(key), new.get(key)
        if was == now:
            continue
        name = key.rpartition(" ")[2]
        text = f"{key} was {_said(was)} and is {_said(now)}"
        if was is None or now is None:
            yield ("tightened" if was is None else "loosened"), text
        elif name in LOWER:
            yield ("tightened" if now > was else "loosened"), text
        elif name in UPPER:
            yield ("tightened" if now < was else "loosened"), text
        elif name == "multipleOf":
            yield ("tightened" if was % now else "loosened"), text
        elif name == "uniqueItems":
            yield ("tightened" if now else "loosened"), text
        else:
            yield "tightened", text


def _said(value: object) -> str:
    return "not said" if value is None else f"{value}"


def _is_wider(old: Json, new: Json) -> bool:
    """Whether a choice takes everything that it took, with the same defaults."""
    known = [*new["arguments"]]
    if known[: len(old["arguments"])] != [*old["arguments"]]:
        return False
    same_defaults = all(
        values[0] == new["arguments"][name][0] for name, values in old["arguments"].items()
    )
    calls = [key[: len(old["arguments"])] for key in new["calls"]]
    return same_defaults and all(key in calls for key in old["calls"])


def _by_scheme(slots: Mapping[str, str]) -> dict[str, str]:
    found: dict[str, list[str]] = {}
    for slot, wire in slots.items():
        scheme, _, place = slot.partition(" in ")
        found.setdefault(scheme, []).append(f"{place} {wire}")
    return {scheme: ", ".join(sorted(each)) for scheme, each in found.items()}


def _is_free(operation: Operation) -> bool:
    return not operation.needed and (operation.credential_optional or not operation.credentials)


def _listed(values: Mapping[str, str]) -> str:
    return ", ".join(f"{name}={value}" for name, value in values.items()) or "nothing"


def _pointers(body: Json) -> str:
    return ", ".join(f"{part} {body[part]}" for part in body) or "nowhere"


def _demands_more(old: str, new: str) -> bool:
    """Whether a part of an XSD must be there, and all that it says else is as it was."""

    def said(text: str) -> dict[str, str]:
        return dict(each.split("=", 1) for each in text.split())

    before, after = said(old), said(new)
    firmer = {"minOccurs": before.get("minOccurs") == "0", "use": after.get("use") == "required"}
    differing = [k for k in before.keys() | after.keys() if before.get(k) != after.get(k)]
    return bool(differing) and all(firmer.get(key, False) for key in differing)
