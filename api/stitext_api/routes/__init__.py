"""One module for each verb; a route asks for what it needs, calls one operation, and returns its record."""
