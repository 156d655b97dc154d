"""A server of files, uploads and fine-tuning jobs for the tests: real sockets, standard library only.

    from training.stub import Stub          (the folder `tests` is on the path of every test)

    with Stub() as stub:
        client = Client(server_of(get("generic"), stub.url, environ={"OPENAI_API_KEY": "..."}))

What it holds is plain data that a test may read and change:

    stub.url            "http://127.0.0.1:PORT/v1"
    stub.files          id -> file object, as the server answers it
    stub.contents       id -> the path of its bytes (``stub.content(id)`` reads them)
    stub.uploads        id -> upload object; stub.parts: part id -> {"upload_id", "bytes", "path"}
    stub.jobs           id -> job object
    stub.events         job id -> events, oldest first (lists answer newest first, as the platforms do)
    stub.models         id -> model object: some bases (what jobs made is listed besides); give one a
                        "shutdown_date"; stub.limits: what /fine_tuning/model_limits answers, None is 404
    stub.requests       `Request`s in order of arrival, those that failed too
    stub.sent(method, path)   the requests of a method and a path (``*`` as in a shell)

How it behaves:

    stub.key            None takes any key; else another key is 401
    stub.script         the statuses that a new job goes through, one per retrieve of the job; a name
                        that no platform knows is as good as another; the last one stays
    stub.file_script    the same for the status of a file, one per retrieve; None is a status too
    stub.closed_out     True: creating a job is 403 training_not_available
    stub.keeps_metadata False: jobs come back without metadata (as some gateways do)
    stub.endless        True: `has_more` is always true, and after the last page comes the first again
    stub.not_ready      how many times creating a job answers "file is still being processed"
    stub.upload_seconds how long an upload lives; stub.expire(upload_id) ends one now
    stub.uploads_offered False: /uploads is 404, as on servers that do not have it

    stub.before, stub.after   functions of a `Request`, called before it is carried out, and after

Faults are scripted; the first that matches and is not used up counts:

    stub.fault("POST", "/files", status=429, headers={"retry-after": "0"}, times=1)
    stub.fault("GET", "/fine_tuning/jobs/*", status=500, times=2)
    stub.fault("POST", "/files", status=400, error={"message": "...", "code": "..."})
    stub.fault("POST", "/uploads/*/parts", cut=1000)      the connection ends after 1000 bytes of body
    stub.fault("POST", "/fine_tuning/jobs", lose_answer=True)   done, and the connection ends
    stub.fault("GET", "/models", body={...})              this answer instead

Endpoints stand in one file per family (`files.py`, `uploads.py`, `jobs.py` ...): each has
``ROUTES = [(method, pattern, function), ...]``, where a ``*`` of the pattern is one segment of the path
and ``function(stub, request, *segments)`` returns the data to answer with, bytes for a content, an
`Answer`, or raises `Refused`. A new file in this folder is found by itself. Functions run one at a time.

``python -m training.stub`` in the folder `tests` runs one as a process of its own and prints its URL.
"""

from .serving import Answer, Fault, Refused, Request, Stub, page

__all__ = ["Answer", "Fault", "Refused", "Request", "Stub", "page"]
