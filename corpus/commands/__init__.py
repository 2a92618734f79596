"""The commands of `python -m corpus`, one file each: `HELP`, `add_options` and `run`."""
