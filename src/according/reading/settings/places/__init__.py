"""Places: how a report names them, what their names mean, and how each hangs together with an event."""
