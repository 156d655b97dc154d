"""Where a target is trained, and the one client through which everything is asked of it.

The `openai` package does the talking; what is decided here is where to, with which key, what is asked
again after a fault, and that the key appears in nothing that leaves.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar, cast

from dataprep.errors import MissingExtraError, ServerError, UsageError
from dataprep.targets import Target
from dataprep.training.addresses import checked, key_of, known_url
from dataprep.training.refusals import no_api, own_fault, refusal, wait_before

if TYPE_CHECKING:
    import openai

T = TypeVar("T")
_TRIES = 6
# Seconds without a byte after which a question is given up; without a bound of its own the SDK waits for
# ten minutes, six times over (openai-python 3.52, DEFAULT_TIMEOUT).
_QUICK = 60.0
# What takes a server long: a file to store, an answer to think of, and above all a job.
_PATIENT = 600.0
_LOSSES = 4


class Server(NamedTuple):
    """Where jobs of a target are run.

    Attributes:
        base_url: of the API, without a slash at the end.
        key_env: the environment variable that holds the key.
        target: what is trained.
        insecure: whether the key may travel unencrypted to another machine.
    """

    base_url: str
    key_env: str
    target: Target
    insecure: bool = False

    @property
    def host(self) -> str:
        """The host, and the port where it is not the usual one; for people."""
        return self.base_url.partition("://")[2].partition("/")[0]

    @property
    def options(self) -> list[str]:
        """The options by which a command reaches this server again."""
        words = ["--target", self.target.name]
        if self.base_url != self.target.value("base_url"):
            words += ["--base-url", self.base_url]
        if self.key_env != self.target.value("key_env"):
            words += ["--api-key-env", self.key_env]
        return words + ["--insecure-http"] * self.insecure


def server_of(
    target: Target,
    base_url: str | None = None,
    key_env: str | None = None,
    insecure: bool = False,
    environ: Mapping[str, str] = os.environ,
) -> Server:
    """Return the server of a target.

    Args:
        target: its file says where the API is and which variable holds the key.
        base_url: instead of the target's.
        key_env: name of a variable, instead of the target's.
        insecure: whether the key may travel unencrypted to another machine.
        environ: the environment.

    Raises:
        UsageError: the platform has an API of its own; no address is known, or it is none; it is
            unencrypted; the variable of the key is not set.
    """
    variable = target.value("key_env")
    if variable is None:
        raise UsageError(
            f"{target.title} has an API of its own for training, which is not OpenAI's",
            "upload the file there; for a gateway that speaks OpenAI's API: "
            "--target generic --base-url URL",
        )
    key_env = key_env or variable
    url = checked(base_url or known_url(target, environ), insecure)
    key_of(environ, key_env)
    return Server(url, key_env, target, insecure and url.startswith("http://"))


class Client:
    """Calls a server.

    Args:
        server: where.
        environ: holds the key.
        sleep: waits; every pause of everything that uses this client goes through it.

    Raises:
        UsageError: there is no key.

    Attributes:
        identity: which server this is, for the ledger. The key is no part of it: an account that gets
            a new one must find what it paid for under the old; what another account made, the
            server does not show.
    """

    def __init__(
        self,
        server: Server,
        environ: Mapping[str, str] = os.environ,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self.server, self.sleep = server, sleep
        self._key = key_of(environ, server.key_env)
        self.identity = server.base_url
        self._sdk: openai.OpenAI | None = None
        self._lock = threading.Lock()

    def __repr__(self) -> str:
        return f"Client({self.server.base_url!r})"

    @property
    def sdk(self) -> openai.OpenAI:
        """The SDK's own client, for the functions that `call` calls.

        Raises:
            MissingExtraError: the package is not installed.
        """
        with self._lock:
            if self._sdk is None:
                try:
                    import openai
                except ModuleNotFoundError as error:
                    if error.name != "openai":
                        raise
                    raise MissingExtraError("training", "train") from None
                # What is asked again is decided in `call`: never twice, never a job.
                self._sdk = openai.OpenAI(
                    api_key=self._key, base_url=self.server.base_url, max_retries=0,
                    timeout=openai.Timeout(_QUICK, connect=min(_QUICK, 10.0)),
                )  # fmt: skip
            return self._sdk

    @property
    def patient(self) -> openai.OpenAI:
        """The same for what takes a server long: jobs that are made, files, and models that think."""
        return self.sdk.with_options(timeout=_PATIENT)

    def clean(self, text: str) -> str:
        """Return a text without the key."""
        return text.replace(self._key, "[the key]")

    def call(
        self,
        what: str,
        function: Callable[..., T],
        *args: Any,
        again: bool = True,
        lost: Callable[[], T | None] | None = None,
        losses: int = _LOSSES,
        **kwargs: Any,
    ) -> T:
        """Run one function of the SDK and return what it returns.

        A fault that passes (408, 409, 429, 5xx, no connection) is tried again after a pause, the one
        that the server asks for or one that grows.

        Args:
            what: what is done, for messages: ``"create the job"``.
            function: of `sdk`, with its arguments.
            again: False to try once only.
            lost: looks whether the work was done after all, where a fault leaves that open (no
                answer, 5xx); what it returns is taken as the answer.
            losses: how often such a fault may come before it is raised.

        Raises:
            ServerError: in the server's words, with its status and code, and without the key.
        """
        for attempt in range(_TRIES):
            answer, error, pause = self._tried(what, function, args, kwargs)
            if error is None:
                return cast("T", answer)
            if not again or attempt == _TRIES - 1:
                break
            wait = wait_before(attempt, error, pause)
            if wait is None:
                break
            self.sleep(wait)
            if unknown(error):
                try:
                    found = None if lost is None else lost()
                except ServerError:
                    break  # nobody can look now: what is known is the first fault
                if found is not None:
                    return found
                losses -= 1
                if losses <= 0:
                    break
        assert error is not None
        raise error

    def _tried(
        self, what: str, function: Callable[..., Any], args: Any, kwargs: Any
    ) -> tuple[Any, ServerError | None, float | None]:
        """Return the answer, or None with a fault and the pause that the server asks for.

        The fault is raised by the caller, outside of the handler: no exception of the SDK, whose
        request holds the key, hangs on it.
        """
        import json

        import openai

        try:
            answer = function(*args, **kwargs)
        except (openai.OpenAIError, json.JSONDecodeError) as fault:
            if (ours := own_fault(fault)) is not None:  # while the body was read
                raise ours from None
            server = self.server
            return None, *refusal(what, fault, server.host, server.key_env, self.clean)
        except AttributeError as fault:
            if fault.name != "_set_private_attributes":
                raise
            answer = str(fault.obj)  # the SDK took a text for a page of a list
        if isinstance(answer, str):  # it hands out the text of what is no JSON
            return None, no_api(what, answer, self.server.host, self.clean), None
        return answer, None, None


def unknown(error: ServerError) -> bool:
    """Whether a fault leaves open if the request was carried out."""
    status = error.status
    return status is None or status < 400 or status in (408, 409) or status >= 500
