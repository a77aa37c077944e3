"""Mail as other programs keep it on this machine: found, read within bounds, logged. Nothing is sent."""
