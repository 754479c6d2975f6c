"""The command line: parse, call one operation, render. Nothing heavy is imported before a command needs it."""
