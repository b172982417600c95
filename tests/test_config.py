"""Settings from the environment: what is unsafe stops the start, with a sentence that says why."""

import sys
from pathlib import Path

import pytest

from trust_inclusion import config, create_app
from trust_inclusion.config import UnsafeSettings

SECRET = "s" * 32


@pytest.mark.parametrize("secret", ["", "s", "s" * 31])
def test_no_start_without_a_secret(secret: str, tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'x.sqlite'}"
    with pytest.raises(UnsafeSettings, match="SECRET_KEY is missing or shorter than 32") as refused:
        create_app({"SECRET_KEY": secret, "SQLALCHEMY_DATABASE_URI": url})
    assert "token_urlsafe" in str(refused.value)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("TRUSTED_PROXIES", "-1"),
        ("TRUSTED_PROXIES", "6"),
        ("TRUSTED_PROXIES", "one"),
        ("TRUSTED_PROXIES", "²"),
        ("IDLE_MINUTES", "4"),
        ("IDLE_MINUTES", "1441"),
        ("IDLE_MINUTES", "1.5"),
        ("SIGN_IN_HOURS", "0"),
        ("SIGN_IN_HOURS", "169"),
        ("SIGN_IN_HOURS", "9" * 5000),
        ("PUBLIC_URL", "inclusion.trust.example"),
        ("PUBLIC_URL", "javascript:alert(1)"),
        ("PUBLIC_URL", "//inclusion.trust.example"),
        ("PUBLIC_URL", "https://["),
        ("PUBLIC_URL", "https:///path"),
    ],
)
def test_what_cannot_be_is_refused_by_name(name: str, value: str) -> None:
    with pytest.raises(UnsafeSettings, match=name):
        config.from_environment({name: value})


def test_what_is_left_out_has_a_default() -> None:
    found = config.complete(config.from_environment({"SECRET_KEY": SECRET}))
    assert (found["IDLE_MINUTES"], found["SIGN_IN_HOURS"], found["TRUSTED_PROXIES"]) == (120, 12, 0)
    assert found["DEMO"] is False
    assert found["DEMO_ACCOUNTS"] == ()
    assert (found["SESSION_COOKIE_NAME"], found["SESSION_COOKIE_SECURE"]) == (
        "trust-inclusion", False,
    )  # fmt: skip
    assert found["SQLALCHEMY_DATABASE_URI"].startswith("sqlite:///")


@pytest.mark.parametrize("scheme", ["postgres://", "postgresql://"])
def test_any_usual_name_of_postgres_is_understood(scheme: str) -> None:
    found = config.database_url({"DATABASE_URL": f"{scheme}u:p@h/d"})
    assert found == "postgresql+psycopg://u:p@h/d"


@pytest.mark.parametrize("scheme", ["https", "HTTPS"])
def test_https_makes_the_cookie_safe(scheme: str) -> None:
    environ = {"SECRET_KEY": SECRET, "PUBLIC_URL": f"{scheme}://inclusion.trust.example/"}
    found = config.complete(config.from_environment(environ))
    assert found["PUBLIC_URL"] == f"{scheme}://inclusion.trust.example"
    assert found["SESSION_COOKIE_NAME"].startswith("__Host-")
    assert found["SESSION_COOKIE_SECURE"] is True


STORE = {
    "EVIDENCE_STORE": "s3://certificates/evidence/",
    "AWS_REGION": "eu-west-2",
    "AWS_ACCESS_KEY_ID": "key",
    "AWS_SECRET_ACCESS_KEY": "secret",
}


def test_a_bucket_for_certificates() -> None:
    found = config.from_environment({**STORE, "AWS_SESSION_TOKEN": "token"})
    assert found["EVIDENCE_STORE"] == "s3://certificates/evidence"
    assert (found["S3_ENDPOINT"], found["S3_REGION"]) == ("", "eu-west-2")
    assert (found["S3_KEY_ID"], found["S3_SECRET"], found["S3_TOKEN"]) == ("key", "secret", "token")
    for endpoint in ("https://objects.example:9000", "http://127.0.0.1:9000", "http://[::1]:9000"):
        found = config.from_environment({**STORE, "AWS_REGION": "", "AWS_ENDPOINT_URL": endpoint})
        assert (found["S3_ENDPOINT"], found["S3_REGION"]) == (endpoint, "us-east-1")
    assert config.from_environment({**STORE, "EVIDENCE_STORE": ""})["EVIDENCE_STORE"] == ""


@pytest.mark.parametrize(
    ("other", "said"),
    [
        ({"EVIDENCE_STORE": "certificates"}, "EVIDENCE_STORE must be s3://"),
        ({"EVIDENCE_STORE": "https://objects.example/certificates"}, "EVIDENCE_STORE must be"),
        ({"EVIDENCE_STORE": "s3://"}, "EVIDENCE_STORE must be"),
        ({"EVIDENCE_STORE": "s3://key:secret@certificates"}, "EVIDENCE_STORE must be"),
        ({"EVIDENCE_STORE": "s3://certificates/../others"}, "EVIDENCE_STORE must be"),
        ({"EVIDENCE_STORE": "s3://certificates?acl=public-read"}, "EVIDENCE_STORE must be"),
        ({"AWS_ENDPOINT_URL": "http://objects.example"}, "unencrypted"),
        ({"AWS_ENDPOINT_URL_S3": "http://127.0.0.1.example"}, "AWS_ENDPOINT_URL_S3"),
        ({"AWS_ENDPOINT_URL_S3": "https://u:p@objects.example"}, "AWS_ENDPOINT_URL_S3"),
        ({"AWS_ENDPOINT_URL_S3": "objects.example"}, "AWS_ENDPOINT_URL_S3"),
        ({"AWS_REGION": ""}, "needs AWS_REGION"),
        ({"AWS_REGION": "eu west"}, "AWS_REGION must be"),
        ({"AWS_ACCESS_KEY_ID": ""}, "needs AWS_ACCESS_KEY_ID"),
        ({"AWS_SECRET_ACCESS_KEY": ""}, "AWS_SECRET_ACCESS_KEY"),
    ],
)
def test_an_unsafe_bucket_is_refused(other: dict[str, str], said: str) -> None:
    with pytest.raises(UnsafeSettings, match=said):
        config.from_environment({**STORE, **other})


def test_a_bucket_without_its_package_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "boto3", None)  # as Python sees what is not installed
    with pytest.raises(UnsafeSettings, match=r"trust-inclusion\[s3\]"):
        config.from_environment(STORE)
    assert config.from_environment({})["EVIDENCE_STORE"] == ""
