"""A person's record: reading it, telling what is new, checking what was told, its files."""
