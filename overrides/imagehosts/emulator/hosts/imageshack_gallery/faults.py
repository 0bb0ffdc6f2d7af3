"""What breaks inside ImageShack's galleries, by the codes that its document gives."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ...core.faults import Fault
from .problems import BREAKS

if TYPE_CHECKING:
    from ...core.context import Call


@dataclass(frozen=True, slots=True)
class Broken(Fault):
    """It meets the actions that may answer with its code."""

    def meets(self, call: Call) -> bool:
        """Whether the document has the code for the action."""
        action = call.operation.variant.partition("_by_get")[0] if call.operation else ""
        return self.name in BREAKS.get(action, ())


#: By code.
BROKEN = {
    fault.name: fault
    for fault in (
        Broken("io_create_error", "a disk that takes no new gallery"),
        Broken("io_read_error", "a gallery that cannot be read"),
        Broken("io_save_error", "a gallery that cannot be written"),
        Broken("io_error", "the same, with the code of the document's example"),
        Broken("io_delete_error", "a gallery that cannot be deleted"),
        Broken("db_delete_error", "the same, because of the database"),
        Broken("db_error_album_list", "a database that gives no list"),
    )
}
