"""Cover taken from SENCO time and time given back: a post's ledger, and what academies owe."""
