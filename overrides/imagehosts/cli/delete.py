"""``imagehosts delete``."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated, Any

from attrs import define, field
from cyclopts import Parameter

from . import output, settings
from .options import BaseUrl, Json, MaxRetries, OneHost, Timeout

if TYPE_CHECKING:
    from imagehosts.core.errors import ImageHostError
    from imagehosts.sharing.history import History, Record

    from .settings import Target


def delete(
    *links: Annotated[
        str,
        Parameter(help="Delete links, links of pictures that are in the history, hashes or ids."),
    ],
    last: Annotated[
        bool,
        Parameter(negative="", help="The last upload of the history, or of the host."),
    ] = False,
    to: OneHost = None,
    json: Json = False,
    base_url: BaseUrl = None,
    timeout: Timeout = None,
    max_retries: MaxRetries = None,
) -> int:
    """Delete pictures by their links.

    A delete link tells its host by itself; what deletes the link of a picture is looked up in the
    history. A hash or id alone needs --to. A page that asks a question is not a deletion: the
    picture is still there then, and the exit status is 1.
    """
    options = {"base_url": base_url, "timeout": timeout, "max_retries": max_retries}
    named = None if to is None else settings.target(to, **options)
    if named is not None:
        _check_deletes(named)
    history, _ = settings.usable_history(needed=last)
    try:
        work = [_work(link, named, history, options) for link in links]
        if last:
            work.append(_last(named, history, options))
        if not work:
            raise output.UsageError("name what to delete, or say --last")
        return _delete_all(work, history, as_json=json)
    finally:
        if history is not None:
            history.close()


@define
class _Work:
    """One picture to delete."""

    link: str = field(repr=False)
    target: Target
    handle: str = field(repr=False)
    record: Record | None = None


def _work(
    link: str, named: Target | None, history: History | None, options: dict[str, Any]
) -> _Work:
    """What deletes the picture behind a link."""
    from imagehosts.sharing.links import find_host_of

    record = history.find_link(link) if history is not None else None
    if record is not None and (named is None or named.host.name == record.uploaded.host):
        return _from_record(link, record, named, options)
    is_address = re.match(r"https?://", link, re.IGNORECASE) is not None
    if named is not None:
        return _Work(link, named, link)
    if not is_address:
        raise output.UsageError(
            "which host? A hash or an id alone does not tell; name the host with --to"
        )
    found = find_host_of(link)
    target = settings.target(
        found.host.name, **{**options, "base_url": options["base_url"] or found.base_url}
    )
    _check_deletes(target)
    if found.leads_to != "delete" and found.handle == link:
        raise output.UsageError(
            f"this link shows a picture at {found.host.name}, and it is not in the history; give"
            " its delete link"
        )
    return _Work(link, target, found.handle)


def _last(named: Target | None, history: History | None, options: dict[str, Any]) -> _Work:
    if history is None:
        raise output.UsageError("--last: no history is kept")
    record = history.last(None if named is None else named.host.name)
    if record is None:
        raise output.UsageError("--last: the history is empty")
    return _from_record(record.uploaded.url or record.uploaded.source, record, named, options)


def _from_record(link: str, record: Record, named: Target | None, options: dict[str, Any]) -> _Work:
    uploaded = record.uploaded
    base_url = options["base_url"] or uploaded.base_url or None
    target = named or settings.target(uploaded.host, **{**options, "base_url": base_url})
    _check_deletes(target)
    if not uploaded.delete:
        raise output.UsageError(f"{uploaded.host} gave nothing that deletes this picture")
    return _Work(link, target, uploaded.delete, record)


def _check_deletes(target: Target) -> None:
    """Refuse a host that deletes nothing, once, before anything is sent."""
    from imagehosts.sharing.details import NotOffered

    fact = target.host.sharing.deletes
    if fact.value == "no":
        said = f"{target.host.name} gives no addresses that delete ({fact.source})"
        raise NotOffered("delete", said)


def _delete_all(work: list[_Work], history: History | None, *, as_json: bool) -> int:
    from imagehosts.core.errors import ImageHostError, MissingCredentials
    from imagehosts.sharing.connections import OpenHost
    from imagehosts.sharing.database import DatabaseError

    failed = False
    for number, each in enumerate(work, 1):
        error: ImageHostError | None = None
        try:
            client = each.target.host.make_client(**each.target.options)
            with OpenHost(each.target.host, client) as host:
                host.delete(each.handle)
        except MissingCredentials:
            raise
        except ImageHostError as refused:
            error, failed = refused, True
            # By its number: a delete link is a secret.
            output.say(f"link {number}: {output.explain(refused)}")
        else:
            if history is not None and each.record is not None:
                try:
                    history.mark_deleted(each.record.id)
                except DatabaseError as unwritable:  # the picture is gone all the same
                    output.say(f"link {number} is deleted; {unwritable}")
        if as_json:
            _print_json(each, error)
    return output.FAILED if failed else 0


def _print_json(work: _Work, error: ImageHostError | None) -> None:
    found = work.record.uploaded if work.record is not None else None
    output.result_json(
        {
            "source": found.source if found else None,
            "host": work.target.name,
            "url": found.url if found else None,
            "page": found.page_url if found else None,
            "thumbnail": found.thumbnail_url if found else None,
            "delete": None,
            "error": output.explain(error) if error else None,
            "answer": None,
        }
    )
