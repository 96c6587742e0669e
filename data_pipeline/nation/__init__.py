"""Many cities that finish together: what each board publishes of itself, and how they all stand.

cities      which there are, by BOARD_CITIES
rollups     the open table they write to: a row a city, line, district and slot, with state and finish
publish     what one board has to say of itself, when it has moved
standing    how all of them stand at a moment
"""
