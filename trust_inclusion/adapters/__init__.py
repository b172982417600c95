"""The edge: bytes of files in, plain values out, and back."""
