"""Certificates in a bucket, against a real server: what lies there and how failures are told."""

import logging
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest

from tests.certificate_files import PDF
from tests.object_store import BUCKET, ObjectStore
from tests.smtp import free_port
from trust_inclusion import config
from trust_inclusion.adapters import stores
from trust_inclusion.adapters.files import NotReachable, NotStored, Store


@pytest.fixture
def there(object_store: ObjectStore) -> ObjectStore:
    """The object store, empty."""
    object_store.empty()
    return object_store


def store(there: ObjectStore, **other: str) -> Store:
    """The store as the environment chooses it."""
    return stores.chosen(config.from_environment({**there.settings, **other}))


def test_it_keeps_gives_back_and_forgets(there: ObjectStore) -> None:
    kept = store(there)
    first, second = kept.put(PDF), kept.put(PDF)
    assert sorted(there.names()) == sorted([f"evidence/{first}", f"evidence/{second}"])
    assert kept.get(first) == PDF
    kept.remove(first)
    kept.remove(first)
    assert there.names() == [f"evidence/{second}"]
    with pytest.raises(NotStored, match="not where it was kept"):
        kept.get(first)


def test_a_bucket_without_a_prefix(there: ObjectStore) -> None:
    kept = store(there, EVIDENCE_STORE=f"s3://{BUCKET}/")
    key = kept.put(PDF)
    assert there.names() == [key]
    assert kept.get(key) == PDF


def test_nobody_without_the_keys_reads_an_object(there: ObjectStore) -> None:
    key = store(there).put(PDF)
    with pytest.raises(HTTPError) as refused:
        urlopen(f"{there.endpoint}/{BUCKET}/evidence/{key}")  # noqa: S310
    with refused.value as answer:
        assert answer.code == 403
    grants = there.client().get_object_acl(Bucket=BUCKET, Key=f"evidence/{key}")["Grants"]
    assert [one["Grantee"]["Type"] for one in grants] == ["CanonicalUser"]
    head = there.client().head_object(Bucket=BUCKET, Key=f"evidence/{key}")
    assert (head["ContentType"], head["ContentDisposition"]) == (
        "application/octet-stream", "attachment",
    )  # fmt: skip


@pytest.mark.parametrize("key", ["", "../secret", "a" * 47, "A" * 48, "a" * 48 + "/../x"])
def test_a_key_names_no_other_object(there: ObjectStore, key: str) -> None:
    for asked in (store(there).get, store(there).remove):
        with pytest.raises(NotStored, match="no such file"):
            asked(key)


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"AWS_ACCESS_KEY_ID": "AKIAIOSFODNN7EXAMPLE"}, "InvalidAccessKeyId"),
        ({"AWS_SECRET_ACCESS_KEY": "not-the-secret"}, "SignatureDoesNotMatch"),
        ({"EVIDENCE_STORE": "s3://another-bucket"}, "NoSuchBucket"),
    ],
)
def test_a_wrong_key_or_bucket_is_for_the_administrator(
    there: ObjectStore, caplog: pytest.LogCaptureFixture, wrong: dict[str, str], code: str
) -> None:
    key = store(there).put(PDF)
    mistaken = store(there, **wrong)
    with caplog.at_level(logging.WARNING):
        for asked in (lambda: mistaken.put(PDF), lambda: mistaken.get(key)):
            with pytest.raises(NotStored, match="tell the administrator") as refused:
                asked()
            assert not isinstance(refused.value, NotReachable)
    assert code in caplog.text
    assert there.secret not in caplog.text
    assert there.names() == [f"evidence/{key}"]


def test_a_server_that_is_down_is_told_apart(there: ObjectStore) -> None:
    down = store(there, AWS_ENDPOINT_URL_S3=f"http://127.0.0.1:{free_port()}")
    for asked in (lambda: down.put(PDF), lambda: down.get("a" * 48)):
        with pytest.raises(NotReachable, match="does not answer"):
            asked()


@contextmanager
def breaking_off() -> Iterator[str]:
    """A server that takes every request whole and hangs up without an answer."""
    server = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        while True:
            try:
                line, _ = server.accept()
            except OSError:
                return
            with line:
                line.recv(65536)

    thread = threading.Thread(target=serve)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.getsockname()[1]}"
    finally:
        server.shutdown(socket.SHUT_RDWR)
        server.close()
        thread.join()


def test_a_line_that_breaks_off_is_no_failure_of_the_program(there: ObjectStore) -> None:
    with breaking_off() as endpoint:
        broken = store(there, AWS_ENDPOINT_URL_S3=endpoint)
        with pytest.raises(NotReachable):
            broken.put(PDF)


def test_what_lost_its_answer_is_removed_again(there: ObjectStore) -> None:
    """The first request is kept and its answer lost: no bytes stay that nobody knows of."""
    with losing_answers(there.endpoint, "PUT") as endpoint:
        lossy = store(there, AWS_ENDPOINT_URL_S3=endpoint)
        with pytest.raises(NotReachable):
            lossy.put(PDF)
    assert there.names() == []


@contextmanager
def losing_answers(endpoint: str, method: str) -> Iterator[str]:
    """A line to the server at `endpoint` that loses every answer to `method`."""
    server = socket.create_server(("127.0.0.1", 0))
    at = ("127.0.0.1", int(endpoint.rpartition(":")[2]))

    def serve() -> None:
        while True:
            try:
                line, _ = server.accept()
            except OSError:
                return
            with line, socket.create_connection(at, 5) as onward:
                asked = line.recv(65536)
                while b"\r\n\r\n" not in asked or not _whole(asked):
                    asked += line.recv(65536)
                onward.sendall(asked)
                answer = onward.recv(65536)
                if not asked.startswith(method.encode()):
                    line.sendall(answer)

    thread = threading.Thread(target=serve)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.getsockname()[1]}"
    finally:
        server.shutdown(socket.SHUT_RDWR)
        server.close()
        thread.join()


def _whole(asked: bytes) -> bool:
    head, _, body = asked.partition(b"\r\n\r\n")
    lengths = [
        int(line.partition(b":")[2])
        for line in head.split(b"\r\n")
        if line.lower().startswith(b"content-length:")
    ]
    return len(body) >= (lengths[0] if lengths else 0)


def test_trying_it_out_leaves_nothing(there: ObjectStore, tmp_path: Any) -> None:
    stores.try_out(store(there))
    assert there.names() == []
    with pytest.raises(NotStored):
        stores.try_out(store(there, EVIDENCE_STORE="s3://another-bucket"))
    folder = tmp_path / "kept"
    stores.try_out(stores.chosen({"EVIDENCE_STORE": "", "EVIDENCE_DIR": str(folder)}))
    assert list(folder.iterdir()) == []


def test_the_secret_is_not_shown_with_the_place(there: ObjectStore) -> None:
    shown = repr(vars(store(there)))
    assert there.key_id in shown
    assert there.secret not in shown
