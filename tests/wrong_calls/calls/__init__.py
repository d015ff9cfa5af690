"""The right calls that the wrong ones are made from, one file a room, each with its list `CALLS`."""
