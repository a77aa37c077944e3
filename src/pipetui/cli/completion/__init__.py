"""Tab: what a shell may be offered, in words that no shell reads as anything but themselves."""
