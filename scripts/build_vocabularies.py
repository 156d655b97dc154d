"""Make dataprep/tokens/vocabularies/*.bin from the published vocabularies.

    python scripts/build_vocabularies.py FOLDER

FOLDER holds o200k_base.tiktoken, cl100k_base.tiktoken and p50k_base.tiktoken as published (several
packages of the package indexes carry them). r50k_base is the first part of p50k_base. Each file is
checked against its official hash before and after packing; nothing is downloaded. The printed
hashes belong into `VOCABULARIES`: another zlib may deflate the same tokens to other bytes.
"""

from __future__ import annotations

import base64
import hashlib
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from dataprep.tokens.vocabulary import (  # noqa: E402
    VOCABULARIES,
    official_text,
    pack,
    unpack,
)

PUBLISHED = {
    "o200k_base": "o200k_base",
    "cl100k_base": "cl100k_base",
    "r50k_base": "p50k_base",
}
"""Packed vocabulary -> the published file that it is taken from."""


def read_tokens(path: Path, published: str) -> list[bytes]:
    """Return the tokens of a published file whose ranks count up from zero without a gap.

    Raises:
        SystemExit: the file is not the published one.
    """
    content = path.read_bytes()
    expect(content, VOCABULARIES[published].official_sha256, path)
    tokens: list[bytes] = []
    for line in content.splitlines():
        token, rank = line.split()
        if int(rank) != len(tokens):
            break
        tokens.append(base64.b64decode(token))
    return tokens


def expect(content: bytes, sha256: str, what: object) -> None:
    """Leave with a message when `content` does not have the hash `sha256`."""
    found = hashlib.sha256(content).hexdigest()
    if found != sha256:
        raise SystemExit(f"{what}: sha256 is {found}, the published file has {sha256}")


def main() -> None:
    """Pack, verify and write every vocabulary."""
    if len(sys.argv) != 2:
        raise SystemExit("usage: python scripts/build_vocabularies.py FOLDER")
    for name, published in PUBLISHED.items():
        tokens = read_tokens(Path(sys.argv[1]) / f"{published}.tiktoken", published)
        blob = pack(tokens)
        table = {token: rank for rank, token in enumerate(unpack(blob))}
        expect(official_text(table), VOCABULARIES[name].official_sha256, f"{name} after packing")
        target = ROOT / "dataprep" / "tokens" / "vocabularies" / f"{name}.bin"
        target.write_bytes(blob)
        print(f"{name}: {len(tokens):,} tokens, {len(blob):,} bytes")
        print(f"  sha256 {hashlib.sha256(blob).hexdigest()}")


if __name__ == "__main__":
    main()
