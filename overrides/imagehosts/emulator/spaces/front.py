"""What every request meets first: it goes to the emulator, or to the space that it chooses."""

from __future__ import annotations

import logging

import anyio.to_thread
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ..admin import has_token
from ..core.choice import ROOT, BadChoice, Choice, Chooser
from ..core.context import Services
from ..core.store import StoreError
from ..core.urls import APP, read_target
from . import NoSpace, OpenSpace

__all__ = ["Bound", "Front"]

logger = logging.getLogger("imagehosts.emulator")


class Front:
    """The whole emulator, spaces included."""

    def __init__(self, services: Services, main: ASGIApp) -> None:
        assert services.spaces is not None
        self._main = main
        self.spaces = services.spaces
        self._chooser = Chooser(
            services.own_names,
            services.sites_called,
            lambda request: has_token(services, request),
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._main(scope, receive, send)
            return
        scope = read_target(scope)
        scope[APP] = self
        if self.spaces.sweep_is_due():
            await anyio.to_thread.run_sync(self.spaces.sweep)
        try:
            scope, choice = self._chooser.choose(scope)
        except BadChoice as error:
            await _refuse(str(error), error.status, scope, receive, send)
            return
        if choice is None:
            await self._main(scope, receive, send)
        else:
            await self.enter(choice, scope, receive, send)

    async def enter(self, choice: Choice, scope: Scope, receive: Receive, send: Send) -> None:
        """Have a request answered in a space."""
        spaces, name, may_be_new = self.spaces, choice.name, choice.may_be_new
        try:
            space = spaces.opened(name, may_be_new=may_be_new)
            if space is None:

                def enter() -> OpenSpace:
                    return spaces.enter(name, may_be_new=may_be_new)

                space = await anyio.to_thread.run_sync(enter)
        except (BadChoice, NoSpace) as error:
            await _refuse(str(error), error.status, scope, receive, send)
            return
        except StoreError as error:
            await _refuse(f"the space {name} cannot be opened: {error}", 500, scope, receive, send)
            return
        scope = {**scope, "state": {**scope.get("state", {}), "space": choice}}
        token = ROOT.set(choice.root)
        try:
            await space.app(scope, receive, _leading_back(send, choice) if choice.root else send)
        finally:
            ROOT.reset(token)
            spaces.leave(space)


class Bound:
    """The application of one space, whatever a request says: for those that have a handle of it."""

    def __init__(self, front: Front, name: str) -> None:
        self._front = front
        self._name = name

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._front(scope, receive, send)
            return
        scope = read_target(scope)
        scope[APP] = self
        await self._front.enter(Choice(self._name), scope, receive, send)


async def _refuse(message: str, status: int, scope: Scope, receive: Receive, send: Send) -> None:
    logger.info("%s %s was refused: %s", scope["method"], scope["path"][:200], message)
    await JSONResponse({"error": message}, status)(scope, receive, send)


def _leading_back(send: Send, choice: Choice) -> Send:
    """Have redirects and cookies that name a path on this server stay in the space."""
    root = choice.root.encode()

    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            message["headers"] = [
                (name, _led(name.lower(), value, root)) for name, value in message["headers"]
            ]
        await send(message)

    return sending


def _led(name: bytes, value: bytes, root: bytes) -> bytes:
    if name == b"location" and value.startswith(b"/") and not value.startswith(b"//"):
        return root + value
    if name == b"set-cookie":
        parts = value.split(b";")
        return b";".join(_cookie_part(part, root) for part in parts)
    return value


def _cookie_part(part: bytes, root: bytes) -> bytes:
    name, equals, path = part.partition(b"=")
    if name.strip().lower() == b"path" and path.startswith(b"/"):
        return name + equals + root + path
    return part
