"""The parameters of a request: read once, and noted in the journal without secrets."""

from __future__ import annotations

from .context import Call
from .forms import Value, read_form
from .journal import redact_field

#: Values are shown in the journal up to this size.
_LONGEST_NOTED = 400
#: And so many of them, with so much of their names.
_MOST_NOTED, _LONGEST_NAME = 100, 100


async def read_parameters(
    call: Call, methods: set[str], *, json: bool = False, raw: bool = False
) -> None:
    """Read the query, and the body of a request whose method is in ``methods``.

    For ``json`` and ``raw`` see :func:`~imagehosts.emulator.core.forms.read_form`. Every parameter
    is read and noted, known or not, so one that is new in a spec needs nothing here.
    """
    if call.form_is_read:
        return
    services = call.services
    call.form = await read_form(
        call.request, services.bounds, services.parse, methods=methods, json=json, raw=raw
    )
    call.form_is_read = True
    given = {**call.form.query, **call.form.body}
    for name in list(given)[:_MOST_NOTED]:
        call.entry.fields[name[:_LONGEST_NAME]] = redact_field(
            name, _noted(given[name]), services.journal.secrets
        )
    for name, file in call.form.parts[:_MOST_NOTED]:
        call.entry.files[name[:_LONGEST_NAME]] = {
            "filename": clean(file.filename)[:_LONGEST_NOTED],
            "content_type": file.content_type[:_LONGEST_NOTED],
            "size": file.size,
            **({"error": file.error} if file.error else {}),
        }


def clean(text: str) -> str:
    """Text that can be stored and sent: bytes that are not become replacement characters."""
    return text.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _noted(value: Value) -> str:
    if value.size > _LONGEST_NOTED:
        return f"{clean(value.start(40).decode('utf-8', 'replace'))}... [{value.size} bytes]"
    return clean(value.text)
