"""``imagehosts history``: what was uploaded, with what deletes it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Any

from cyclopts import App, Parameter

from . import output, settings
from .options import Json

if TYPE_CHECKING:
    from imagehosts.sharing.history import History, Record

app = App(
    name="history",
    help="List what was uploaded, and forget it.",
    help_epilogue="Without a command it lists. IMAGEHOSTS_HISTORY=off keeps no history.",
    version_flags=[],
)


@app.default
def listed(
    *,
    host: Annotated[
        str | None, Parameter(name=["--host", "--to"], help="Of this host alone.")
    ] = None,
    since: Annotated[
        str | None, Parameter(help="From this day on, or for so long: 2026-01-31, 7d, 12h.")
    ] = None,
    search: Annotated[
        str | None, Parameter(help="With this text in the name, the addresses or the title.")
    ] = None,
    deleted: Annotated[
        bool, Parameter(negative="", help="Those that were deleted as well.")
    ] = False,
    json: Json = False,
) -> int:
    """List what was uploaded, the oldest first: number, time, host, address, source."""
    with _history() as history:
        records = history.records(host=host, since=_moment(since), search=search, deleted=deleted)
        _print(records, as_json=json)
    return 0


@app.command
def show(number: int, *, json: Json = False) -> int:
    """Show all that is known of an upload, its delete link included."""
    with _history() as history:
        record = history.get(number)
    if record is None:
        raise output.UsageError(f"there is no upload {number} in the history")
    if json:
        output.result_json(_shape(record))
        return 0
    uploaded = record.uploaded
    facts = {
        "source": uploaded.source,
        "time": _time(record.at),
        "host": uploaded.host,
        "url": uploaded.url,
        "page": uploaded.page_url,
        "thumbnail": uploaded.thumbnail_url,
        "delete": uploaded.delete,
        "title": uploaded.title,
        "size": f"{uploaded.width}x{uploaded.height}" if uploaded.width else None,
        "bytes": uploaded.bytes,
        "type": uploaded.mime,
        "expires": uploaded.expires_at and uploaded.expires_at.isoformat(),
        "sha256": record.digest,
        "deleted": record.deleted_at and _time(record.deleted_at),
    }
    for name, value in facts.items():
        if value is not None:
            output.result(f"{name:<10} {value}")
    return 0


@app.command
def forget(
    *numbers: int,
    everything: Annotated[bool, Parameter(name="--all", negative="", help="All of them.")] = False,
) -> int:
    """Forget uploads; the pictures stay where they are."""
    if not numbers and not everything:
        raise output.UsageError("say which: their numbers, or --all")
    with _history() as history:
        count = history.forget(None if everything else list(numbers))
    output.say(f"{count} forgotten")
    return 0 if count or everything else output.FAILED


@app.command
def export() -> int:
    """Print all of the history as JSON, one upload a line, delete links included."""
    with _history() as history:
        _print(history.records(deleted=True), as_json=True)
    return 0


def _history() -> History:
    found = settings.history()
    if found is None:
        raise output.UsageError("no history is kept: IMAGEHOSTS_HISTORY is off")
    return found


def _print(records: Iterable[Record], *, as_json: bool) -> None:
    for record in records:
        if as_json:
            output.result_json(_shape(record))
        else:
            found = record.uploaded
            gone = " (deleted)" if record.deleted_at else ""
            output.result(
                f"{record.id:>5}  {_time(record.at)}  {found.host:<16}"
                f"{found.url or found.page_url or '-'}  {found.source}{gone}"
            )


def _shape(record: Record) -> dict[str, Any]:
    return {
        **record.uploaded.to_json(),
        "number": record.id,
        "time": datetime.fromtimestamp(record.at, UTC).isoformat(timespec="seconds"),
        "sha256": record.digest,
        "deleted": record.deleted_at is not None,
    }


def _time(at: float) -> str:
    return datetime.fromtimestamp(at).astimezone().isoformat(" ", "minutes")[:16]


def _moment(text: str | None) -> float | None:
    """A day, or a length of time before now."""
    if text is None:
        return None
    import time

    from imagehosts.core.errors import InvalidArgument
    from imagehosts.sharing.details import parse_duration

    try:
        return datetime.fromisoformat(text).astimezone().timestamp()
    except ValueError:
        pass
    try:
        return time.time() - parse_duration(text, "since").total_seconds()
    except InvalidArgument:
        raise output.UsageError(
            f"--since: expected a day such as 2026-01-31, or a time such as 7d, got {text!r}"
        ) from None
