"""What breaks inside ImageShack's galleries, by the codes that its document gives."""

from __future__ import annotations

from ...core.faults import Fault

#: By code; each meets the actions that may answer with that code.
BROKEN = {
    fault.name: fault
    for fault in (
        Fault("io_create_error", "a disk that takes no new gallery"),
        Fault("io_read_error", "a gallery that cannot be read"),
        Fault("io_save_error", "a gallery that cannot be written"),
        Fault("io_error", "the same, with the code of the document's example"),
        Fault("io_delete_error", "a gallery that cannot be deleted"),
        Fault("db_delete_error", "the same, because of the database"),
        Fault("db_error_album_list", "a database that gives no list"),
    )
}
