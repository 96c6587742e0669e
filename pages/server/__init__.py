"""What the server answers besides the pages: events, the chart library, probes; and the headers on every answer."""
