"""Rows, by noun. Codes come from the domain; no rules live here."""

from trust_inclusion.models import academies, accounts, log, people, posts, settings, standing

__all__ = ["academies", "accounts", "log", "people", "posts", "settings", "standing"]
