"""Past projects: records from elsewhere go in, a catalogue and what of it could be reused come out."""
