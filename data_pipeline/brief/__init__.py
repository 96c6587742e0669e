"""A document of the board's figures at one moment: typed blocks made from rows, and files made of the blocks alone."""
