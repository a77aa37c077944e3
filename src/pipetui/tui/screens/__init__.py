"""The main views, each with its style sheet beside it."""
