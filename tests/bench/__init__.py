"""How fast the pages are, beside what Flask itself can do on the same machine."""
