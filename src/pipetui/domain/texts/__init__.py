"""What the rep edits as a text: a deal, a cadence, an e-mail template."""
