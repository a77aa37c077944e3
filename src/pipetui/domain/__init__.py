"""What a pipeline is and how it moves: pure values and functions, standard library only, no clock, no I/O."""
