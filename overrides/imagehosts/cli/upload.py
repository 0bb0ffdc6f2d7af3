"""``imagehosts upload``."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Mapping
from datetime import timedelta
from typing import TYPE_CHECKING, Annotated, Any, Literal

from attrs import define, field
from cyclopts import Group, Parameter

from . import output, settings
from .options import BaseUrl, Hosts, Json, MaxRetries, Timeout
from .sources import find_sources, words_from_stdin

if TYPE_CHECKING:
    from imagehosts.core.errors import ImageHostError
    from imagehosts.sharing.batch import Attempt, Outcome
    from imagehosts.sharing.connections import AsyncOpenHost
    from imagehosts.sharing.history import History
    from imagehosts.sharing.sources import Source
    from imagehosts.sharing.uploaded import Uploaded

    from .settings import Target

WHERE = Group("Where to", sort_key=1)
PRINTED = Group("What is printed", sort_key=2)
SAID = Group("What is said of the pictures, where the host can hold it", sort_key=3)
MANY = Group("Many pictures", sort_key=4)
WIRE = Group("Requests", sort_key=5)


def upload(
    *sources: Annotated[str, Parameter(help="Files, folders, patterns, http(s) addresses, or -.")],
    to: Annotated[Hosts, Parameter(group=WHERE)] = None,
    mirror: Annotated[
        bool, Parameter(negative="", group=WHERE, help="Upload to each host that is named.")
    ] = False,
    fallback: Annotated[
        bool,
        Parameter(
            negative="",
            group=WHERE,
            help="Try the hosts in their order until one takes the picture. The default where"
            " several are named.",
        ),
    ] = False,
    format: Annotated[
        str,
        Parameter(
            name=["--format", "-f"],
            group=PRINTED,
            help="url, page, thumbnail, delete, markdown, html, bbcode, json, or a template such as"
            " '{url} {width}x{height}'.",
        ),
    ] = "url",
    json: Annotated[Json, Parameter(group=PRINTED)] = False,
    copy: Annotated[
        bool,
        Parameter(negative="", group=PRINTED, help="Copy to the clipboard what is printed."),
    ] = False,
    open: Annotated[
        bool, Parameter(negative="", group=PRINTED, help="Open the picture in the browser.")
    ] = False,
    title: Annotated[str | None, Parameter(group=SAID, help="Its title.")] = None,
    description: Annotated[str | None, Parameter(group=SAID, help="Its description.")] = None,
    tags: Annotated[
        list[str] | None,
        Parameter(negative="", group=SAID, help="Words to find it by; commas between several."),
    ] = None,
    album: Annotated[
        str | None,
        Parameter(
            name=["--album", "--album-id"],
            group=SAID,
            help="The album to put it in, by its id, or its delete handle where it is anonymous.",
        ),
    ] = None,
    expires: Annotated[
        str | None,
        Parameter(
            name=["--expires", "--expiration"],
            group=SAID,
            help="After how long the host deletes it: 5m, 12h, 3d, or P3DT12H.",
        ),
    ] = None,
    width: Annotated[
        int | None, Parameter(group=SAID, help="The width in pixels that the host makes it.")
    ] = None,
    private: Annotated[
        bool | None,
        Parameter(negative="--public", group=SAID, help="Whether only its owner sees it."),
    ] = None,
    nsfw: Annotated[
        bool | None, Parameter(group=SAID, help="Whether it is not safe for work.")
    ] = None,
    name: Annotated[str | None, Parameter(group=SAID, help="The name of the file.")] = None,
    host_option: Annotated[
        list[str] | None,
        Parameter(
            name=["--host-option", "-o"],
            negative="",
            group=SAID,
            help="Whatever else the host takes, as NAME=VALUE; `imagehosts hosts NAME` lists it.",
        ),
    ] = None,
    clipboard: Annotated[
        bool, Parameter(negative="", group=MANY, help="Upload the picture in the clipboard.")
    ] = False,
    from_stdin0: Annotated[
        bool,
        Parameter(
            name="--from-stdin0",
            negative="",
            group=MANY,
            help="Read names from standard input, each ended by a NUL.",
        ),
    ] = False,
    recursive: Annotated[
        bool,
        Parameter(
            name=["--recursive", "-r"],
            negative="",
            group=MANY,
            help="Look into folders below.",
        ),
    ] = False,
    jobs: Annotated[
        int, Parameter(name=["--jobs", "-j"], group=MANY, help="How many uploads at the same time.")
    ] = 4,
    journal: Annotated[
        str | None,
        Parameter(
            group=MANY,
            help="Write each step into this file, or into a database that many machines share,"
            " postgresql://user@host/database; the same command again uploads only what is"
            " missing.",
        ),
    ] = None,
    in_doubt: Annotated[
        Literal["leave", "again"],
        Parameter(
            group=MANY,
            help="Whether a picture that an earlier run sent and got no answer for is sent again,"
            " where the host cannot be asked for it.",
        ),
    ] = "leave",
    patience: Annotated[
        str, Parameter(group=MANY, help="How long in all a host may ask to wait.")
    ] = "1h",
    reuse: Annotated[
        bool,
        Parameter(
            negative="",
            group=MANY,
            help="Print the link from the history where the same content was uploaded before.",
        ),
    ] = False,
    fit: Annotated[
        bool,
        Parameter(
            negative="",
            group=MANY,
            help="Make a picture smaller, or write it in another format, where the host would"
            " refuse it.",
        ),
    ] = False,
    no_history: Annotated[
        bool, Parameter(negative="", group=MANY, help="Do not write this upload down.")
    ] = False,
    dry_run: Annotated[
        bool, Parameter(negative="", group=MANY, help="Check everything and send nothing.")
    ] = False,
    quiet: Annotated[
        bool, Parameter(name=["--quiet", "-q"], negative="", group=PRINTED, help="No progress.")
    ] = False,
    base_url: Annotated[BaseUrl, Parameter(group=WIRE)] = None,
    timeout: Annotated[Timeout, Parameter(group=WIRE)] = None,
    max_retries: Annotated[MaxRetries, Parameter(group=WIRE)] = None,
) -> int:
    """Upload pictures and print their links.

    The key of a host comes from the environment, or from `imagehosts login`. Without --to the first
    host is taken whose key is known. A file that fails does not stop the others; the exit status is
    1 then.
    """
    from imagehosts.sharing.details import parse_duration

    wanted = "json" if json else format
    if mirror and fallback:
        raise output.UsageError("--mirror and --fallback contradict each other")
    said: dict[str, Any] = {
        "title": title,
        "description": description,
        "tags": _tags(tags),
        "album": album,
        "expires": parse_duration(expires, "expires") if expires is not None else None,
        "width": width,
        "private": private,
        "nsfw": nsfw,
        "name": name,
    }
    targets = _targets(to, base_url=base_url, timeout=timeout, max_retries=max_retries)
    options = _host_options(targets, host_option or [])
    if options:
        said["host_options"] = options
    request = _Request(
        targets=targets,
        mirror=mirror,
        format=wanted,
        details={key: value for key, value in said.items() if value is not None},
        jobs=jobs,
        journal=_journal_place(journal),
        in_doubt=in_doubt,
        patience=parse_duration(patience, "patience"),
        reuse=reuse,
        copy=copy,
        open=open,
        quiet=quiet,
        fit=fit,
    )
    request.check()
    words = [*sources, *(words_from_stdin() if from_stdin0 else ())]
    pictures = find_sources(words, recursive=recursive)
    if clipboard:
        from .clipboard import picture_in_clipboard

        pictures.append(picture_in_clipboard())
    if not pictures:
        raise output.UsageError("name at least one picture; see `imagehosts upload --help`")
    if dry_run:
        return request.rehearse(pictures)
    history = None
    if not no_history:
        history, request.unrecorded = settings.usable_history(needed=reuse)
    try:
        return request.run(pictures, history)
    finally:
        if history is not None:
            history.close()


def _journal_place(journal: str | None) -> str | None:
    """A file, wherever a shell left its ``~``, or the address of a database."""
    from imagehosts.sharing.stores import is_postgres

    if journal is None or is_postgres(journal):
        return journal
    return os.path.expanduser(journal)


def _tags(tags: list[str] | None) -> list[str] | None:
    if tags is None:
        return None
    return [tag.strip() for each in tags for tag in each.split(",") if tag.strip()]


def _targets(names: list[str] | None, **options: Any) -> list[Target]:
    if names:
        return [settings.target(name, **options) for name in dict.fromkeys(names)]
    from imagehosts.sharing.choosing import default_host, how_to_begin

    host = default_host()
    if host is not None:
        return [settings.target(host.name, **options)]
    profiles = settings.load_profiles()
    if profiles:
        return [settings.target(next(iter(profiles)), **options)]
    raise output.UsageError(*how_to_begin().split("\n"))


def _host_options(targets: list[Target], given: list[str]) -> dict[str, Any]:
    """What stands after ``--host-option``, as the first host that knows it takes it."""
    from imagehosts.sharing.details import options_of, parse_value

    found: dict[str, Any] = {}
    for each in given:
        name, equals, text = each.partition("=")
        if not equals:
            raise output.UsageError(f"--host-option: expected NAME=VALUE, got {each!r}")
        name = name.strip().replace("-", "_")
        known = [
            options
            for target in targets
            if target.host.upload_operation is not None
            and name in (options := options_of(target.host))
        ]
        found[name] = parse_value(known[0][name], text, f"host_option {name}") if known else text
    return found


@define(kw_only=True)
class _Request:
    """What is asked for, whatever the pictures are."""

    targets: list[Target]
    mirror: bool
    format: str
    details: dict[str, Any]
    jobs: int
    journal: str | None
    in_doubt: Literal["leave", "again"]
    patience: timedelta
    reuse: bool
    copy: bool
    open: bool
    quiet: bool
    fit: bool
    printed: list[str] = field(factory=list[str])
    failed: bool = False
    unwritable: bool = False
    complained: dict[int, ImageHostError] = field(factory=dict[int, Any])
    not_sent: int = 0
    unrecorded: ImageHostError | None = None

    def check(self) -> None:
        """Refuse what no picture could change, once, before anything is sent."""
        from imagehosts.core.errors import InvalidArgument
        from imagehosts.sharing.capabilities import addresses_of
        from imagehosts.sharing.details import NotOffered, details_of
        from imagehosts.sharing.uploaded import FORMATS, check_format

        if self.format == "viewer":
            self.format = "page"
        if self.format != "json":
            check_format(self.format)
        if self.jobs < 1:
            raise InvalidArgument("jobs", f"expected 1 or more, got {self.jobs}")
        refusals: list[Exception] = []
        for target in self.targets:
            try:
                details_of(target.host, self.details)
                gives = addresses_of(target.host)
                wanted = self.format if self.format in FORMATS else "url"
                if wanted in ("page", "thumbnail", "delete") and wanted not in gives:
                    raise NotOffered(
                        "format",
                        f"{target.host.name} gives no {wanted} address; it gives"
                        f" {', '.join([*gives, 'json'])}",
                    )
            except NotOffered as error:
                # Of several hosts the others may do; each that cannot is reported as it is tried.
                if len(self.targets) == 1 or self.mirror:
                    raise
                refusals.append(error)
        if len(refusals) == len(self.targets):
            raise refusals[0]

    def rehearse(self, pictures: list[Source]) -> int:
        """Check everything, and send nothing."""
        from imagehosts.core.errors import ImageHostError
        from imagehosts.sharing.capabilities import check
        from imagehosts.sharing.details import details_of

        failed = False
        for picture in pictures:
            for target in self.targets:
                error = None
                try:
                    picture.look()
                    check(target.host, picture, details_of(target.host, self.details))
                except ImageHostError as refused:
                    error, failed = output.explain(refused), True
                if self.format == "json":
                    output.result_json(_shape(picture.label, target.name, error=error))
                elif error is not None:
                    output.say(f"{picture.label}: {error}")
                else:
                    size = "" if picture.size is None else f", {picture.size} bytes"
                    output.result(f"{picture.label} would go to {target.name}{size}")
        return output.FAILED if failed else 0

    def run(self, pictures: list[Source], history: History | None) -> int:
        """Upload the pictures and print what became of them."""
        from imagehosts.core.errors import MissingCredentials

        try:
            outcomes = asyncio.run(self._upload(pictures, history))
        except KeyboardInterrupt:
            raise KeyboardInterrupt(self._how_to_go_on(pictures)) from None
        if self.not_sent:
            output.say(f"{self.not_sent} more were not sent for the same reason")
        if self.copy and self.printed:
            from .clipboard import copy_text

            self.failed |= not copy_text("\n".join(self.printed))
        if self.unwritable:
            return output.FAILED
        errors = [outcome.error for outcome in outcomes]
        if errors and all(isinstance(error, MissingCredentials) for error in errors):
            return output.WRONG_USAGE
        return output.FAILED if self.failed else 0

    async def _upload(self, pictures: list[Source], history: History | None) -> list[Outcome]:
        from contextlib import AsyncExitStack

        from imagehosts.sharing.batch import IMPATIENT, upload_many
        from imagehosts.sharing.connections import open_host_async

        from .progress import shown

        async with AsyncExitStack() as stack:
            hosts: list[AsyncOpenHost] = []
            for target in self.targets:
                options = {"retries": IMPATIENT, **target.options}
                host = await stack.enter_async_context(open_host_async(target.host, **options))
                host.label = target.name
                if target.host.needs_key and not host.has_credentials and len(self.targets) == 1:
                    raise host.client.missing_credentials(target.host.credential)
                hosts.append(host)
            if self.fit:
                from imagehosts.sharing.resizing import fit_to_host

                pictures = [
                    await asyncio.to_thread(fit_to_host, picture, hosts[0].host)
                    for picture in pictures
                ]
            copies = len(hosts) if self.mirror else 1
            with shown(pictures, copies=copies, quiet=self.quiet) as progress:
                return await upload_many(
                    pictures,
                    to=hosts,
                    strategy="mirror" if self.mirror else "fallback",
                    details=self.details,  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
                    at_once=self.jobs,
                    journal=self.journal,
                    in_doubt=self.in_doubt,
                    history=history,
                    reuse=self.reuse,
                    patience=self.patience.total_seconds(),
                    on_progress=progress,
                    on_outcome=self._report,
                )

    def _report(self, index: int, outcome: Outcome) -> bool:
        """Print what became of a picture; False where nothing more can be printed."""
        for attempt in self._worth_reporting(outcome):
            try:
                self._report_attempt(outcome.source, attempt)
            except output.OutputFailed as error:
                if not self.unwritable:
                    output.say(str(error))
                self.unwritable = True
                if attempt.uploaded is not None and attempt.uploaded.url:
                    output.say(f"{outcome.source} is at {attempt.uploaded.url}")
        return not self.unwritable

    def _worth_reporting(self, outcome: Outcome) -> list[Attempt]:
        if self.mirror:
            return list(outcome.attempts)
        if outcome.uploaded is None:
            return list(outcome.attempts)
        return [attempt for attempt in outcome.attempts if attempt.uploaded is not None]

    def _report_attempt(self, source: str, attempt: Attempt) -> None:
        from imagehosts.sharing.uploaded import NoAddress

        uploaded = attempt.uploaded
        if uploaded is None:
            self.failed = True
            assert attempt.error is not None
            message = output.explain(attempt.error)
            # What closes a host for the batch is one error for all that were not sent to it.
            if id(attempt.error) in self.complained:
                self.not_sent += 1
            else:
                self.complained[id(attempt.error)] = attempt.error
                output.say(f"{source}: {message}")
            if self.format == "json":
                output.result_json(_shape(source, attempt.host, error=message))
            return
        if self.format == "json":
            shown = uploaded.to_json() | {"source": source, "host": attempt.host}
            if not uploaded.url:
                self.failed = True
                shown["error"] = "the host gave no address of the file"
                output.say(f"{source}: {_without_address(uploaded)}")
            self._print(None, shown)
            if uploaded.url:
                self.printed.append(uploaded.url)
                self._show(uploaded)
            return
        self._say_what_deletes(source, uploaded, attempt.unrecorded or self.unrecorded)
        try:
            text = uploaded.render(self.format)
        except NoAddress as error:
            self.failed = True
            output.say(f"{source}: {error.message}")
            return
        self._print(text, None)
        self._show(uploaded)

    def _say_what_deletes(
        self, source: str, uploaded: Uploaded, unrecorded: ImageHostError | None
    ) -> None:
        """Say what deletes a picture that `delete` cannot look up later."""
        if unrecorded is None or self.format == "delete":
            return
        if self.unrecorded is None:
            output.say(str(unrecorded))
            self.unrecorded = unrecorded
        if uploaded.delete:
            output.say(f"{source}: not in the history; deleted by {uploaded.delete}")

    def _show(self, uploaded: Uploaded) -> None:
        """Open the picture in the browser, if that is wanted; the host may have named anything."""
        if not self.open:
            return
        import webbrowser

        address = uploaded.page_url or uploaded.url or ""
        if not address.startswith(("https://", "http://")) or not webbrowser.open(address):
            self.failed = True
            output.say(f"--open: no browser opened {address}")

    def _print(self, text: str | None, value: Mapping[str, Any] | None) -> None:
        if text is not None:
            output.result(text)
            self.printed.append(text)
        else:
            output.result_json(value)

    def _how_to_go_on(self, pictures: list[Source]) -> str:
        if self.journal is None:
            return (
                "; with --journal FILE the same command can be given again and uploads only what is"
                " missing"
                if len(pictures) > 1
                else ""
            )
        from imagehosts.sharing.stores import is_postgres, shown_address

        def shown(word: str) -> str:
            name, equals, value = word.partition("=")
            if equals and name.startswith("--") and is_postgres(value):
                return f"{name}={shown_address(value)}"
            return shown_address(word) if is_postgres(word) else word

        again = " ".join(output.shell_word(shown(word)) for word in sys.argv[1:])
        name = os.path.basename(sys.argv[0])
        return f"; what is done is in {shown(self.journal)}; to go on: {name} {again}"


def _without_address(uploaded: Any) -> str:
    from imagehosts.sharing.uploaded import NoAddress

    try:
        uploaded.address("url")
    except NoAddress as error:
        return error.message
    return ""


def _shape(source: str, host: str, *, error: str | None = None) -> dict[str, Any]:
    """The one shape of all hosts, for a picture that is not there."""
    empty = dict.fromkeys(("url", "page", "thumbnail", "delete"))
    return {"source": source, "host": host, **empty, "error": error, "answer": None}
