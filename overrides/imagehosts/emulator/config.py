"""Every setting of the emulator, once: as fields for Python and as switches for the command line.

The switches are made from the fields, so a setting that exists in one place exists in the other.
Which hosts obey a rule, and which profiles and faults there are, the rows of the hosts say.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable, Mapping
from dataclasses import Field, dataclass, field, fields
from difflib import get_close_matches
from pathlib import Path
from typing import Any, ClassVar

from .core.blobs.places import checked_address
from .core.faults import FaultError, read_rule
from .hosts import profiles as known_profiles
from .hosts import rows

DESCRIPTION = """\
Serve the image hosts from this machine, with real state: what is uploaded is decoded, stored,
served again, and deleted by its delete link or when its time is over.
"""
EPILOG = """\
Keys: with no --key and no --admin-key every key is accepted, except the word 'invalid'.
Accounts: hosts that have them begin with one, called demo with the password demo and the address
demo@example.com, unless --user names others. It has a token that is known: demo-NAME, with the name
of the API.
Videos: MP4, QuickTime and WebM are taken where the document says so, if they are sent with a
video/ content type. Their size and duration are read from the container; nothing decodes them, so
the still of a clip is a drawn stand-in.
Control: GET /_emulator/ lists what tests can do; GET /_emulator/health answers when all is up.
Every setting can be given as a variable as well: IMAGEHOSTS_EMULATE_PORT=8765 for --port 8765, 1
for a switch, and several values with semicolons between them.
"""

#: What the variables begin with that stand for switches; as the command, for clusters set variables
#: of their own that begin as the names of services do.
VARIABLES = "IMAGEHOSTS_EMULATE_"
_SWITCHES = {
    **dict.fromkeys(("1", "true", "yes", "on"), True),
    **dict.fromkeys(("0", "false", "no", "off"), False),
}
MEGABYTE = 1_000_000
DOCUMENTED = "documented"

_UNITS = {
    "": 1,
    "b": 1,
    "kb": 1000,
    "mb": MEGABYTE,
    "gb": 1000 * MEGABYTE,
    "kib": 1024,
    "mib": 1024**2,
    "gib": 1024**3,
}


def size(text: str) -> int:
    """``500000``, ``500 kB`` or ``512MiB`` as bytes."""
    match = re.fullmatch(r"([0-9]{1,18}(?:\.[0-9]{1,9})?)\s*([A-Za-z]*)", text.strip())
    if not match or match[2].lower() not in _UNITS:
        raise argparse.ArgumentTypeError(f"{text!r} is not a size; write 500000, 500kB or 512MiB")
    return int(float(match[1]) * _UNITS[match[2].lower()])


def count(text: str) -> int:
    """A whole number from 1 on."""
    if not re.fullmatch(r"[0-9]{1,15}", text) or not int(text):
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number from 1 on")
    return int(text)


def whole(text: str) -> int:
    """A whole number from 0 on."""
    if not re.fullmatch(r"[0-9]{1,15}", text):
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number from 0 on")
    return int(text)


def seconds(text: str) -> float:
    """A number of seconds above 0."""
    if not re.fullmatch(r"[0-9]{1,9}(?:\.[0-9]{1,6})?", text) or not float(text):
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of seconds above 0")
    return float(text)


def directory(text: str) -> Path:
    """A directory, which has a name."""
    if not text.strip():
        raise argparse.ArgumentTypeError(
            "name a directory; '.' is the current one, and without --data nothing is kept"
        )
    if "\0" in text:
        raise argparse.ArgumentTypeError("the name of a directory has no NUL in it")
    return Path(text)


def database(text: str) -> str:
    """The address of a PostgreSQL database."""
    if re.match(r"postgres(?:ql)?://", text):
        return text
    raise argparse.ArgumentTypeError(
        "the address of a database begins with postgresql://, as in postgresql://localhost/images"
    )


def blobs(text: str) -> str:
    """The address of a place for pictures."""
    try:
        return checked_address(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from None


def server(text: str) -> str:
    """The address of a server."""
    if re.fullmatch(r"https?://[^\s/@?#]+/?", text):
        return text.rstrip("/")
    raise argparse.ArgumentTypeError("the address of a server is http://host:port or https://host")


def seed(text: str) -> int | Path:
    """A whole number, or else the name of a folder or a file."""
    if re.fullmatch(r"-?[0-9]{1,18}", text):
        return int(text)
    if not text.strip() or "\0" in text:
        raise argparse.ArgumentTypeError("a seed is a number, a folder of pictures, or a file")
    return Path(text)


def network(text: str) -> str:
    """``public`` or ``host:port``."""
    if text == "public" or re.fullmatch(r"[^\s:/]+:\d{1,5}|\[[0-9a-fA-F:]+\]:\d{1,5}", text):
        return text.lower()
    raise argparse.ArgumentTypeError(f"{text!r} is neither 'public' nor host:port")


def album(text: str) -> str:
    """``ID=KEY``."""
    if re.fullmatch(r"[A-Za-z0-9]+=.+", text):
        return text
    raise argparse.ArgumentTypeError(f"{text!r} is not of the form ID=KEY")


def fault(text: str) -> str:
    """A fault, written in a line. Whether a host has it is seen once it is known who is served."""
    try:
        read_rule(text)
    except FaultError as error:
        raise argparse.ArgumentTypeError(str(error)) from None
    return text


def profile(text: str) -> str:
    """The name of a profile."""
    names = (DOCUMENTED, *known_profiles())
    if text in names:
        return text
    raise argparse.ArgumentTypeError(f"{text!r} is not a profile; there are {', '.join(names)}")


def port(text: str) -> int:
    """A number that a port can have."""
    if re.fullmatch(r"[0-9]{1,5}", text) and int(text) <= 65535:
        return int(text)
    raise argparse.ArgumentTypeError(f"{text!r} is not a port; it is a number from 0 to 65535")


def api(text: str) -> str:
    """The name of an API that has an emulator."""
    if text in rows():
        return text
    raise argparse.ArgumentTypeError(
        f"there is no API called {text!r}; there are {', '.join(sorted(rows()))}"
    )


def user(text: str) -> str:
    """``NAME:PASSWORD``."""
    if re.fullmatch(r"[A-Za-z0-9_][A-Za-z0-9_.-]*:.+", text):
        return text
    raise argparse.ArgumentTypeError("an account is given as NAME:PASSWORD")


def stale_token_status(text: str) -> int:
    """A status with which hosts were seen to refuse a token."""
    if text in ("401", "403", "429"):
        return int(text)
    raise argparse.ArgumentTypeError(f"{text!r} is not 401, 403 or 429")


def _setting(
    default: Any,
    group: str,
    flag: str,
    help: str,
    *,
    parse: Callable[[str], Any] = str,
    metavar: str | None = None,
    is_secret: bool = False,
) -> Any:
    return field(
        default=default,
        repr=not is_secret,
        metadata={
            "group": group,
            "flag": flag,
            "help": help,
            "parse": parse,
            "metavar": metavar,
        },
    )


SERVER, SITES, KEYS = "server", "hosts", "keys, accounts and albums"
SPACES = "spaces"
RULES = "rules that only some sites have"
NETWORK, LIMITS, TESTS = "network and browsers", "limits", "tests"


@dataclass(frozen=True, kw_only=True)
class EmulatorConfig:
    """Settings of an emulator. Sizes are bytes; a tuple is a switch that may be repeated."""

    host: str = _setting(
        "127.0.0.1",
        SERVER,
        "--host",
        "address to listen on; anything but loopback lets others in",
        metavar="ADDRESS",
    )
    port: int = _setting(
        8765, SERVER, "--port", "port to listen on; 0 takes a free one", parse=port, metavar="PORT"
    )
    data: Path | None = _setting(  # noqa: RUF009 - a field like the others
        None,
        SERVER,
        "--data",
        "directory to keep everything in, crashes included; without it all ends with the process",
        parse=directory,
        metavar="DIR",
    )
    database: str | None = _setting(
        None,
        SERVER,
        "--database",
        "PostgreSQL database to keep everything in but the pictures, which are in --data or"
        " --blobs; any number of emulators may share both (libpq's variables, as PGPASSWORD, count"
        " too)",
        parse=database,
        metavar="postgresql://...",
        is_secret=True,
    )
    blobs: str | None = _setting(
        None,
        SERVER,
        "--blobs",
        "where pictures are kept, if not in --data: in a bucket of S3, or in a folder that all"
        " machines see (AWS_ACCESS_KEY_ID, AWS_REGION and the like count)",
        parse=blobs,
        metavar="s3://BUCKET/PREFIX|file:///FOLDER",
    )
    blobs_endpoint: str | None = _setting(
        None,
        SERVER,
        "--blobs-endpoint",
        "server of the bucket, if it is not Amazon's; else AWS_ENDPOINT_URL counts",
        parse=server,
        metavar="URL",
    )
    workers: int = _setting(
        1,
        SERVER,
        "--workers",
        "processes that answer together, as many as there are processors to use",
        parse=count,
        metavar="N",
    )
    public_url: str | None = _setting(
        None,
        SERVER,
        "--public-url",
        "start of all links in answers; by default they follow Host and X-Forwarded-Proto",
        metavar="URL",
    )
    proxy: bool = _setting(
        False,
        SERVER,
        "--proxy",
        "be an HTTPS proxy too: print the variables with which programs that name the real hosts"
        " reach the emulated ones, and trust them",
    )
    ca_file: Path | None = _setting(  # noqa: RUF009 - a field like the others
        None,
        SERVER,
        "--ca-file",
        "where to keep the certificate of the proxy's authority, with its key beside it; without"
        " it there is a new one in each run",
        parse=Path,
        metavar="FILE",
    )
    docs: Path | None = _setting(  # noqa: RUF009 - a field like the others
        None,
        SERVER,
        "--docs",
        "folder or archive of the documentation, which is served at /docs; a wheel brings it, and"
        " in a checkout it is found where `make docs` puts it",
        parse=Path,
        metavar="FOLDER",
    )
    log: bool = _setting(False, SERVER, "--log", "write a line for every request")

    space_expiry: float = _setting(
        14_400.0,
        SPACES,
        "--space-expiry",
        "seconds after which a space goes that nobody has used (default 4 hours)",
        parse=seconds,
        metavar="SECONDS",
    )
    max_spaces: int = _setting(
        1000,
        SPACES,
        "--max-spaces",
        "spaces that there may be at a time; 0 for none at all",
        parse=whole,
        metavar="N",
    )
    max_open_spaces: int = _setting(
        32,
        SPACES,
        "--max-open-spaces",
        "spaces that a process keeps open; the others wait on disk until they are asked for",
        parse=count,
        metavar="N",
    )

    apis: tuple[str, ...] = _setting(
        (), SITES, "--api", "serve only this API, by its name in specs/", parse=api, metavar="NAME"
    )
    profile: str = _setting(
        DOCUMENTED,
        SITES,
        "--profile",
        "documented: hosts as their documents have them; under another name some hosts answer"
        " differently",
        parse=profile,
        metavar="NAME",
    )

    keys: tuple[str, ...] = _setting(
        (),
        KEYS,
        "--key",
        "a key that is accepted; without any, every key is but the word 'invalid'",
        metavar="KEY",
    )
    admin_keys: tuple[str, ...] = _setting(
        (),
        KEYS,
        "--admin-key",
        "the key of an administrator, who may use use_file_date and is free of the rules below;"
        " without any, every key may use use_file_date and none is free of the rules",
        metavar="KEY",
    )
    albums: tuple[str, ...] = _setting(
        (),
        KEYS,
        "--album",
        "an album that belongs to a key; uploads with this album_id and another key are left out"
        " of it without an error",
        parse=album,
        metavar="ID=KEY",
    )

    users: tuple[str, ...] = _setting(
        (),
        KEYS,
        "--user",
        "an account at every host that has accounts, with the address NAME@example.com; without"
        " any there is demo:demo",
        parse=user,
        metavar="NAME:PASSWORD",
    )

    refuse_duplicates: bool = _setting(
        False,
        RULES,
        "--refuse-duplicates",
        "refuse bytes that the same address has uploaded within 24 hours (101, 102, 103)",
    )
    false_duplicates: bool = _setting(
        False,
        RULES,
        "--false-duplicates",
        "answer 101 to a file part that PHP rejected when the address has uploaded anything within"
        " 24 hours, as some databases make sites do",
    )
    flood_limit: int = _setting(
        0,
        RULES,
        "--flood-limit",
        "uploads that an address may make in a minute; 0 for any number",
        parse=int,
        metavar="N",
    )
    refuse_url_uploads: bool = _setting(
        False, RULES, "--refuse-url-uploads", "take URLs as source from administrators only"
    )
    moderate_uploads: bool = _setting(
        False,
        RULES,
        "--moderate-uploads",
        "uploads wait for approval: answers leave out their addresses, viewer pages refuse",
    )
    no_expiration: bool = _setting(
        False, RULES, "--no-expiration", "ignore the parameter expiration"
    )
    max_file_size: int | None = _setting(
        None,
        RULES,
        "--max-file-size",
        "size above which the host refuses a file with its own error; without it only"
        " --max-body-size counts",
        parse=size,
        metavar="SIZE",
    )
    upload_max_filesize: int | None = _setting(
        None,
        RULES,
        "--upload-max-filesize",
        "size above which PHP rejects the part of a file, so that the host finds none in it (201,"
        " or 101 with --false-duplicates)",
        parse=size,
        metavar="SIZE",
    )
    space_limit: int = _setting(
        5 * 1024**3,
        RULES,
        "--space-limit",
        "space of an account at hosts that have accounts (default 5GiB)",
        parse=size,
        metavar="SIZE",
    )
    captcha: bool = _setting(
        False,
        RULES,
        "--captcha",
        "refuse logins with a password because a captcha is missing",
    )
    client_credits: int = _setting(
        12_500,
        RULES,
        "--client-credits",
        "credits that an application has in a day",
        parse=int,
        metavar="N",
    )
    user_credits: int = _setting(
        500,
        RULES,
        "--user-credits",
        "credits that an account or address has in an hour",
        parse=int,
        metavar="N",
    )
    enforce_credits: bool = _setting(
        False,
        RULES,
        "--enforce-credits",
        "answer 429 when credits are used up; otherwise they only go down",
    )
    hourly_uploads: int = _setting(
        0,
        RULES,
        "--hourly-uploads",
        "uploads that an address may make in an hour; 0 for any number",
        parse=int,
        metavar="N",
    )
    token_lifetime: int = _setting(
        2_419_200,
        RULES,
        "--token-lifetime",
        "seconds for which an access token is good (default 28 days)",
        parse=int,
        metavar="SECONDS",
    )
    stale_token_status: int = _setting(
        403,
        RULES,
        "--stale-token-status",
        "status with which a token is refused that has run out or never was: 401, 403 or 429",
        parse=stale_token_status,
        metavar="STATUS",
    )
    faults: tuple[str, ...] = _setting(
        (),
        RULES,
        "--fault",
        "what is made to go wrong, as in slow=2 or rate_limited,host=NAME,times=3; with options:"
        " host, operation, times, share, skip, retry_after; GET /_emulator/faults/known lists all",
        parse=fault,
        metavar="NAME[=VALUE][,OPTION=VALUE]",
    )
    maintenance: bool = _setting(
        False, RULES, "--maintenance", "answer everything with a maintenance page and status 200"
    )
    php_warnings: bool = _setting(
        False, RULES, "--php-warnings", "print a PHP warning before every JSON answer"
    )
    banned: tuple[str, ...] = _setting(
        (), RULES, "--ban", "a client address that is refused", metavar="ADDRESS"
    )

    allow_network: tuple[str, ...] = _setting(
        (),
        NETWORK,
        "--allow-network",
        "fetch sources given by URL: 'public' for public addresses, or host:port; by default only"
        " pictures of the emulator and those registered at /_emulator/web are found",
        parse=network,
        metavar="public|HOST:PORT",
    )
    no_cors: bool = _setting(
        False,
        NETWORK,
        "--no-cors",
        "send no CORS headers, so that web pages of other origins cannot call the APIs"
        " (some hosts never send any)",
    )
    admin_token: str | None = _setting(
        None,
        NETWORK,
        "--admin-token",
        "token that opens /_emulator/ to clients by names other than loopback, sent as the header"
        " X-Emulator-Token",
        metavar="TOKEN",
    )

    max_body_size: int = _setting(
        512 * 1024 * 1024,
        LIMITS,
        "--max-body-size",
        "size above which a body is thrown away unread, the key in it included (default 512MiB)",
        parse=size,
        metavar="SIZE",
    )
    max_pixels: int = _setting(
        40_000_000, LIMITS, "--max-pixels", "pixels of a picture", parse=count, metavar="N"
    )
    max_side: int = _setting(
        16_384, LIMITS, "--max-side", "width or height of a picture", parse=count, metavar="N"
    )
    max_fields: int = _setting(
        1000,
        LIMITS,
        "--max-fields",
        "fields and files of a request, and items of a list; what comes later is thrown away, as"
        " PHP does",
        parse=count,
        metavar="N",
    )
    max_json_size: int = _setting(
        20 * 1024 * 1024,
        LIMITS,
        "--max-json-size",
        "size above which a body in JSON is not understood (default 20MiB)",
        parse=size,
        metavar="SIZE",
    )
    max_json_depth: int = _setting(
        512,
        LIMITS,
        "--max-json-depth",
        "objects and lists of a body in JSON within each other; a deeper one is not understood",
        parse=count,
        metavar="N",
    )
    picture_threads: int = _setting(
        2,
        LIMITS,
        "--picture-threads",
        "pictures decoded at the same time",
        parse=count,
        metavar="N",
    )
    form_threads: int = _setting(
        2,
        LIMITS,
        "--form-threads",
        "large bodies that are taken apart at the same time",
        parse=count,
        metavar="N",
    )
    fetch_threads: int = _setting(
        4,
        LIMITS,
        "--fetch-threads",
        "sources given by URL that are fetched at the same time",
        parse=count,
        metavar="N",
    )
    fetch_seconds: float = _setting(
        30.0,
        LIMITS,
        "--fetch-seconds",
        "seconds after which a source given by URL counts as unreachable, however slowly it"
        " answers; all sources of one request together",
        parse=seconds,
        metavar="SECONDS",
    )
    idle_seconds: float = _setting(
        60.0,
        LIMITS,
        "--idle-seconds",
        "seconds after which a connection is closed on which nothing comes and nothing goes, and"
        " which the head of a request may take",
        parse=seconds,
        metavar="SECONDS",
    )
    max_connections: int = _setting(
        1000,
        LIMITS,
        "--max-connections",
        "connections that are answered at the same time; more get the status 503",
        parse=count,
        metavar="N",
    )
    max_small_chunks: int = _setting(
        1000,
        LIMITS,
        "--max-small-chunks",
        "chunks that a body may come in if they have fewer than 32 bytes on average",
        parse=count,
        metavar="N",
    )
    max_journal: int = _setting(
        1000,
        LIMITS,
        "--max-journal",
        "requests that /_emulator/requests remembers",
        parse=count,
        metavar="N",
    )
    max_errors: int = _setting(
        100,
        LIMITS,
        "--max-errors",
        "errors of the emulator itself that are remembered",
        parse=count,
        metavar="N",
    )

    seed: int | Path | None = _setting(  # noqa: RUF009 - a field like the others
        None,
        TESTS,
        "--seed",
        "a number makes ids, random names and delete links the same in every run; a folder of"
        " pictures, or a file in YAML with users, albums and galleries, is what there is at the"
        " start",
        parse=seed,
        metavar="N|FOLDER|FILE",
    )
    frozen_at: float | None = _setting(
        None,
        TESTS,
        "--frozen-at",
        "Unix time at which the clock stands still until it is advanced",
        parse=float,
        metavar="SECONDS",
    )

    def __post_init__(self) -> None:
        """What comes from Python is held to what the command line takes."""
        for setting in fields(self):
            if setting.metadata["parse"] in (count, seconds):
                _checked_number(setting.name, getattr(self, setting.name))
            if setting.metadata["parse"] is whole:
                _checked_number(setting.name, getattr(self, setting.name), least=0)
        if isinstance(self.data, str):
            if not self.data.strip():
                raise ValueError("data must name a directory; None keeps nothing")
            object.__setattr__(self, "data", Path(self.data))
        if self.blobs is not None:
            checked_address(self.blobs)
        if isinstance(self.seed, str):
            object.__setattr__(self, "seed", Path(self.seed))

    #: Whether what is acknowledged must survive a loss of power.
    is_durable: ClassVar[bool] = True

    @property
    def random_seed(self) -> int | None:
        """What ids come from, if they are to be the same in every run."""
        return self.seed if isinstance(self.seed, int) else None

    @property
    def contents(self) -> Path | None:
        """What there is at the start."""
        return self.seed if isinstance(self.seed, Path) else None

    @property
    def is_shared(self) -> bool:
        """Whether other processes use the same state."""
        return self.database is not None or self.workers > 1


def _checked_number(name: str, value: Any, least: int | None = None) -> None:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    if is_number and (value > 0 or (least is not None and value >= least)):
        return
    wanted = "above 0" if least is None else f"from {least} on"
    raise ValueError(f"{name} must be a number {wanted}, got {value!r}")


def settings_of_space() -> dict[str, Field[Any]]:
    """The settings that a space may have for itself, by name: what hosts are like in it.

    What the service is, its limits, and what it may reach is the same for all.
    """
    groups = (SITES, KEYS, RULES, TESTS)
    return {
        setting.name: setting
        for setting in fields(EmulatorConfig)
        if setting.metadata["group"] in groups
    }


def read_space_settings(given: Mapping[str, str]) -> dict[str, Any]:
    """Settings of a space out of texts, which are written as in variables.

    Raises:
        ValueError: There is no such setting, or it does not take this; the message names it.
    """
    known, found = settings_of_space(), dict[str, Any]()
    for name, text in given.items():
        try:
            found[name] = _from_text(known[name], text)
        except KeyError:
            raise ValueError(f"a space has no setting {name}; it has {', '.join(known)}") from None
        except (argparse.ArgumentTypeError, ValueError) as error:
            raise ValueError(f"{name}: {error}") from None
    return check_space_settings(found)


def check_space_settings(given: Mapping[str, Any]) -> dict[str, Any]:
    """Settings of a space from Python. ``ValueError`` for one that is none."""
    known = settings_of_space()
    if unknown := sorted(set(given) - set(known)):
        raise ValueError(f"a space has no setting {unknown[0]}; it has {', '.join(known)}")
    if EmulatorConfig(**given).contents is not None:
        # A file of the service is nobody's business who can name a space.
        raise ValueError("the seed of a space is a number; POST what it begins with to its /seed")
    return dict(given)


def help_of(setting: Field[Any]) -> str:
    """What a setting means, with what the rows of the hosts add to it."""
    text: str = setting.metadata["help"]
    hosts = [api for api, row in rows().items() if setting.name in row.rules]
    if hosts:
        text += f" ({', '.join(hosts)})"
    if setting.name == "profile":
        text += "".join(f"; {name}: {meaning}" for name, meaning in known_profiles().items())
    if setting.name == "faults":
        names = {api: [fault.name for fault in row.own_faults] for api, row in rows().items()}
        text += "; " + "; ".join(
            f"{api}: {', '.join(given)}" for api, given in names.items() if given
        )
    return text


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Give ``parser`` a switch for every setting, in groups."""
    groups: dict[str, Any] = {}
    for setting in fields(EmulatorConfig):
        meta = setting.metadata
        group = groups.get(meta["group"]) or parser.add_argument_group(meta["group"])
        groups[meta["group"]] = group
        text = help_of(setting)
        options: dict[str, Any] = {"dest": setting.name, "help": text}
        if isinstance(setting.default, bool):
            options |= {"action": "store_true"}
        elif isinstance(setting.default, tuple):
            options |= {
                "action": "append",
                "type": meta["parse"],
                "metavar": meta["metavar"],
                "help": f"{text} (repeatable)",
            }
        else:
            options |= {"default": setting.default, "type": meta["parse"]}
            options |= {"metavar": meta["metavar"]} if meta["metavar"] else {}
            if setting.default is not None and "(default" not in text:
                options["help"] = f"{text} (default %(default)s)"
        group.add_argument(meta["flag"], **options)


def from_environment(environ: Mapping[str, str]) -> dict[str, Any]:
    """The settings that variables give, by name; what the command line gives wins or is added.

    ``IMAGEHOSTS_EMULATE_PORT`` for ``--port`` and so on; ``1`` for a switch, and several values of
    one with semicolons between them. Containers are given settings in no other way.

    Raises:
        ValueError: There is no such setting, or it does not take this; the message names it.
    """
    known = {variable_of(setting): setting for setting in fields(EmulatorConfig)}
    found: dict[str, Any] = {}
    for variable in sorted(name for name in environ if name.startswith(VARIABLES)):
        setting, text = known.get(variable), environ[variable]
        if setting is None:
            near = get_close_matches(variable, known, 1)
            raise ValueError(
                f"{variable}: there is no such setting"
                + (f"; did you mean {near[0]}?" if near else "")
            )
        if text:
            try:
                found[setting.name] = _from_text(setting, text)
            except (argparse.ArgumentTypeError, ValueError) as error:
                raise ValueError(f"{variable}: {error}") from None
    return found


def variable_of(setting: Field[Any]) -> str:
    """The variable of a setting."""
    flag: str = setting.metadata["flag"]
    return VARIABLES + flag.removeprefix("--").replace("-", "_").upper()


def _from_text(setting: Field[Any], text: str) -> Any:
    if isinstance(setting.default, bool):
        if text.lower() not in _SWITCHES:
            raise ValueError(f"{text!r} is neither 1 nor 0")
        return _SWITCHES[text.lower()]
    parse = setting.metadata["parse"]
    if isinstance(setting.default, tuple):
        return [parse(part.strip()) for part in text.split(";") if part.strip()]
    return parse(text)


def config_from_args(args: argparse.Namespace) -> EmulatorConfig:
    """The settings that a command line gave."""
    values: dict[str, Any] = {}
    for setting in fields(EmulatorConfig):
        value = getattr(args, setting.name)
        values[setting.name] = tuple(value or ()) if isinstance(setting.default, tuple) else value
    return EmulatorConfig(**values)
