"""The system's Chromium: where it is, and how it is started so that it asks nobody for anything."""

import shutil

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
SWITCHES = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def path() -> str | None:
    """The program, or None where it is not installed."""
    return next((found for name in NAMES if (found := shutil.which(name))), None)
