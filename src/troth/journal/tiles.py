"""The tree in tiles of 256 hashes, from which anybody computes any proof: c2sp.org/tlog-tiles.

Tiles of level 0 are the leaves of 256 entries; each hash in a tile of a higher level is the root
of a full tile one level below. These roots are written down as tiles fill, so that to hand out any
tile reads one row for each hash.

The bundles of entries that the same document names are not published. An entry has the number of
its receipt, which is a secret of whoever holds it, and the pseudonym of whom it concerns, which the
platform can still resolve while they are there. A leaf tells neither: the receipt in it is random.
"""

from collections.abc import Iterator
from itertools import batched, zip_longest

from django.db.models import Max

from troth.journal.models import Checkpoint, Entry, Tile
from troth.journal.tree import root

WIDTH = 256


def tile(level: int, index: int, width: int) -> bytes | None:
    """The first `width` hashes of a tile, one after the other; None where not all are signed."""
    signed = Checkpoint.objects.aggregate(size=Max("size"))["size"] or 0
    first = index * WIDTH
    if signed // WIDTH**level < first + width:
        return None
    hashes = [*_hashes(level, first, first + width)]
    return b"".join(hashes) if len(hashes) == width else None


def keep_tiles(size: int) -> None:
    """Write down the roots of the tiles that the first `size` entries have filled since."""
    level = 0
    while full := size // WIDTH ** (level + 1):
        last = Tile.objects.filter(level=level + 1).aggregate(index=Max("index"))["index"]
        Tile.objects.bulk_create(_full(level, 0 if last is None else last + 1, full))
        level += 1


def changed_tiles() -> Iterator[str]:
    """Where from on the roots written down are not those of their tiles: a line for each level.

    Reads all leaves, in a transaction of the caller's.
    """
    for level, last in Tile.objects.values_list("level").annotate(Max("index")).order_by("level"):
        stored = Tile.objects.filter(level=level).order_by("index").iterator()
        for was, of_hashes in zip_longest(stored, _full(level - 1, 0, last + 1)):
            facts = [each and (each.index, bytes(each.root)) for each in (was, of_hashes)]
            if facts[0] != facts[1]:
                index = min(each.index for each in (was, of_hashes) if each)
                yield (
                    f"tile level={level - 1} index={index}: its root was changed, and perhaps "
                    "later ones; delete all of journal_tile, and the next checkpoint writes it anew"
                )
                break


def _full(level: int, start: int, stop: int) -> Iterator[Tile]:
    """The roots of the tiles `start` to `stop - 1` of a level, each of which is full."""
    hashes = _hashes(level, start * WIDTH, stop * WIDTH)
    for index, of_one in enumerate(batched(hashes, WIDTH), start):
        yield Tile(level=level + 1, index=index, root=root(of_one))


def _hashes(level: int, start: int, stop: int) -> Iterator[bytes]:
    """The hashes at places `start` to `stop - 1` of a level."""
    if level == 0:
        leaves = Entry.objects.filter(seq__gte=start, seq__lt=stop).order_by("seq")
        rows = leaves.values_list("leaf", flat=True).iterator(5000)
        return (bytes(leaf or b"") for leaf in rows)
    tiles = Tile.objects.filter(level=level, index__gte=start, index__lt=stop).order_by("index")
    return (bytes(each) for each in tiles.values_list("root", flat=True).iterator(5000))
