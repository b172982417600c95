"""Sample weeks: kept by their authors alone until shared, then read by name or within totals."""
