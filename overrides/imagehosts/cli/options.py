"""Options that several commands share."""

from __future__ import annotations

from typing import Annotated, TypeAlias

from cyclopts import Parameter

__all__ = ["STDIN", "BaseUrl", "Hosts", "Json", "MaxRetries", "OneHost", "Timeout"]

#: Stands for a lone dash among the words; no name of a file holds a NUL.
STDIN = "\0stdin"

_TO = "a host as `imagehosts hosts` lists it, or a name given to `imagehosts login`"

Hosts: TypeAlias = Annotated[
    list[str] | None,
    Parameter(name=["--to", "--host", "-t"], negative="", help=f"Where to: {_TO}. Repeatable."),
]
OneHost: TypeAlias = Annotated[
    str | None, Parameter(name=["--to", "--host", "-t"], help=f"The host: {_TO}.")
]
Json: TypeAlias = Annotated[
    bool,
    Parameter(name="--json", negative="", help="Print JSON, one object a line, the same for all."),
]
BaseUrl: TypeAlias = Annotated[
    str | None,
    Parameter(name="--base-url", help="The address of the host's API, or of an emulator's."),
]
Timeout: TypeAlias = Annotated[
    float | None, Parameter(name="--timeout", help="Seconds for each step of a request.")
]
MaxRetries: TypeAlias = Annotated[
    int | None, Parameter(name="--max-retries", help="How often a failed request is repeated.")
]
