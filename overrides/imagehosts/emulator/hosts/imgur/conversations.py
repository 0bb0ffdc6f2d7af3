"""Conversations of imgur: the messages under the name that they have in the host's later API."""

from __future__ import annotations

from typing import Any

from ...domain.messages import Message
from .access import Ask, find_account, is_number
from .accounts import PAGE
from .answer import message
from .dialect import beside_the_spec
from .messages import block, report, send_message
from .problems import Refused
from .requests import required


@beside_the_spec(r"/3/conversations", "GET", "HEAD")
def conversations(ask: Ask) -> list[dict[str, Any]]:
    return [_shown(ask, last) for last in ask.accounts.messages.conversations(ask.who.id)]


@beside_the_spec(
    r"/3/conversations/(?P<conversation_id>[0-9]+)(?:/(?P<page>[0-9]{1,9})(?:/(?P<offset>[0-9]{1,9}))?)?",
    "GET",
    "HEAD",
)
def get(ask: Ask) -> dict[str, Any]:
    """A page of a conversation, counted from 1; ``offset`` passes over so many of the newest."""
    found = _conversation(ask)
    segments = ask.call.request.path_params
    page, offset = (min(int(segments[name] or 0), 10**6) for name in ("page", "offset"))
    page = max(1, page)
    end = max(0, len(found) - offset - (page - 1) * PAGE)
    start = max(0, end - PAGE)
    return {
        **_shown(ask, found[-1]),
        "messages": [message(ask, one) for one in found[start:end]],
        "done": start == 0,
        "page": page,
    }


@beside_the_spec(r"/3/conversations/(?P<username>[^/]+)", "POST")
def send(ask: Ask) -> bool:
    """A message into the conversation with somebody, or the first of one."""
    body, recipient = required(ask.call, "body"), find_account(ask)
    return send_message(
        ask, recipient, body, ask.accounts.messages.between(ask.who.id, recipient.id)
    )


@beside_the_spec(r"/3/conversations/(?P<conversation_id>[0-9]+)", "DELETE")
def delete(ask: Ask) -> bool:
    for one in _conversation(ask):
        ask.accounts.messages.delete(one.id, ask.who.id)
    return True


beside_the_spec(r"/3/conversations/report/(?P<username>[^/]+)", "POST")(report)
beside_the_spec(r"/3/conversations/block/(?P<username>[^/]+)", "POST")(block)


def _conversation(ask: Ask) -> list[Message]:
    shown = ask.segment("conversation_id")
    found = ask.accounts.messages.thread(int(shown), ask.who.id) if is_number(shown) else []
    if not found:
        raise Refused("conversation", shown)
    return found


def _shown(ask: Ask, last: Message) -> dict[str, Any]:
    """A conversation by its last message."""
    other_id = last.recipient_id if last.sender_id == ask.who.id else last.sender_id
    other = ask.accounts.users.get(other_id)
    return {
        "id": last.thread,
        "last_message_preview": last.body[:100],
        "datetime": int(last.created),
        "with_account_id": other_id,
        "with_account": other.name if other else None,
        "message_count": len(ask.accounts.messages.thread(last.thread, ask.who.id)),
    }
