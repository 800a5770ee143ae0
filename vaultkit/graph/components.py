"""Connected components, by numpy alone."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]


def component_of(n: int, links: Ints) -> Ints:
    """Return the component of each of `n` nodes, shape (n,): the smallest index in it.

    `links` holds two indices in each of its rows; direction and repetition do not matter.
    """
    label: Ints = np.arange(n)
    while True:
        lowest = np.minimum(label[links[:, 0]], label[links[:, 1]])
        new = label.copy()
        np.minimum.at(new, links[:, 0], lowest)
        np.minimum.at(new, links[:, 1], lowest)
        np.minimum.at(new, label[links[:, 0]], lowest)
        np.minimum.at(new, label[links[:, 1]], lowest)
        new = new[new]
        if np.array_equal(new, label):
            return label
        label = new
