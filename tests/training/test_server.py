"""Where a target is trained, and what a client does with the faults of a server."""

from __future__ import annotations

import pickle
import socket
import subprocess
import sys
import time
from collections.abc import Iterator

import pytest
from training.connecting import KEY, connected, server_at, target_with
from training.stub import Stub

from dataprep.errors import MissingExtraError, ServerError, UsageError
from dataprep.targets import get
from dataprep.training.server import Client, server_of

ENVIRON = {"OPENAI_API_KEY": KEY, "AZURE_OPENAI_API_KEY": KEY, "NEBIUS_API_KEY": KEY}


@pytest.fixture
def stub() -> Iterator[Stub]:
    with Stub() as running:
        yield running


@pytest.mark.parametrize(
    ("name", "url", "variable"),
    [
        ("openai", "https://api.openai.com/v1", "OPENAI_API_KEY"),
        ("openai/gpt-4.1-mini", "https://api.openai.com/v1", "OPENAI_API_KEY"),
        ("nebius", "https://api.tokenfactory.nebius.com/v1", "NEBIUS_API_KEY"),
    ],
)
def test_the_target_file_says_where_and_with_which_key(name, url, variable):
    """Address and variable come from the target's table [api]."""
    found = server_of(get(name), environ=ENVIRON)

    assert (found.base_url, found.key_env) == (url, variable)


@pytest.mark.parametrize("address", ["https://res.openai.azure.com", "https://res.openai.azure.com/",
                                     "https://res.openai.azure.com/openai/v1/"])  # fmt: skip
def test_azure_is_where_the_resource_is(address):
    """The variable of the resource's address is completed by the path of the API."""
    found = server_of(get("azure"), environ={**ENVIRON, "AZURE_OPENAI_ENDPOINT": address})

    assert found.base_url == "https://res.openai.azure.com/openai/v1"


def test_azure_without_an_address_says_which_variable():
    """Nobody can guess the address of a resource."""
    with pytest.raises(UsageError) as caught:
        server_of(get("azure"), environ=ENVIRON)

    assert (
        caught.value.message == "where to train with Azure OpenAI (Microsoft Foundry) is not known"
    )
    assert caught.value.hint == (
        "set AZURE_OPENAI_ENDPOINT to the address of your resource, or use --base-url URL"
    )


@pytest.mark.parametrize("name", ["together", "trl", "bedrock-nova", "vertex-gemini", "mistral"])
def test_a_platform_with_an_api_of_its_own(name):
    """It is said at once, with what can be done."""
    with pytest.raises(UsageError) as caught:
        server_of(get(name), "https://example.invalid/v1", environ=ENVIRON)

    assert "has an API of its own for training" in caught.value.message
    assert caught.value.hint.startswith("upload the file there")


def test_a_missing_key_names_its_variable():
    """An empty one is a missing one."""
    with pytest.raises(UsageError) as caught:
        server_of(get("openai"), environ={"OPENAI_API_KEY": " "})

    assert caught.value.message == (
        "the environment variable OPENAI_API_KEY, which holds the key, is not set"
    )
    with pytest.raises(UsageError, match="variable MINE, "):
        server_of(get("openai"), key_env="MINE", environ=ENVIRON)


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("http://example.invalid/v1", "leads unencrypted to example.invalid"),
        ("ftp://example.invalid/v1", "not of the form https://HOST/PATH"),
        ("example.invalid/v1", "not of the form https://HOST/PATH"),
        ("https://user:secret@example.invalid/v1", "holds more than scheme, host, port and path"),
        ("https://example.invalid/v1?key=secret", "holds more than scheme, host, port and path"),
        ("https://example.invalid:port/v1", "the base URL is none"),
        ("ftp://user:secret@example.invalid/v1", "not of the form https://HOST/PATH"),
    ],
)
def test_an_address_that_no_key_is_sent_to(url, said):
    """The message shows no part that may be secret."""
    with pytest.raises(UsageError) as caught:
        server_of(get("generic"), url, environ=ENVIRON)

    assert said in caught.value.message
    assert "secret" not in str(caught.value) + caught.value.hint


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:1/v1", "http://localhost/v1", "http://[::1]:8/v1"]
)
def test_the_loopback_may_be_unencrypted(url):
    """So may others where that is asked for."""
    assert server_of(get("generic"), url + "/", environ=ENVIRON).base_url == url
    insecure = server_of(get("generic"), "http://box/v1", insecure=True, environ=ENVIRON)
    assert insecure.base_url == "http://box/v1"


def test_without_the_package_the_error_names_the_command(stub, monkeypatch):
    """A client can be made without it; a call needs it."""
    client = connected(stub)
    monkeypatch.setitem(sys.modules, "openai", None)
    monkeypatch.delitem(sys.modules, "openai", raising=False)

    class Nowhere:
        def find_spec(self, name, path=None, target=None):
            if name == "openai":
                raise ModuleNotFoundError("No module named 'openai'", name="openai")

    monkeypatch.setattr(sys, "meta_path", [Nowhere(), *sys.meta_path])
    with pytest.raises(MissingExtraError) as caught:
        _ = client.sdk

    assert caught.value.hint == "install it with: pip install 'dataprep-finetune[train]'"


def test_importing_the_core_imports_no_sdk():
    """Only a call does."""
    code = (
        "import sys, dataprep.training.creating, dataprep.training.uploading;"
        "sys.exit('openai' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False, timeout=60).returncode == 0


@pytest.mark.parametrize("status", [408, 409, 429, 500, 502, 503])
def test_a_fault_that_passes_is_tried_again(stub, status):
    """Three times the server fails, then it answers; each pause is longer than the one before."""
    pauses: list[float] = []
    client = connected(stub, pauses=pauses)
    stub.fault("GET", "/files", status=status, times=3)

    client.call("list the files", client.sdk.files.list)

    assert len(stub.sent("GET", "/files")) == 4
    assert pauses == sorted(pauses) and len(set(pauses)) == 3


def test_the_pause_is_the_one_that_the_server_asks_for(stub):
    """`retry-after` in seconds, in milliseconds, or as a date that is past."""
    pauses: list[float] = []
    client = connected(stub, pauses=pauses)
    for headers in ({"retry-after": "7"}, {"retry-after-ms": "1500"},
                    {"retry-after": "Wed, 21 Oct 2015 07:28:00 GMT"}):  # fmt: skip
        stub.fault("GET", "/files", status=429, headers=headers)

    client.call("list the files", client.sdk.files.list)

    assert pauses == [7.0, 1.5, 0.0]


@pytest.mark.parametrize(
    "fault",
    [
        {"status": 400}, {"status": 404}, {"status": 422},
        {"status": 429, "headers": {"retry-after": "86400"}},
        {"status": 429, "error": {"code": "insufficient_quota"}},
    ],
)  # fmt: skip
def test_a_fault_that_stays_is_not_tried_again(stub, fault):
    """A refusal, a pause of a day, an account without money."""
    client = connected(stub)
    stub.fault("GET", "/files", times=9, **fault)

    with pytest.raises(ServerError) as caught:
        client.call("list the files", client.sdk.files.list)

    assert len(stub.sent("GET", "/files")) == 1
    assert caught.value.status == fault["status"]


def test_a_server_that_never_recovers_is_given_up(stub):
    """After a few times the fault is raised as the server said it."""
    client = connected(stub)
    stub.fault("GET", "/files", status=503, times=99, error={"message": "out of order"})

    with pytest.raises(
        ServerError, match=r"^cannot list the files: .* failed \(503\): out of order$"
    ):
        client.call("list the files", client.sdk.files.list)

    assert 2 <= len(stub.sent("GET", "/files")) <= 8


def test_nothing_is_tried_again_where_that_is_not_wanted(stub):
    """`again=False`: one request."""
    client = connected(stub)
    stub.fault("GET", "/files", status=500)

    with pytest.raises(ServerError):
        client.call("list the files", client.sdk.files.list, again=False)

    assert len(stub.requests) == 1


def test_the_refusal_is_in_the_servers_words(stub):
    """Its message, its status, its code; not what the SDK makes of them."""
    client = connected(stub)
    said = "Expected file to have JSONL format,\nwhere every line is a JSON dictionary."
    stub.fault("GET", "/files", status=400, error={"message": said, "code": "invalid_file"})

    with pytest.raises(ServerError) as caught:
        client.call("list the files", client.sdk.files.list)

    host = client.server.host
    assert caught.value.message == (
        f"cannot list the files: {host} refused (400, invalid_file): {' '.join(said.split())}"
    )
    assert (caught.value.status, caught.value.code) == (400, "invalid_file")
    copy = pickle.loads(pickle.dumps(caught.value))
    assert (copy.message, copy.hint, copy.status, copy.code) == (
        caught.value.message, caught.value.hint, 400, "invalid_file",
    )  # fmt: skip


@pytest.mark.parametrize(
    "body", ["gone", {"detail": "gone"}, {"error": "gone"}, {"message": "gone"},
             {"error": {"message": "gone"}}]
)  # fmt: skip
def test_other_servers_say_why_in_other_shapes(stub, body):
    """FastAPI's `detail`, a bare text, a message at the top: it is found."""
    client = connected(stub)
    stub.fault("GET", "/files", status=410, body=body)

    with pytest.raises(ServerError, match=r"refused \(410\): \W*gone\W*$"):
        client.call("list the files", client.sdk.files.list)


def test_no_connection_says_where_and_why():
    """The reason of the system, not only that there was none."""
    with Stub() as gone:
        server = server_at(gone)
    client = Client(server, {server.key_env: KEY}, lambda pause: None)

    with pytest.raises(ServerError) as caught:
        client.call("list the files", client.sdk.files.list)

    assert caught.value.status is None
    assert caught.value.message.startswith(f"cannot list the files: no answer from {server.host}: ")
    assert "refused" in caught.value.message.lower()


def test_a_server_that_never_answers_is_given_up(monkeypatch):
    """A question has a bound of its own; what takes a server long has more time."""
    monkeypatch.setattr("dataprep.training.server._QUICK", 0.05)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        server = server_of(
            get("generic"), f"http://127.0.0.1:{silent.getsockname()[1]}/v1",
            environ={"OPENAI_API_KEY": KEY},
        )  # fmt: skip
        client = Client(server, {server.key_env: KEY}, lambda pause: None)
        begun = time.monotonic()
        with pytest.raises(ServerError, match="no answer from 127"):
            client.call("list the files", client.sdk.files.list)
    assert time.monotonic() - begun < 10
    assert client.patient.timeout == 600
    assert client.patient.max_retries == 0


@pytest.mark.parametrize("body", [b"<html>Welcome</html>"])
def test_an_answer_that_is_no_json(stub, body):
    """A web page at the wrong address is told from an API."""
    client = connected(stub)
    stub.fault("GET", "/files/*", body=body)

    stub.fault("GET", "/files", body=body)

    for function, names in ((client.sdk.files.retrieve, ["file-1"]), (client.sdk.files.list, [])):
        with pytest.raises(ServerError, match="no JSON but `<html>Welcome</html>`") as caught:
            client.call("look", function, *names)
        assert "--base-url" in caught.value.hint


def test_a_refused_key_names_its_variable(stub):
    """The key itself is not in the message, though the server repeats it."""
    stub.key = "another"
    client = connected(stub)

    with pytest.raises(ServerError) as caught:
        client.call("list the files", client.sdk.files.list)

    assert caught.value.status == 401 and "OPENAI_API_KEY" in caught.value.hint
    assert "Incorrect API key provided: [the key]." in caught.value.message
    assert KEY not in repr(client) + client.identity + str(vars(caught.value))


def test_a_server_is_the_same_with_another_key(stub):
    """Nothing of the key, not even a hash, is what the ledger goes by."""
    server = server_at(stub)
    one, other = (Client(server, {server.key_env: key}).identity for key in (KEY, KEY + "x"))

    assert one == other == stub.url


def test_a_server_can_be_reached_again_by_its_options(stub):
    """Only what differs from the target is said."""
    plain = server_of(get("openai/gpt-4.1"), environ=ENVIRON)
    other = server_of(target_with("openai"), stub.url, "MINE", environ={"MINE": KEY})

    assert plain.options == ["--target", "openai/gpt-4.1"]
    assert other.options == [
        "--target", "openai", "--base-url", stub.url, "--api-key-env", "MINE",
    ]  # fmt: skip
