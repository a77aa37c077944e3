"""The book on disk: the only package that knows SQL."""
