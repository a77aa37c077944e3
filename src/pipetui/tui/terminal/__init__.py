"""The terminal the app is in: what comes from it, and how it is taken and given back."""
