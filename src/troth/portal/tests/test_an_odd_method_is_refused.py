import pytest
from django.test import Client


@pytest.mark.parametrize("method", ["TRACE", "OPTIONS", "PUT", "DELETE", "MADE-UP"])
@pytest.mark.parametrize("path", ["/sign-in/failed/", "/sign-in/", "/nowhere/"])
def test_whatever_the_page(method: str, path: str) -> None:
    answer = Client().generic(method, path)
    assert answer.status_code == 405 and answer["Allow"] == "GET, HEAD, POST"
