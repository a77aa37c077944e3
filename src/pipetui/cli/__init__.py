"""The shell: parse, ask the service, say what came of it. No logic of its own."""
