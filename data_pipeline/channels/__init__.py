"""The ways in besides the upload page: the watched folder, and the answers machines get."""
