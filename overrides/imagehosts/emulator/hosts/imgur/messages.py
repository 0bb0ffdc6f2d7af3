"""Messages, notifications and credits of imgur."""

from __future__ import annotations

from typing import Any

from imagehosts.core.quirks import quirk

from ...domain.credits import Balance
from ...domain.messages import Message
from ...domain.users import User
from .access import Context, find_account, is_number
from .accounts import PAGE, settings_of
from .answers import list_messages, list_notifications, message, notification
from .dialect import operation, undocumented_route
from .problems import Refused
from .requests import page_of, read_flag, read_ids, read_number, required, text

_LONGEST_LIST = 16 * 1024


@operation("messages_inbox")
@quirk("IGR-38")
def inbox(context: Context) -> list[dict[str, Any]]:
    """The latest message of each thread, the thread with the latest one first."""
    return list_messages(context, context.accounts.messages.latest(context.who.id))


@operation("messages_ids")
def ids(context: Context) -> list[int]:
    return context.accounts.messages.ids(context.who.id, PAGE, page_of(context.call) * PAGE)


@operation("messages_count")
def count(context: Context) -> int:
    return context.accounts.messages.count(context.who.id)


@operation("messages_get")
def get(context: Context) -> dict[str, Any]:
    return message(context, _message(context))


@operation("messages_thread")
def thread(context: Context) -> list[dict[str, Any]]:
    """By the number of its first message."""
    shown = context.segment("message_id")
    found = context.accounts.messages.thread(int(shown), context.who.id) if is_number(shown) else []
    if not found:
        raise Refused("message", shown)
    return list_messages(context, found)


@operation("messages_delete")
def delete(context: Context) -> bool:
    context.accounts.messages.delete(_message(context).id, context.who.id)
    return True


@operation("messages_send")
def send(context: Context) -> bool:
    body, name = required(context.call, "body"), required(context.call, "recipient")
    recipient = context.accounts.users.by_name(context.host, name)
    if recipient is None:
        raise Refused("account", name)
    return send_message(context, recipient, body)


@operation("account_send_message")
def send_to_account(context: Context) -> bool:
    body = required(context.call, "body")
    return send_message(context, find_account(context), body)


@quirk("IGR-24")
def send_message(
    context: Context, recipient: User, body: str, first: Message | None = None
) -> bool:
    """All ways to send end here; ``first`` is that of the thread. The recipient is notified."""
    sender = context.who
    messages = context.accounts.messages
    if (
        sender.id in messages.blocked(recipient.id)
        or not settings_of(recipient)["messaging_enabled"]
    ):
        raise Refused("blocked", recipient.name)
    number = read_number(context.call, "parent_id")
    if number is not None:
        replied = messages.get(number, sender.id)
        first = messages.first(replied.thread if replied else number)
        if first is None or {first.sender_id, first.recipient_id} != {sender.id, recipient.id}:
            raise Refused("message", str(number))
    made = messages.send(
        sender.id,
        recipient.id,
        body,
        context.now,
        subject=text(context.call, "subject"),
        thread=first.id if first else None,
    )
    if recipient.id != sender.id:
        context.accounts.notifications.of_message(recipient.id, made.id, context.now)
    return True


@operation("messages_report")
def report(context: Context) -> bool:
    user = _other(context)
    context.accounts.reports.add(context.host, context.who.id, "user", user.id, context.now)
    return True


@operation("messages_block")
def block(context: Context) -> bool:
    context.accounts.messages.block(context.who.id, _other(context).id)
    return True


@undocumented_route(r"/3/account/(?P<username>[^/]+)/block", "DELETE")
@quirk("IGR-39")
def unblock(context: Context) -> bool:
    """Take a block back; the document has no call for it."""
    context.accounts.messages.unblock(context.who.id, find_account(context).id)
    return True


# Notifications


@operation("notifications_inbox", "account_notifications")
def notifications(context: Context) -> dict[str, Any]:
    return {
        "replies": _notifications(context, "comment"),
        "messages": _notifications(context, "message"),
    }


@operation("account_message_notifications")
def message_notifications(context: Context) -> list[dict[str, Any]]:
    return _notifications(context, "message")


@operation("account_reply_notifications")
def reply_notifications(context: Context) -> list[dict[str, Any]]:
    return _notifications(context, "comment")


@operation("notifications_get")
def get_notification(context: Context) -> dict[str, Any]:
    return notification(context, _notification(context, context.segment("notification_id")))


@operation("notifications_mark_viewed")
def view(context: Context) -> bool:
    context.accounts.notifications.view(
        _notification(context, context.segment("notification_id")).id
    )
    return True


@undocumented_route(r"/3/notification", "POST", "PUT")
def view_several(context: Context) -> bool:
    """Mark several as viewed; the document has only one at a time.

    A library of the host's own sends the numbers as the bare body.
    """
    numbers = read_ids(context.call, "ids", "id")
    if numbers is None and (whole := context.call.form.whole) is not None:
        numbers = whole.file.read(_LONGEST_LIST).decode("latin-1").split(",")
    if not numbers:
        raise Refused("missing", "ids")
    for found in [_notification(context, number.strip()) for number in numbers]:
        context.accounts.notifications.view(found.id)
    return True


def _notifications(context: Context, kind: str) -> list[dict[str, Any]]:
    if "username" in context.call.request.path_params:
        find_account(context, own=True)
    only_new = read_flag(context.call, "new", True)
    found = context.accounts.notifications.list(context.who.id, kind, only_new=only_new)
    return list_notifications(context, context.who.id, found)


def _notification(context: Context, shown: str) -> Any:
    number = int(shown) if is_number(shown) else 0
    found = context.accounts.notifications.get(number, context.who.id)
    if found is None:
        raise Refused("notification", shown)
    return found


def _message(context: Context) -> Message:
    shown = context.segment("message_id")
    number = int(shown) if is_number(shown) else 0
    found = context.accounts.messages.get(number, context.who.id)
    if found is None:
        raise Refused("message", shown)
    return found


def _other(context: Context) -> User:
    user = find_account(context)
    if user.id == context.who.id:
        raise Refused("invalid", "username")
    return user


# Credits


@operation("credits_get")
def credits(context: Context) -> dict[str, int]:
    """What is left. Here the reset is a moment, in headers it is a stretch of time."""
    call = context.call
    call.is_of_the_moment = True
    balances: dict[str, Balance] = call.request.state.balances
    user, client = balances["X-RateLimit-User"], balances["X-RateLimit-Client"]
    return {
        "UserLimit": user.limit,
        "UserRemaining": user.remaining,
        "UserReset": int(user.reset),
        "ClientLimit": client.limit,
        "ClientRemaining": client.remaining,
    }
