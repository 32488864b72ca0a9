"""Other people's clients against the simulated venue. They live in an environment of their own: `make compat`."""

from collections.abc import Iterator

import pytest

from tickwire.sim import Venue


@pytest.fixture(scope="module", params=[False, True], ids=["plain", "tls"])
def venue(request: pytest.FixtureRequest) -> Iterator[Venue]:
    with Venue(tls=request.param) as venue:
        yield venue
