"""The Dialer API 3.1 as a client sees it: `Client.fetch(Ask) → Answer`, and `Fault` as the only error."""
