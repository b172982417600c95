"""Use-cases and queries. The first argument is the actor; nothing here commits or knows HTTP."""
