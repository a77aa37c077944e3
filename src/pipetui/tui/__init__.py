"""The app: boards, lists and dialogs over one book. Widgets show views and post messages; they never read or decide."""
