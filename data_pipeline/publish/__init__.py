"""What may leave the board: tables, exports, small counts in bands, and what each says of itself."""
