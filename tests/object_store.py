"""A real object store on this machine, for tests: moto's server, which checks every signature."""

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.request import Request, urlopen

from boto3.session import Session

from tests.smtp import free_port

BUCKET = "certificates"
_EVERYTHING = {
    "Version": "2012-10-17",
    "Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": "*"}],
}


@dataclass(frozen=True, slots=True)
class ObjectStore:
    """Where the server is, and the keys of the one user who may use its bucket."""

    endpoint: str
    key_id: str
    secret: str

    @property
    def settings(self) -> dict[str, str]:
        """The environment that chooses it."""
        return {
            "EVIDENCE_STORE": f"s3://{BUCKET}/evidence",
            "AWS_ENDPOINT_URL_S3": self.endpoint,
            "AWS_ACCESS_KEY_ID": self.key_id,
            "AWS_SECRET_ACCESS_KEY": self.secret,
        }

    def client(self, service: str = "s3") -> Any:
        """The library itself, to look at what lies in the bucket."""
        session = Session(self.key_id, self.secret, region_name="us-east-1")
        return session.client(service, endpoint_url=self.endpoint)

    def names(self) -> list[str]:
        """The names of all that lies in the bucket."""
        found = self.client().list_objects_v2(Bucket=BUCKET)
        return [one["Key"] for one in found.get("Contents", ())]

    def empty(self) -> None:
        """Remove all that lies in the bucket."""
        for name in self.names():
            self.client().delete_object(Bucket=BUCKET, Key=name)


@contextmanager
def served() -> Generator[ObjectStore]:
    """The server for as long as the block lasts, with an empty private bucket."""
    port = free_port()
    command = [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)]
    with subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=dict(os.environ)
    ) as server:
        try:
            _wait_for(port)
            yield _set_up(f"http://127.0.0.1:{port}")
        finally:
            server.terminate()


def _wait_for(port: int) -> None:
    for _ in range(300):
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError("the object store does not start")


def _set_up(endpoint: str) -> ObjectStore:
    """One user with keys, and a bucket; from then on signatures and rights are checked."""
    operator = ObjectStore(endpoint, "operator", "operator")
    users = operator.client("iam")
    users.create_user(UserName="app")
    users.put_user_policy(UserName="app", PolicyName="all", PolicyDocument=json.dumps(_EVERYTHING))
    key = users.create_access_key(UserName="app")["AccessKey"]
    operator.client().create_bucket(Bucket=BUCKET)
    plain = {"Content-Type": "text/plain"}
    asked = Request(f"{endpoint}/moto-api/reset-auth", b"0", plain, method="POST")  # noqa: S310
    urlopen(asked).close()  # noqa: S310
    return ObjectStore(endpoint, key["AccessKeyId"], key["SecretAccessKey"])
