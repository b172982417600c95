"""A real mail server on this machine, for tests: it keeps what it is sent, or refuses it."""

import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import trustme
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword


class Box:
    """What arrived; `refuse` holds addresses that are answered with a 550."""

    def __init__(self) -> None:
        self.letters: list[EmailMessage] = []
        self.refuse: set[str] = set()
        self.port = 0
        self.wants_password = False

    async def handle_RCPT(  # noqa: N802 - the server calls it by this name
        self, _server: Any, session: Any, envelope: Any, address: str, _options: Any
    ) -> str:
        """Take the address or refuse it."""
        if self.wants_password and not session.authenticated:
            return "530 5.7.0 Sign in first"
        if address in self.refuse:
            return "550 5.1.1 No such person here"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802
        """Keep the letter."""
        letter = message_from_bytes(envelope.content, policy=policy.default)
        assert isinstance(letter, EmailMessage)
        self.letters.append(letter)
        return "250 Kept"

    @property
    def addresses(self) -> list[str]:
        """To whom letters came, in order."""
        return [str(letter["To"]) for letter in self.letters]


def parts(letter: EmailMessage) -> list[str]:
    """The plain and the HTML part of a letter."""
    found = [letter.get_body((kind,)) for kind in ("plain", "html")]
    return [part.get_content() for part in found if part is not None]


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Certified:
    """An authority of this test's own and a server's certificate by it."""

    def __init__(self, name: str = "127.0.0.1") -> None:
        self._authority = trustme.CA()
        self.of_server = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        self._authority.issue_cert(name).configure_cert(self.of_server)

    @property
    def trusting(self) -> ssl.SSLContext:
        """As the program's own, and trusting this authority beside those of the system."""
        context = ssl.create_default_context()
        self._authority.configure_trust(context)
        return context

    def write(self, path: Path) -> Path:
        """The authority's certificate as a file."""
        self._authority.cert_pem.write_to_path(str(path))
        return path


class _Encrypting(Controller):
    """A server that takes no letter before the line is encrypted."""

    def factory(self) -> SMTP:
        return SMTP(
            self.handler, hostname="127.0.0.1", tls_context=self.starttls, require_starttls=True
        )

    starttls: ssl.SSLContext


@contextmanager
def served(
    box: Box | None = None,
    *,
    port: int = 0,
    password: str = "",
    tls: ssl.SSLContext | None = None,
    starttls: ssl.SSLContext | None = None,
) -> Iterator[Box]:
    """A server for as long as the block lasts; with a `password` it wants it of the user "app".

    Encrypted from the start with `tls`, or with `starttls` from when it is asked to.
    """
    box = box or Box()
    box.port = port or free_port()

    def known(_s: Any, _session: Any, _e: Any, _mechanism: Any, given: Any) -> AuthResult:
        wanted = LoginPassword(b"app", password.encode())
        return AuthResult(success=given == wanted, handled=False)

    more: dict[str, Any] = {}
    if password:
        box.wants_password = True
        more = {"authenticator": known, "auth_require_tls": False}
    kind = Controller if starttls is None else _Encrypting
    server = kind(box, hostname="127.0.0.1", port=box.port, ssl_context=tls, **more)
    if isinstance(server, _Encrypting) and starttls is not None:
        server.starttls = starttls
    server.start()
    try:
        yield box
    finally:
        server.stop()
