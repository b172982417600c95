"""HTTP: the only code, with the command line, that knows a request."""
