"""Settings from the environment: what is unsafe stops the start, with a sentence that says why."""

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
