"""The bodies of the verbs, a module for each family."""
