"""Conversations of imgur: the messages under the name that they have in the host's later API."""

from __future__ import annotations

from typing import Any

from ...domain.messages import Message
from .access import Context, find_account, is_number
from .accounts import PAGE
from .answers import list_messages, message_count, name_of
from .dialect import undocumented_route
from .messages import block, report, send_message
from .problems import Refused
from .requests import required


@undocumented_route(r"/3/conversations", "GET", "HEAD")
def conversations(context: Context) -> list[dict[str, Any]]:
    found = context.accounts.messages.conversations(context.who.id)
    context.batches.expect("thread", [last.thread for last in found])
    context.batches.expect("user", [_other_id(context, last) for last in found])
    return [_shown(context, last) for last in found]


@undocumented_route(
    r"/3/conversations/(?P<conversation_id>[0-9]+)(?:/(?P<page>[0-9]{1,9})(?:/(?P<offset>[0-9]{1,9}))?)?",
    "GET",
    "HEAD",
)
def get(context: Context) -> dict[str, Any]:
    """A page of a conversation, counted from 1; ``offset`` passes over so many of the newest."""
    found = _conversation(context)
    segments = context.call.request.path_params
    page, offset = (min(int(segments[name] or 0), 10**6) for name in ("page", "offset"))
    page = max(1, page)
    end = max(0, len(found) - offset - (page - 1) * PAGE)
    start = max(0, end - PAGE)
    return {
        **_shown(context, found[-1]),
        "messages": list_messages(context, found[start:end]),
        "done": start == 0,
        "page": page,
    }


@undocumented_route(r"/3/conversations/(?P<username>[^/]+)", "POST")
def send(context: Context) -> bool:
    """A message into the conversation with somebody, or the first of one."""
    body, recipient = required(context.call, "body"), find_account(context)
    return send_message(
        context, recipient, body, context.accounts.messages.between(context.who.id, recipient.id)
    )


@undocumented_route(r"/3/conversations/(?P<conversation_id>[0-9]+)", "DELETE")
def delete(context: Context) -> bool:
    for one in _conversation(context):
        context.accounts.messages.delete(one.id, context.who.id)
    return True


undocumented_route(r"/3/conversations/report/(?P<username>[^/]+)", "POST")(report)
undocumented_route(r"/3/conversations/block/(?P<username>[^/]+)", "POST")(block)


def _conversation(context: Context) -> list[Message]:
    shown = context.segment("conversation_id")
    found = context.accounts.messages.thread(int(shown), context.who.id) if is_number(shown) else []
    if not found:
        raise Refused("conversation", shown)
    return found


def _other_id(context: Context, last: Message) -> int:
    return last.recipient_id if last.sender_id == context.who.id else last.sender_id


def _shown(context: Context, last: Message) -> dict[str, Any]:
    """A conversation by its last message."""
    other_id = _other_id(context, last)
    return {
        "id": last.thread,
        "last_message_preview": last.body[:100],
        "datetime": int(last.created),
        "with_account_id": other_id,
        "with_account": name_of(context, other_id),
        "message_count": message_count(context, last.thread, context.who.id),
    }
