"""Mail out: one letter at a time over SMTP, with a failure told by a code of ours."""

import smtplib
import ssl
from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from types import TracebackType
from typing import Self

TIMEOUT = 30
"""Seconds that a silent server is waited for at each step."""

CANNOT_CONNECT = "cannot_connect"
NOT_ENCRYPTED = "not_encrypted"
NOT_TRUSTED = "not_trusted"
SIGN_IN_REFUSED = "sign_in_refused"
BROKEN_OFF = "broken_off"
CANNOT_BE_DRAWN = "cannot_be_drawn"
REFUSED = "refused"
"""Followed by the server's three-digit reply, as in "refused_550"."""


class NotSent(Exception):
    """A letter did not go out; the message is one of the codes above."""


class Unreachable(NotSent):
    """The server takes no letter at all at the moment."""


@dataclass(frozen=True, slots=True)
class Server:
    host: str
    port: int
    user: str = ""
    password: str = ""
    starttls: bool = False
    tls: bool = False


@dataclass(frozen=True, slots=True)
class Letter:
    """`id` is the same however often it is sent, so that mail programs can tell a second copy."""

    id: str
    sender: str
    to: str
    subject: str
    text: str
    html: str


class Postman:
    """A connection to the mail server, opened at the first letter and again when it was lost."""

    def __init__(self, server: Server, context: ssl.SSLContext | None = None) -> None:
        self._server = server
        self._context = context or ssl.create_default_context()
        self._line: smtplib.SMTP | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _e: BaseException | None, _t: TracebackType | None
    ) -> None:
        self._hang_up()

    def reach(self) -> None:
        """Connect and sign in, and send nothing. Raises Unreachable."""
        self._opened()

    def send(self, letter: Letter) -> None:
        """Hand a letter to the server. Raises NotSent, or Unreachable when it takes none."""
        content = _message(letter)
        line = self._opened()
        try:
            line.send_message(content, letter.sender, [letter.to])
        except smtplib.SMTPServerDisconnected as error:
            self._hang_up()
            raise NotSent(BROKEN_OFF) from error
        except smtplib.SMTPRecipientsRefused as error:
            self._start_anew()
            code = next(iter(error.recipients.values()))[0]
            raise NotSent(f"{REFUSED}_{code}") from error
        except smtplib.SMTPResponseException as error:
            self._start_anew()
            raise NotSent(f"{REFUSED}_{error.smtp_code}") from error
        except (OSError, smtplib.SMTPException) as error:
            self._hang_up()
            raise NotSent(BROKEN_OFF) from error

    def _opened(self) -> smtplib.SMTP:
        line = self._line = self._line or self._connect()
        return line

    def _connect(self) -> smtplib.SMTP:
        server = self._server
        line: smtplib.SMTP | None = None
        try:
            if server.tls:
                line = smtplib.SMTP_SSL(
                    server.host, server.port, timeout=TIMEOUT, context=self._context
                )
            else:
                line = smtplib.SMTP(server.host, server.port, timeout=TIMEOUT)
            if server.starttls:
                line.starttls(context=self._context)
            if server.user:
                line.login(server.user, server.password)
        except (OSError, smtplib.SMTPException, ValueError) as error:
            if line is not None:
                line.close()
            raise Unreachable(_why(error)) from error
        return line

    def _start_anew(self) -> None:
        """Have the server forget the refused letter, so that the next one is not refused for it."""
        try:
            if self._line is not None:
                self._line.rset()
        except (OSError, smtplib.SMTPException):
            self._hang_up()

    def _hang_up(self) -> None:
        line, self._line = self._line, None
        if line is not None:
            try:
                line.quit()
            except (OSError, smtplib.SMTPException):
                line.close()


def _why(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPAuthenticationError):
        return SIGN_IN_REFUSED
    if isinstance(error, ssl.SSLCertVerificationError):
        return NOT_TRUSTED
    if isinstance(error, smtplib.SMTPNotSupportedError | ssl.SSLError):
        return NOT_ENCRYPTED
    return CANNOT_CONNECT


def _message(letter: Letter) -> EmailMessage:
    """The letter with its plain and its HTML part; a line break cannot add a header.

    Raises NotSent where the letter cannot be written as mail.
    """
    message = EmailMessage(policy=SMTP)
    try:
        message["Subject"] = " ".join(letter.subject.split())
        message["From"] = Address(addr_spec=letter.sender)
        message["To"] = Address(addr_spec=letter.to)
        message["Message-ID"] = f"<{letter.id}@{letter.sender.partition('@')[2]}>"
        # Nobody's out-of-office reply should answer a program.
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(letter.text)
        message.add_alternative(letter.html, subtype="html")
    except (ValueError, LookupError) as error:
        raise NotSent(CANNOT_BE_DRAWN) from error
    return message
