"""What is said in the same words by the shell and the app: differences, scores, links, the sweep, reports."""
