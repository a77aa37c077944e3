"""The widgets: they show views, keep a cursor, and post messages."""
