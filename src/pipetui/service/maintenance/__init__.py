"""Looking after the book: backups, the checks of `doctor`, repair, what is due once a day."""
