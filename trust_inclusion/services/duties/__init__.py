"""Excluded duties of SENCO posts with their own hours, and checks of job descriptions."""
