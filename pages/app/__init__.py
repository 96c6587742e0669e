"""Where drawings meet the web framework: who looks at what, the rows of a version, the live component."""
