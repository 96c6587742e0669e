"""The parts of the upload page that use the framework's widgets: a file's card, its doubts, the rehearsal."""
