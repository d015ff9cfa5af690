"""What single functions use beyond what all may, and why: one file for each room of the package.

A key names a function, a class or a whole room; under it stand uses, parted by bars, and one reason for them.
A test finds entries that nothing needs any more.
"""

from __future__ import annotations

from . import arrays, images, layers, network, seeing, training

Listed = dict[str, dict[str, str]]

ROOMS = {
    "arrays": arrays.LISTED,
    "images": images.LISTED,
    "layers": layers.LISTED,
    "network": network.LISTED,
    "seeing": seeing.LISTED,
    "training": training.LISTED,
}
LISTED: Listed = {place: uses for room in ROOMS.values() for place, uses in room.items()}
FILES = {place.partition(".")[0]: file for file, room in ROOMS.items() for place in room}


def file_for(place: str) -> str:
    """Return the name of the file in which the reason for a use in this place stands."""
    return f"{FILES.get(place.partition('.')[0], '…')}.py"
