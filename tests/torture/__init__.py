"""Kill tests and tests of many writers: what was acknowledged is in the book, whatever the moment of the kill."""
