"""Everything that computes. Pages and the command line reach it through `data_pipeline.board.board`."""
