"""The conditions of SENCO posts: what counts for each, who answers, and how the trust stands."""
