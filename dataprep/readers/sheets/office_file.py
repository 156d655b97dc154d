"""What office files have in common before their format is known: the container, the password."""

from __future__ import annotations

from typing import IO

from dataprep.errors import InputError

OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""First bytes of the container of old Office files, and of encrypted new ones."""

_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_BLOCK = 1 << 20


def refuse_encrypted(file: IO[bytes], name: str) -> None:
    """Raise `InputError` for a new Office file behind a password; else leave `file` at its start.

    Such a file is an old container with a stream called ``EncryptedPackage`` in it.
    """
    file.seek(0)
    if file.read(8) == OLE_MAGIC:
        tail = b""
        while block := file.read(_BLOCK):
            if _ENCRYPTED in tail + block:
                raise encrypted(name)
            tail = block[-len(_ENCRYPTED) :]
    file.seek(0)


def encrypted(name: str) -> InputError:
    """Return the error for a workbook behind a password."""
    return InputError(
        f"{name}: the workbook is encrypted with a password",
        "open it with the password and save a copy without one",
    )
