"""Kinds of files: bytes -> headings and rows of text; what these mean is a system's to say."""
