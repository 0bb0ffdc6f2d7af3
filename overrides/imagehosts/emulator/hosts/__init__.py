"""The hosts that the emulator serves: a folder for each, found by itself, with the same files.

To add a host, write its spec, run ``make generate``, and make a folder here with the name of the
API:

- ``__init__.py`` has the row, ``SITE = SiteSpec(...)``;
- ``dialect.py`` has ``dialect = Dialect(...)``: how requests are distinguished and errors
  answered;
- any other modules register handlers and pages with that dialect; all of them are imported.
  ``requests.py`` reads what clients send, ``access.py`` says who may do what, ``answers.py``
  writes answers, ``problems.py`` lists refusals, ``upload.py`` stores, ``pages.py`` has what links
  lead to, ``profile.py`` the particulars of the site; a small host needs none of them;
- ``schema.sql``, with ``migrations/``, has tables that nobody else uses, see
  :mod:`~imagehosts.emulator.core.schema`.

A folder without a row is code that hosts share: the row of each names it as its ``family``.

This is all of a small JSON API, with :mod:`imagehosts.emulator.domain.simple`::

    # hosts/pixbin/__init__.py
    from ...core.rows import SiteSpec

    SITE = SiteSpec(example="curl -H 'X-Key: any' -F file=@picture.jpg {base}/pictures")

    # hosts/pixbin/dialect.py
    from ...core.context import Call
    from ...core.dialect import Dialect
    from ...domain import simple

    dialect = Dialect("pixbin", fail=simple.fail)

    def shown(call, picture):
        return {"id": picture.code, "url": simple.link(call, picture), "size": picture.size}

    @dialect.operation("pictures_upload")
    async def upload(call: Call):
        await simple.require_key(call, header="X-Key")
        picture = await simple.store(call, await simple.read_file(call, "file"))
        return simple.answer(shown(call, picture), 201)

    @dialect.operation("pictures_get")
    async def get(call: Call):
        await simple.require_key(call, header="X-Key")
        return simple.answer(shown(call, simple.find(call)))

    @dialect.operation("pictures_list")
    async def list_all(call: Call):
        await simple.require_key(call, header="X-Key")
        return simple.answer([shown(call, picture) for picture in simple.page(call)])

    @dialect.operation("pictures_delete")
    async def delete(call: Call):
        await simple.require_key(call, header="X-Key")
        await simple.delete(call, simple.find(call))
        return simple.no_content()

For operations that are not written yet, ``Dialect(..., examples=True)`` has the examples of the
spec answer, marked with the header ``X-Emulator-Example``.

Objects in a body of JSON are in :func:`~imagehosts.emulator.domain.simple.document`, a body that is
a file in :func:`~imagehosts.emulator.domain.simple.read_body`.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib import import_module
from importlib.resources import files
from importlib.util import find_spec
from pkgutil import iter_modules
from typing import TYPE_CHECKING

from ..core.problems import RoutingError
from ..core.rows import SiteSpec
from ..core.schema import Schema
from ..core.specs import apis_with_spec, load_spec

if TYPE_CHECKING:
    from ..config import EmulatorConfig
    from ..core.dialect import Site

__all__ = ["Served", "find_sites", "rows"]

logger = logging.getLogger("imagehosts.emulator")

_FOLDER = "overrides/imagehosts/emulator/hosts"


@lru_cache(maxsize=1)
def rows() -> dict[str, SiteSpec]:
    """The row of every host, by the name of its API. One that cannot be read is left out, with a
    warning; :func:`find_sites` says why.
    """
    found: dict[str, SiteSpec] = {}
    for name in _folders():
        try:
            row = _row(name)
        except Exception:
            logger.warning("the folder %s/%s cannot be imported", _FOLDER, name, exc_info=True)
            continue
        if row is not None:
            found[name] = row
    return found


def profiles() -> dict[str, str]:
    """The names of ``--profile`` beside ``documented``, each with what it means."""
    return {
        name: other.meaning for row in rows().values() for name, other in row.other_profiles.items()
    }


@dataclass(frozen=True, slots=True)
class Served:
    """What a configuration asks for: sites, and their own tables."""

    sites: tuple[Site, ...]
    schemas: tuple[Schema, ...]


def find_sites(config: EmulatorConfig, *, strict: bool = False) -> Served:
    """The hosts that a configuration asks for, each with its spec and its dialect.

    A host that is not whole, for its spec, its dialect or a handler is missing, is a
    ``RoutingError`` that says what to write, if it was named or with ``strict``. Otherwise it is
    left out with a warning, so that the others can be worked with.
    """
    known = sorted({*apis_with_spec(), *rows(), *(name for name in _folders() if _is_broken(name))})
    if unknown := sorted(set(config.apis) - set(known)):
        raise RoutingError(
            f"there is no API called {', '.join(unknown)}; there are {', '.join(known)}"
        )
    sites: list[Site] = []
    for api in known:
        if config.apis and api not in config.apis:
            continue
        try:
            sites.append(load_site(api, config.profile))
        except RoutingError as error:
            if strict or api in config.apis:
                raise
            logger.warning("%s is left out: %s", api, error)
    served = [site.api for site in sites]
    return Served(
        tuple(sites),
        tuple(_schemas(served)),
    )


@lru_cache(maxsize=64)
def load_site(api: str, profile: str) -> Site:
    """A host that is whole. It is put together once: an emulator for each test starts at once."""
    from ..core.dialect import Dialect, Site
    from ..core.routing import check_handlers

    spec = load_spec(api)
    try:
        row = _row(api)
        if row is None:
            raise RoutingError(
                f"the spec of {api} has no dialect: write {_FOLDER}/{api}/__init__.py with"
                f" SITE = SiteSpec(), and {_FOLDER}/{api}/dialect.py with dialect ="
                f' Dialect("{api}", ...); --api leaves out hosts that it does not name'
            )
        dialect = _dialect(row.family or api)
    except RoutingError:
        raise
    except Exception as error:
        raise RoutingError(f"the dialect of {api} cannot be imported: {error!r}") from error
    if not isinstance(dialect, Dialect):
        raise RoutingError(
            f"{_FOLDER}/{row.family or api}/dialect.py has no dialect = Dialect(...)"
        )
    profiled = row.profile_called(profile)
    site = Site(api, dialect, profiled, spec, row.example, row.own_faults)
    check_handlers(site)
    return site


def _folders() -> Iterator[str]:
    return (module.name for module in iter_modules(__path__) if module.ispkg)


def _row(api: str) -> SiteSpec | None:
    """The row in a folder, or ``None`` where there is none."""
    # To list the folders for each host took half of an emulator's start.
    found = find_spec(f"{__name__}.{api}")
    if found is None or found.submodule_search_locations is None:
        return None
    row = getattr(import_module(f"{__name__}.{api}"), "SITE", None)
    return row if isinstance(row, SiteSpec) else None


def _is_broken(name: str) -> bool:
    try:
        _row(name)
    except Exception:
        return True
    return False


def _dialect(folder: str) -> object:
    """The dialect of a folder, once all of its modules have registered what they have."""
    package = import_module(f"{__name__}.{folder}")
    for module in iter_modules(package.__path__):
        import_module(f"{package.__name__}.{module.name}")
    return getattr(import_module(f"{package.__name__}.dialect"), "dialect", None)


def _schemas(served: list[str]) -> Iterator[Schema]:
    for api in served:
        folder = files(f"{__name__}.{api}")
        if folder.joinpath("schema.sql").is_file():
            yield Schema(api, folder)
