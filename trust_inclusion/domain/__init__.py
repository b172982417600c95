"""Rules: plain functions on plain values, with the standard library only."""
