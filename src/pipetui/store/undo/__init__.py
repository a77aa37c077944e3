"""The undo journal: steps, the images of changed rows, runs of rows, and what changed since."""
