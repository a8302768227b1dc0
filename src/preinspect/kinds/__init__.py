"""The kinds of report."""
