"""What mistral-common in its finetuning mode says of rows; runs in the environment of the peers.

One row a line on standard input; one JSON text a line on standard output: null where the row passes,
else what is wrong with it.
"""

from __future__ import annotations

import json
import sys
from typing import Any

from mistral_common.protocol.instruct.messages import FinetuningMessage
from mistral_common.protocol.instruct.request import ChatCompletionRequest
from mistral_common.protocol.instruct.validator import MistralRequestValidatorV3, ValidationMode

VALIDATOR = MistralRequestValidatorV3(ValidationMode.finetuning)
REQUEST = ChatCompletionRequest[FinetuningMessage]


def verdict(row: Any) -> str | None:
    """Return what is wrong with a row, None where nothing is."""
    try:
        VALIDATOR.validate_request(REQUEST.model_validate(row))
    except Exception as error:
        return f"{type(error).__name__}: {error}"
    return None


for line in sys.stdin:
    print(json.dumps(verdict(json.loads(line))), flush=True)
