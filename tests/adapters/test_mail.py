"""Mail out, against a real server: what arrives, and how each failure is told."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest

from tests.smtp import Box, Certified, free_port, parts, served
from trust_inclusion.adapters import mail
from trust_inclusion.adapters.mail import Letter, NotSent, Postman, Server, Unreachable

LETTER = Letter(
    id="notice-7",
    sender="inclusion@trust.example",
    to="olive@school.example",
    subject="A date: “Ash”",
    text="Hello – by 1 September 2027.\n",
    html="<p>Hello – by 1 September 2027.</p>",
)


def test_a_letter_arrives_with_both_parts() -> None:
    with served() as box, Postman(Server("127.0.0.1", box.port)) as postman:
        postman.send(LETTER)
        postman.send(replace(LETTER, to="carl@school.example"))
    first, second = box.letters
    assert (first["To"], second["To"]) == ("olive@school.example", "carl@school.example")
    assert first["From"] == "inclusion@trust.example"
    assert first["Subject"] == "A date: “Ash”"
    assert first["Message-ID"] == "<notice-7@trust.example>"
    assert first["Auto-Submitted"] == "auto-generated"
    assert [part.strip() for part in parts(first)] == [LETTER.text.strip(), LETTER.html]


@pytest.mark.parametrize("inserted", ["\n", "\r\n", "\r"])
def test_nothing_can_add_a_header(inserted: str) -> None:
    bad = f"x{inserted}Bcc: all@school.example"
    with served() as box, Postman(Server("127.0.0.1", box.port)) as postman:
        postman.send(replace(LETTER, subject=bad))
        for wrong in (
            replace(LETTER, to=f"olive@school.example{inserted}Bcc: all@school.example"),
            replace(LETTER, id=bad),
        ):
            with pytest.raises(NotSent, match=mail.CANNOT_BE_DRAWN):
                postman.send(wrong)
    (letter,) = box.letters
    assert letter["Bcc"] is None
    assert letter["Subject"] == "x Bcc: all@school.example"


def test_a_refused_address_does_not_stop_the_next_letter() -> None:
    with served() as box, Postman(Server("127.0.0.1", box.port)) as postman:
        box.refuse = {"olive@school.example"}
        with pytest.raises(NotSent, match="refused_550"):
            postman.send(LETTER)
        postman.send(replace(LETTER, to="carl@school.example"))
    assert box.addresses == ["carl@school.example"]


def test_a_server_that_is_not_there_is_told_apart() -> None:
    with (
        Postman(Server("127.0.0.1", free_port())) as postman,
        pytest.raises(Unreachable, match=mail.CANNOT_CONNECT),
    ):
        postman.send(LETTER)


def test_nothing_is_sent_unencrypted_where_encryption_is_asked_for() -> None:
    with served() as box:
        for server in (
            Server("127.0.0.1", box.port, starttls=True),
            Server("127.0.0.1", box.port, tls=True),
        ):
            with Postman(server) as postman, pytest.raises(Unreachable, match=mail.NOT_ENCRYPTED):
                postman.send(LETTER)
    assert box.letters == []


@contextmanager
def encrypted(certified: Certified, how: str) -> Iterator[tuple[Box, Server]]:
    """A server encrypted from the start or on demand, and how the program is told to reach it."""
    tls, starttls = how == "tls", how == "starttls"
    context = certified.of_server
    with served(tls=context if tls else None, starttls=context if starttls else None) as box:
        yield box, Server("127.0.0.1", box.port, starttls=starttls, tls=tls)


@pytest.mark.parametrize("how", ["tls", "starttls"])
def test_an_encrypted_line_to_a_server_that_is_known(how: str) -> None:
    certified = Certified()
    with (
        encrypted(certified, how) as (box, server),
        Postman(server, certified.trusting) as postman,
    ):
        postman.send(LETTER)
        postman.send(replace(LETTER, to="carl@school.example"))
    assert box.addresses == ["olive@school.example", "carl@school.example"]


@pytest.mark.parametrize("how", ["tls", "starttls"])
def test_a_certificate_that_nobody_vouches_for_is_refused(how: str) -> None:
    with (
        encrypted(Certified(), how) as (box, server),
        Postman(server, Certified().trusting) as postman,
    ):
        for _ in range(2):
            with pytest.raises(Unreachable, match=mail.NOT_TRUSTED):
                postman.send(LETTER)
    assert box.letters == []


@pytest.mark.parametrize("how", ["tls", "starttls"])
def test_a_certificate_of_another_server_is_refused(how: str) -> None:
    certified = Certified("mail.example")
    with (
        encrypted(certified, how) as (box, server),
        Postman(server, certified.trusting) as postman,
        pytest.raises(Unreachable, match=mail.NOT_TRUSTED),
    ):
        postman.send(LETTER)
    assert box.letters == []


def test_signing_in() -> None:
    with served(password="right") as box:
        server = Server("127.0.0.1", box.port, "app", "right")
        with Postman(server) as postman:
            postman.send(LETTER)
        with (
            Postman(replace(server, password="wrong")) as postman,
            pytest.raises(Unreachable, match=mail.SIGN_IN_REFUSED),
        ):
            postman.send(LETTER)
    assert box.addresses == ["olive@school.example"]


def test_a_line_that_breaks_between_letters_is_opened_again() -> None:
    port = free_port()
    with Postman(Server("127.0.0.1", port)) as postman:
        with served(port=port) as first:
            postman.send(LETTER)
        with served(port=port) as second:
            with pytest.raises(NotSent, match=mail.BROKEN_OFF):
                postman.send(LETTER)
            postman.send(LETTER)
    assert (len(first.letters), len(second.letters)) == (1, 1)
