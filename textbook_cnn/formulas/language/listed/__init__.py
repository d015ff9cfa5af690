"""What single functions use beyond what all may, and why: one file for each room of the package.

A key names a function, a class or a whole room; under it stand uses, parted by bars, and one reason for them.
A test finds entries that nothing needs any more.
"""

from __future__ import annotations

from . import arrays, held, images, layers, loop, network, seeing, training

Listed = dict[str, dict[str, str]]

ROOMS = {
    "arrays": arrays.LISTED,
    "held": held.LISTED,
    "images": images.LISTED,
    "layers": layers.LISTED,
    "loop": loop.LISTED,
    "network": network.LISTED,
    "seeing": seeing.LISTED,
    "training": training.LISTED,
}
LISTED: Listed = {place: uses for room in ROOMS.values() for place, uses in room.items()}


def file_for(place: str) -> str:
    """Return the name of the file in which the reason for a use in this place stands."""
    steps = place.split(".")
    for count in range(len(steps), 0, -1):
        for file, room in ROOMS.items():
            if any(f"{each}.".startswith(".".join(steps[:count]) + ".") for each in room):
                return f"{file}.py"
    return "__init__.py"
