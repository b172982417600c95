"""Changes of allocation: proposing, the steps to a decision, and reading them."""
