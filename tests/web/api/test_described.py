"""Requests made from the API's own description, good and bad ones: no 5xx, every response as it is declared."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import Case, GenerationMode
from schemathesis.core import NOT_SET
from schemathesis.specs.openapi.checks import negative_data_rejection
from schemathesis.specs.openapi.schemas import OpenApiSchema

from bot.wiring import Newsroom
from tests.web.test_serve import serving

EXAMPLES = 6
"""Requests of each kind to each address."""
ADDRESSES = [
    ("/ask", "GET"),
    ("/ask:batch", "POST"),
    ("/search", "GET"),
    ("/mentions", "GET"),
    ("/verify", "POST"),
    ("/articles/{number}", "GET"),
    ("/citations/{name}", "GET"),
    ("/editions", "GET"),
    ("/editions/{day}", "GET"),
]
WITHOUT_PARAMETERS = [("/editions", "GET")]
PAGES = ["3", "A03", "头版"]
"""What a page may be called is more than the description can say by a pattern."""


@pytest.fixture(scope="module")
def description(samples: Newsroom) -> Iterator[OpenApiSchema]:
    """The description of a running server over the sample editions."""
    environment = {
        "BAOWEN_READING": "off",
        "BAOWEN_OFFLINE": "true",
        "BAOWEN_WEB_PER_MINUTE": "1000000",
    }
    with pytest.MonkeyPatch.context() as patch:
        for name, value in environment.items():
            patch.setenv(name, value)
        with serving(samples.path) as address:
            made = schemathesis.openapi.from_url(f"{address}/api/openapi.json")
            # What is too long is refused as well as what is wrong.
            made.config.checks.negative_data_rejection.expected_statuses.append("414")
            yield made


def test_every_address_is_tried(description: OpenApiSchema) -> None:
    described = {(path, method.upper()) for path in description for method in description[path]}
    assert described == set(ADDRESSES)


@pytest.mark.parametrize(
    ("path", "method", "mode"),
    [
        (*address, mode)
        for address in ADDRESSES
        for mode in GenerationMode
        if address not in WITHOUT_PARAMETERS or mode.is_positive
    ],
)
def test_every_response_is_as_declared(
    description: OpenApiSchema, path: str, method: str, mode: GenerationMode
) -> None:
    """In an address everything is text: an object where words are due arrives as words, and is not refused."""
    requests = description[path][method].as_strategy(generation_mode=mode)

    @given(case=requests)
    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        derandomize=True,
        database=None,
        phases=[Phase.generate],
    )
    def answered_as_declared(case: Case[Any]) -> None:
        if mode.is_positive and "page" in (case.query or {}):
            case.query["page"] = PAGES
        case.call_and_validate(excluded_checks=[] if case.body is not NOT_SET else [negative_data_rejection])

    answered_as_declared()
