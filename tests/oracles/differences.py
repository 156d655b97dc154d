"""Where the platforms' own checkers and dataprep differ on the seeded files, each with its reason.

The lists are exact. `WE_REJECT` goes by our code: a checker takes what the rule names as an error.
`IT_REJECTS` goes by a part of the checker's message: we name no error. Each reason is followed by the
seeded defects in which the difference shows; ``NAME (clean)`` is a clean twin, ``NAME:LINE`` a row
other than the defect's.
"""

from __future__ import annotations

from typing import NamedTuple


class Difference(NamedTuple):
    """Why two checkers differ, and on what.

    Attributes:
        reason: who is right, or what the one looks at and the other does not.
        names: of the seeded files or rows, separated by spaces.
    """

    reason: str
    names: str


_ARGUMENTS = (
    "arguments-empty arguments-list arguments-prose arguments-single-quotes arguments-text "
    "arguments-truncated"
)
_BREAKING = (
    "argument-above-maximum argument-missing argument-not-in-enum argument-too-many argument-type"
)
_UNDECLARED = "tool-misspelt tool-not-declared tool-other"
_SECRETS = (
    "secret-anthropic secret-aws secret-azure secret-basic-login secret-discord secret-github "
    "secret-github-fine secret-github-oauth secret-gitlab secret-google secret-grafana "
    "secret-hugging-face secret-in-question secret-npm secret-openai secret-openssh-key "
    "secret-pkcs8-key secret-rsa-key secret-sendgrid secret-slack secret-slack-webhook secret-stripe "
    "secret-telegram secret-web-token secret-nvidia secret-putty-key secret-xai"
)
_TWICE = "key-twice role-twice tool-type-twice"
_PYTHON_JSON = "Python's JSON parser, which the checker uses, takes what JSON has not"
_LAST_KEY = "Python's JSON parser keeps the last of two equal keys and says nothing"

TOGETHER_WE_REJECT = {
    "CHT003": Difference("a key is enough: null passes for a content", "answer-null"),
    "CHT004": Difference(
        "texts are not read; nothing is learned from an empty answer",
        "answer-empty answer-white part-empty preferred-empty",
    ),
    "CHT007": Difference(
        "since 2.x the order of roles is the server's to check; the documentation wants it",
        "system-second system-second-together",
    ),
    "CHT009": Difference(
        "since 2.x the order of roles is the server's to check; the documentation wants it",
        "assistant-twice user-twice user-twice-nova user-twice-together",
    ),
    "CHT011": Difference("in Python true is the integer 1", "weight-true"),
    "CHT012": Difference("each weight is checked alone", "weight-all-zero weight-all-zero-tools"),
    "CHT014": Difference("names are not looked at", "name-long name-with-space"),
    "CHT016": Difference("an answer to nothing passes", "assistant-alone"),
    "JSN008": Difference(_LAST_KEY, f"completion-twice {_TWICE}"),
    "JSN009": Difference(_PYTHON_JSON, "infinity minus-infinity"),
    "JSN010": Difference(_PYTHON_JSON, "high-surrogate low-surrogate"),
    "PRC009": Difference("texts are not read", "empty-completion white-completion"),
    "PRC011": Difference("rows are not compared", "one-prompt"),
    "PRC012": Difference("rows are not compared", "one-completion"),
    "SCH001": Difference(
        "tool calls and their results are not looked into",
        "call-without-arguments call-without-id call-without-type",
    ),
    "SCH002": Difference(
        "keys of messages are not looked at, those of rows are",
        "answer-score message-id message-timestamp",
    ),
    "SCH003": Difference(
        "types are checked for role, content and weight alone",
        "calls-null calls-object name-number tools-object",
    ),
    "SCH006": Difference(
        "an empty list of parts or calls passes", "no-answer-parts no-calls no-parts"
    ),
    "SET005": Difference("rows are not compared", "one-answer"),
    "TLS001": Difference(
        "tool calls are not looked into", "arguments-object arguments-object-openai"
    ),
    "TLS002": Difference("tool calls are not looked into", _ARGUMENTS),
    "TLS003": Difference("arguments are not compared with the tools", _BREAKING),
    "TLS004": Difference("calls are not compared with the tools", _UNDECLARED),
    "TLS005": Difference(
        "calls and results are not compared",
        "result-of-other-id result-without-call result-without-id",
    ),
    "TLS008": Difference(
        "definitions of tools are not looked at",
        "tool-flat tool-name-long tool-name-space tool-required-text tool-type-dict "
        "tool-type-python tool-without-function tool-without-name tool-without-type",
    ),
    "PRF002": Difference(
        "the two answers are not compared",
        "same-answer-in-a-part same-answers same-answers-in-parts same-answers-padded "
        "same-answers-together",
    ),
    "SEC001": Difference("texts are not read", f"{_SECRETS} secret-in-completion secret-in-text"),
}
TOGETHER_IT_REJECTS = {
    "either all in multimodal or all in text-only format": Difference(
        "texts beside lists of parts: no rule of the families in place compares their forms",
        "ends-with-user-parts picture-of-assistant (clean)",
    ),
}

MISTRAL_WE_REJECT = {
    "CHT004": Difference(
        "a text of white space, or a part without one, passes for a content",
        "answer-white part-empty",
    ),
    "CHT011": Difference(
        "types are coerced: true and the text 1 become the weight 1", "weight-text weight-true"
    ),
    "CHT012": Difference("each weight is checked alone", "weight-all-zero weight-all-zero-tools"),
    "JSN008": Difference(_LAST_KEY, _TWICE),
    "JSN009": Difference(_PYTHON_JSON, "infinity minus-infinity"),
    "JSN010": Difference(_PYTHON_JSON, "high-surrogate"),
    "SCH001": Difference("the type of a call has a default", "call-without-type"),
    "SCH002": Difference(
        "what is checked is a request, in which these keys are settings of the answer",
        "parallel-text row-temperature",
    ),
    "SCH003": Difference("null passes for no calls", "calls-null"),
    "SCH006": Difference("an empty list of parts or calls passes", "no-calls no-parts"),
    "TLS001": Difference(
        "arguments are turned into text; the guide asks for text",
        "arguments-object arguments-object-openai",
    ),
    "TLS002": Difference("arguments are not read", _ARGUMENTS),
    "TLS003": Difference("arguments are not compared with the tools", _BREAKING),
    "TLS004": Difference("calls are not compared with the tools", _UNDECLARED),
    "TLS005": Difference("results are counted, ids are not compared", "result-of-other-id"),
    "TLS008": Difference("the type of a tool has a default", "tool-without-type"),
    "IMG002": Difference(
        "the guide writes the address as a text, the library takes an object too",
        "picture-blob picture-ftp picture-gs picture-s3 "
        "picture-bomb picture-cut picture-detail picture-file picture-gif-called-png "
        "picture-large picture-not-base64 picture-not-taken picture-of-assistant "
        "(clean):10 picture-of-assistant:1 picture-of-assistant:11 "
        "picture-of-assistant:12 picture-of-assistant:13 picture-of-assistant:14 "
        "picture-of-assistant:2 picture-of-assistant:3 picture-of-assistant:4 "
        "picture-of-assistant:5 picture-of-assistant:6 picture-of-assistant:7 "
        "picture-of-assistant:8 picture-of-assistant:9 picture-of-nothing picture-of-text "
        "picture-on-the-web picture-on-the-web-together picture-path picture-pdf "
        "picture-percent picture-svg picture-url-empty pictures-eleven "
        "pictures-sixty-five",
    ),
    "IMG003": Difference(
        "the bytes of images are not looked at",
        "picture-blob picture-ftp picture-gs picture-s3 "
        "picture-bomb picture-cut picture-file picture-not-base64 picture-of-nothing "
        "picture-of-text picture-path picture-percent",
    ),
    "SEC001": Difference("texts are not read", _SECRETS),
}
MISTRAL_IT_REJECTS = {
    "name\n  Extra inputs are not permitted": Difference(
        "messages of a request have no name but those of tools; the guide does not forbid one",
        "name-on-one-row:11 name-umlaut",
    ),
}
