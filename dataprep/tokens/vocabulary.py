"""The vocabularies: packed token lists in this package, turned into tiktoken encodings.

tiktoken fetches its vocabularies from the network and trusts a cache folder named by the
environment. Here they are package data: the official files, checked against the hashes that
tiktoken itself expects, without the base64 and the numbers (a rank is a position). A packed file is
deflated and holds the number of tokens (4 bytes, little-endian), the length of each token (a byte
each) and the tokens one after another, in the order of their ranks.
`scripts/build_vocabularies.py` makes the files.
"""

from collections.abc import Mapping
from functools import cache
from itertools import accumulate, pairwise
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from dataprep.errors import DataprepError, UsageError

if TYPE_CHECKING:
    from tiktoken import Encoding


class Vocabulary(NamedTuple):
    """What defines an encoding, apart from the tokens.

    Attributes:
        blob: the packed file in `vocabularies/` without its suffix.
        blob_sha256: of the packed file.
        official_sha256: of the vocabulary as it is published.
        pattern: cuts text into the pieces that are encoded one by one.
        special_tokens: never produced from text; the encoding has to know them all the same.
        extra: ranks that stand after those of the packed file.
    """

    blob: str
    blob_sha256: str
    official_sha256: str
    pattern: str
    special_tokens: Mapping[str, int]
    extra: Mapping[bytes, int] = MappingProxyType({})


# Hashes, patterns and special tokens are facts of the published encodings, as stated in
# tiktoken_ext/openai_public.py of tiktoken 0.14 (https://github.com/openai/tiktoken).
_GPT2_PATTERN = r"'(?:[sdmt]|ll|ve|re)| ?\p{L}++| ?\p{N}++| ?[^\s\p{L}\p{N}]++|\s++$|\s+(?!\S)|\s"
_CL100K_PATTERN = (
    r"'(?i:[sdmt]|ll|ve|re)|[^\r\n\p{L}\p{N}]?+\p{L}++|\p{N}{1,3}+| ?[^\s\p{L}\p{N}]++[\r\n]*+"
    r"|\s++$|\s*[\r\n]|\s+(?!\S)|\s"
)
_O200K_UPPER = r"[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]"
_O200K_LOWER = r"[\p{Ll}\p{Lm}\p{Lo}\p{M}]"
_O200K_SUFFIX = r"(?i:'s|'t|'re|'ve|'m|'ll|'d)?"
_O200K_PATTERN = (
    rf"[^\r\n\p{{L}}\p{{N}}]?{_O200K_UPPER}*{_O200K_LOWER}+{_O200K_SUFFIX}"
    rf"|[^\r\n\p{{L}}\p{{N}}]?{_O200K_UPPER}+{_O200K_LOWER}*{_O200K_SUFFIX}"
    r"|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n/]*|\s*[\r\n]+|\s+(?!\S)|\s+"
)

_R50K_BLOB_SHA256 = "40c6932b7df829af6ce2a065abc4f5e537e586c483617eb616bf87e9e076c512"

VOCABULARIES: dict[str, Vocabulary] = {
    "o200k_base": Vocabulary(
        blob="o200k_base",
        blob_sha256="8c866d8a9169a585a00b0b43e116668ae8636bd4ebe25be6b7ec9ab977c1dbff",
        official_sha256="446a9538cb6c348e3516120d7c08b09f57c36495e2acfffe59a5bf8b0cfb1a2d",
        pattern=_O200K_PATTERN,
        special_tokens={"<|endoftext|>": 199999, "<|endofprompt|>": 200018},
    ),
    "cl100k_base": Vocabulary(
        blob="cl100k_base",
        blob_sha256="361486d95ef56257109fcf28e783a73e6bc9943c2a44296fb6cea1b386e2739a",
        official_sha256="223921b76ee99bde995b7ff738513eef100fb51d18c93597a113bcffe865b2a7",
        pattern=_CL100K_PATTERN,
        special_tokens={
            "<|endoftext|>": 100257,
            "<|fim_prefix|>": 100258,
            "<|fim_middle|>": 100259,
            "<|fim_suffix|>": 100260,
            "<|endofprompt|>": 100276,
        },
    ),
    "p50k_base": Vocabulary(
        blob="r50k_base",
        blob_sha256=_R50K_BLOB_SHA256,
        official_sha256="94b5ca7dff4d00767bc256fdd1b27e5b17361d7b8a5f968547f9f23eb70d2069",
        pattern=_GPT2_PATTERN,
        special_tokens={"<|endoftext|>": 50256},
        # r50k_base and the runs of 2 to 25 spaces, which make code cheaper.
        extra={b" " * length: 50255 + length for length in range(2, 26)},
    ),
    "r50k_base": Vocabulary(
        blob="r50k_base",
        blob_sha256=_R50K_BLOB_SHA256,
        official_sha256="306cd27f03c1a714eca7108e03d66b7dc042abe8c258b44c199a7ed9838dd930",
        pattern=_GPT2_PATTERN,
        special_tokens={"<|endoftext|>": 50256},
    ),
}

ENCODINGS = tuple(VOCABULARIES)
"""The names of the encodings that can be counted, the newest first."""


@cache
def load(encoding: str) -> "Encoding":
    """Return the encoding, built once per process.

    Raises:
        UsageError: there is no encoding of this name.
        DataprepError: the packed file is missing or not the one that was released.
    """
    if encoding not in VOCABULARIES:
        raise UsageError(
            f"there is no token encoding {encoding!r}", f"choose one of: {', '.join(ENCODINGS)}"
        )
    from tiktoken import Encoding

    vocabulary = VOCABULARIES[encoding]
    return Encoding(
        encoding,
        pat_str=vocabulary.pattern,
        mergeable_ranks=ranks(encoding),
        special_tokens=dict(vocabulary.special_tokens),
    )


def ranks(encoding: str) -> dict[bytes, int]:
    """Return token -> rank of a known encoding, in the order of the ranks.

    Raises:
        DataprepError: the packed file is missing or not the one that was released.
    """
    import hashlib
    from importlib.resources import files

    vocabulary = VOCABULARIES[encoding]
    place = files(__package__) / "vocabularies" / f"{vocabulary.blob}.bin"
    reinstall = "reinstall it with: pip install --force-reinstall dataprep-finetune"
    try:
        blob = place.read_bytes()
    except OSError as error:
        raise DataprepError(
            f"the vocabulary {vocabulary.blob} is missing from this installation", reinstall
        ) from error
    if hashlib.sha256(blob).hexdigest() != vocabulary.blob_sha256:
        raise DataprepError(f"the vocabulary {vocabulary.blob} is damaged on disk", reinstall)
    table = {token: rank for rank, token in enumerate(unpack(blob))}
    table.update(vocabulary.extra)
    return table


def pack(tokens: list[bytes]) -> bytes:
    """Return the packed file of tokens that stand in the order of their ranks."""
    import zlib

    head = len(tokens).to_bytes(4, "little")
    return zlib.compress(head + bytes(map(len, tokens)) + b"".join(tokens), 9)


def unpack(blob: bytes) -> list[bytes]:
    """Return the tokens of a packed file in the order of their ranks."""
    import zlib

    data = zlib.decompress(blob)
    start = 4 + int.from_bytes(data[:4], "little")
    borders = accumulate(data[4:start], initial=start)
    return [data[first:last] for first, last in pairwise(borders)]


def official_text(table: Mapping[bytes, int]) -> bytes:
    """Return a table of ranks as its vocabulary is published, to compare the hashes."""
    import base64

    lines = (b"%s %d\n" % (base64.b64encode(token), rank) for token, rank in table.items())
    return b"".join(lines)
