"""Who may sign in, with which roles where, and their sessions."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from trust_inclusion.db import BigId, Model


class Account(Model):
    """A way to sign in; linked to the person whose own record it opens, if any."""

    __tablename__ = "accounts"

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    password_hash: Mapped[str | None]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    disabled: Mapped[bool]
    created_at: Mapped[datetime]
    version: Mapped[int] = mapped_column()
    grants: Mapped[list["AccountGrant"]] = relationship(
        order_by="AccountGrant.id", foreign_keys="AccountGrant.account_id"
    )

    __mapper_args__ = {"version_id_col": version}


class AccountGrant(Model):
    """A role held from a day until a last day: trust-wide, in a hub, or at one academy.

    A SENCO's grant names no place: their academies follow from their appointments. A deputy's
    names the director for whom they decide.
    """

    __tablename__ = "account_grants"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), index=True)
    role: Mapped[str] = mapped_column(String(20))
    everything: Mapped[bool]
    hub_id: Mapped[int | None] = mapped_column(ForeignKey("hubs.id"))
    academy_id: Mapped[int | None] = mapped_column(ForeignKey("academies.id"))
    with_pay: Mapped[bool]
    starts_on: Mapped[date | None]
    ends_on: Mapped[date | None]
    for_account_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))


class SignIn(Model):
    """A signed-in browser.

    The key is the digest of the secret in its cookie, so a stolen table opens nothing.
    """

    __tablename__ = "sign_ins"

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), index=True)
    started_at: Mapped[datetime]
    ends_at: Mapped[datetime]


class FailedSignIn(Model):
    """A refused attempt, by digest of the e-mail and by network address.

    Old rows are swept on the next failure.
    """

    __tablename__ = "failed_sign_ins"
    __table_args__ = (
        Index("ix_failed_sign_ins_email_digest_failed_at", "email_digest", "failed_at"),
        Index("ix_failed_sign_ins_address_failed_at", "address", "failed_at"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    email_digest: Mapped[str] = mapped_column(String(64))
    address: Mapped[str] = mapped_column(String(45))
    failed_at: Mapped[datetime]
