"""Questions: modal screens with typed results; None means the rep changed their mind."""
