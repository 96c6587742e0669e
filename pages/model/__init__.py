"""What every page draws from: a day judged, its readings, and both with who looks at what."""
