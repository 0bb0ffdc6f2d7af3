"""Messages, notifications and credits of imgur."""

from __future__ import annotations

from typing import Any

from imagehosts.core.quirks import quirk

from ...domain.messages import Message
from ...domain.users import User
from .access import Ask, find_account, is_number
from .accounts import PAGE, settings_of
from .answer import allowances, message, notification
from .dialect import beside_the_spec, operation
from .problems import Refused
from .requests import page_of, read_flag, read_ids, read_number, required, text

_LONGEST_LIST = 16 * 1024


@operation("messages_inbox")
def inbox(ask: Ask) -> list[dict[str, Any]]:
    return [message(ask, found) for found in ask.accounts.messages.latest(ask.who.id)]


@operation("messages_ids")
def ids(ask: Ask) -> list[int]:
    return ask.accounts.messages.ids(ask.who.id, PAGE, page_of(ask.call) * PAGE)


@operation("messages_count")
def count(ask: Ask) -> int:
    return ask.accounts.messages.count(ask.who.id)


@operation("messages_get")
def get(ask: Ask) -> dict[str, Any]:
    return message(ask, _message(ask))


@operation("messages_thread")
def thread(ask: Ask) -> list[dict[str, Any]]:
    """By the number of its first message."""
    shown = ask.segment("message_id")
    found = ask.accounts.messages.thread(int(shown), ask.who.id) if is_number(shown) else []
    if not found:
        raise Refused("message", shown)
    return [message(ask, one) for one in found]


@operation("messages_delete")
def delete(ask: Ask) -> bool:
    ask.accounts.messages.delete(_message(ask).id, ask.who.id)
    return True


@operation("messages_send")
def send(ask: Ask) -> bool:
    body, name = required(ask.call, "body"), required(ask.call, "recipient")
    recipient = ask.accounts.users.by_name(ask.host, name)
    if recipient is None:
        raise Refused("account", name)
    return send_message(ask, recipient, body)


@operation("account_send_message")
def send_to_account(ask: Ask) -> bool:
    body = required(ask.call, "body")
    return send_message(ask, find_account(ask), body)


@quirk("IGR-24")
def send_message(ask: Ask, recipient: User, body: str, first: Message | None = None) -> bool:
    """All ways to send end here; ``first`` is that of the thread. The recipient gets word of it."""
    sender = ask.who
    messages = ask.accounts.messages
    if (
        sender.id in messages.blocked(recipient.id)
        or not settings_of(recipient)["messaging_enabled"]
    ):
        raise Refused("blocked", recipient.name)
    number = read_number(ask.call, "parent_id")
    if number is not None:
        replied = messages.get(number, sender.id)
        first = messages.first(replied.thread if replied else number)
        if first is None or {first.sender_id, first.recipient_id} != {sender.id, recipient.id}:
            raise Refused("message", str(number))
    made = messages.send(
        sender.id,
        recipient.id,
        body,
        ask.now,
        subject=text(ask.call, "subject"),
        thread=first.id if first else None,
    )
    if recipient.id != sender.id:
        ask.accounts.notifications.of_message(recipient.id, made.id, ask.now)
    return True


@operation("messages_report")
def report(ask: Ask) -> bool:
    user = _other(ask)
    ask.accounts.reports.add(ask.host, ask.who.id, "user", user.id, ask.now)
    return True


@operation("messages_block")
def block(ask: Ask) -> bool:
    ask.accounts.messages.block(ask.who.id, _other(ask).id)
    return True


@beside_the_spec(r"/3/account/(?P<username>[^/]+)/block", "DELETE")
def unblock(ask: Ask) -> bool:
    """Take a block back; the document has no call for it."""
    ask.accounts.messages.unblock(ask.who.id, find_account(ask).id)
    return True


# Notifications


@operation("notifications_inbox", "account_notifications")
def notifications(ask: Ask) -> dict[str, Any]:
    return {"replies": _notifications(ask, "comment"), "messages": _notifications(ask, "message")}


@operation("account_message_notifications")
def message_notifications(ask: Ask) -> list[dict[str, Any]]:
    return _notifications(ask, "message")


@operation("account_reply_notifications")
def reply_notifications(ask: Ask) -> list[dict[str, Any]]:
    return _notifications(ask, "comment")


@operation("notifications_get")
def get_notification(ask: Ask) -> dict[str, Any]:
    return notification(ask, _notification(ask, ask.segment("notification_id")))


@operation("notifications_mark_viewed")
def view(ask: Ask) -> bool:
    ask.accounts.notifications.view(_notification(ask, ask.segment("notification_id")).id)
    return True


@beside_the_spec(r"/3/notification", "POST", "PUT")
def view_several(ask: Ask) -> bool:
    """Mark several as viewed; the document has only one at a time.

    A library of the host's own sends the numbers as the bare body.
    """
    numbers = read_ids(ask.call, "ids", "id")
    if numbers is None and (whole := ask.call.form.whole) is not None:
        numbers = whole.file.read(_LONGEST_LIST).decode("latin-1").split(",")
    if not numbers:
        raise Refused("missing", "ids")
    for found in [_notification(ask, number.strip()) for number in numbers]:
        ask.accounts.notifications.view(found.id)
    return True


def _notifications(ask: Ask, kind: str) -> list[dict[str, Any]]:
    if "username" in ask.call.request.path_params:
        find_account(ask, own=True)
    only_new = read_flag(ask.call, "new", True)
    found = ask.accounts.notifications.list(ask.who.id, kind, only_new=only_new)
    return [notification(ask, one) for one in found]


def _notification(ask: Ask, shown: str) -> Any:
    number = int(shown) if is_number(shown) else 0
    found = ask.accounts.notifications.get(number, ask.who.id)
    if found is None:
        raise Refused("notification", shown)
    return found


def _message(ask: Ask) -> Message:
    shown = ask.segment("message_id")
    number = int(shown) if is_number(shown) else 0
    found = ask.accounts.messages.get(number, ask.who.id)
    if found is None:
        raise Refused("message", shown)
    return found


def _other(ask: Ask) -> User:
    user = find_account(ask)
    if user.id == ask.who.id:
        raise Refused("invalid", "username")
    return user


# Credits


@operation("credits_get")
def credits(ask: Ask) -> dict[str, int]:
    """What is left. Here the reset is a moment, in headers it is a stretch of time."""
    counted: dict[str, tuple[str, str]] = ask.call.request.state.counted
    shown: dict[str, int] = {}
    for allowance in allowances(ask.call)[:2]:
        who, _ = counted[allowance.name]
        balance = ask.call.services.credits.take(allowance, who, 0, ask.now)
        name = allowance.name.capitalize()
        shown |= {f"{name}Limit": balance.limit, f"{name}Remaining": balance.remaining}
        if allowance.name == "user":
            shown["UserReset"] = int(balance.reset)
    return shown
