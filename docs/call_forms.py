"""The ways to make a call, as a reader would type them: Python, curl and the command line.

Each is whole, so that it can be copied and run. Credentials are in the environment for all of them.
The tests run every one of them against the emulator, as it is printed.
"""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from codegen.plans import OperationPlan
from codegen.specs import Spec
from imagehosts.core.errors import InvalidArgument
from imagehosts.hosts import Host

from docs.samples import arguments_of, needs_account
from docs.wire_capture import FILE_CONTENT, Captured, capture

WIDTH = 76

SYNC = """\
from imagehosts import {client}

with {client}() as {name}:
{body}
"""

ASYNC = """\
import asyncio

from imagehosts import Async{client}


async def main() -> None:
    async with Async{client}() as {name}:
{body}


asyncio.run(main())
"""


@dataclass(frozen=True)
class Form:
    """One way to make a call."""

    key: str
    label: str
    language: str
    text: str


@dataclass(frozen=True)
class Forms:
    """All of them, and the request that they send."""

    every: tuple[Form, ...]
    request: Captured
    arguments: dict[str, Any]


def forms_of(host: Host, spec: Spec, plan: OperationPlan) -> Forms:
    """The forms of a sample call."""
    user = needs_account(spec.api, plan.id)

    def sent(arguments: dict[str, Any]) -> Captured:
        given = _as_files(plan, arguments)
        return capture(host, plan.tag, plan.method_name, given, for_a_user=user)

    arguments = arguments_of(spec, plan)
    try:
        captured = sent(arguments)
    except InvalidArgument:
        # Such as an update without a field to update.
        arguments = arguments_of(spec, plan, every=True)
        captured = sent(arguments)
    every = (
        Form("python", "Python", "python", _python(host, plan, arguments, SYNC, 1, "")),
        Form(
            "async", "Python, async", "python", _python(host, plan, arguments, ASYNC, 2, "await ")
        ),
        Form("curl", "curl", "sh", captured.as_curl()),
        Form("cli", "Command line", "sh", _command(host, plan, arguments)),
    )
    return Forms(every, captured, arguments)


def _python(
    host: Host, plan: OperationPlan, arguments: dict[str, Any], around: str, level: int, wait: str
) -> str:
    indent = "    " * level
    whole = _call(host, plan, arguments)
    pages = plan.pagination is not None
    if (
        len(f"{indent}{wait}for item in {whole}:" if pages else f"{indent}print({wait}{whole})")
        > WIDTH
    ):
        inner = "".join(f"{indent}    {part},\n" for part in _arguments(plan, arguments))
        head = f"{host.name}.{plan.tag}.{plan.method_name}("
        if pages:
            body = f"{indent}items = {head}\n{inner}{indent})\n"
            body += f"{indent}{wait and 'async '}for item in items:\n{indent}    print(item)"
        else:
            body = f"{indent}answer = {wait}{head}\n{inner}{indent})\n{indent}print(answer)"
    elif pages:
        body = f"{indent}{wait and 'async '}for item in {whole}:\n{indent}    print(item)"
    else:
        body = f"{indent}print({wait}{whole})"
    return around.format(client=host.client, name=host.name, body=body).rstrip("\n")


def _call(host: Host, plan: OperationPlan, arguments: dict[str, Any]) -> str:
    inner = ", ".join(_arguments(plan, arguments))
    return f"{host.name}.{plan.tag}.{plan.method_name}({inner})"


def _arguments(plan: OperationPlan, arguments: dict[str, Any]) -> Iterator[str]:
    for argument in (*plan.positional, *plan.by_keyword):
        if argument.name in arguments:
            value = _literal(arguments[argument.name])
            yield value if argument.required else f"{argument.name}={value}"


def _literal(value: Any) -> str:
    """A value as our style writes it, with double quotes."""
    if isinstance(value, list):
        return f"[{', '.join(map(_literal, value))}]"
    if isinstance(value, str) and value.isprintable() and not {'"', "\\"} & set(value):
        return f'"{value}"'
    return repr(value)


def _command(host: Host, plan: OperationPlan, arguments: dict[str, Any]) -> str:
    words = ["imagehosts", "api", host.name, plan.tag, plan.method_name.replace("_", "-")]
    for argument in (*plan.positional, *plan.by_keyword):
        if argument.name not in arguments:
            continue
        value, option = arguments[argument.name], f"--{argument.name.replace('_', '-')}"
        if isinstance(value, bool):
            words.append(option if value else option.replace("--", "--no-", 1))
            continue
        listed = isinstance(value, list)
        text = ",".join(map(str, value)) if listed else str(value)
        words += [option, text] if listed or not argument.required else [text]
    return shlex.join(words)


def _as_files(plan: OperationPlan, arguments: dict[str, Any]) -> dict[str, Any]:
    """The arguments with content in place of the names of files, which need not be there."""
    shown = dict(arguments)
    for argument in plan.arguments:
        if argument.name in shown and argument.encode in ("source", "file"):
            shown[argument.name] = (shown[argument.name], FILE_CONTENT)
        elif argument.name in shown and argument.encode == "list:file":
            shown[argument.name] = [(each, FILE_CONTENT) for each in shown[argument.name]]
    return shown
