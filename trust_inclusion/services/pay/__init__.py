"""Pay: the tables, and what the trust's people are paid from them."""
