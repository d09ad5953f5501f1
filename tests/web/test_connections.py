"""Clients that are slow, that hang up, that send too much, that are too many: over real sockets, with short limits."""

from __future__ import annotations

import asyncio
import logging
import socket
import threading
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager
from http.client import HTTPResponse

import pytest
import uvicorn
from fastapi import FastAPI, Request
from fastapi.responses import StreamingResponse
from starlette.middleware import Middleware

from bot.web.connections import ConnectionLimits, LimitedConnection
from bot.web.limits import LONGEST_ADDRESS, MOST_HEADERS, RequestLimits

SHORT = ConnectionLimits(most=4, head_s=0.3, body_s=0.3, answer_s=0.3, unread_bytes=1 << 20)
LARGEST = 1000
Connect = Callable[[bytes], socket.socket]


class ShortConnection(LimitedConnection):
    limits = SHORT


class Pausing:
    """Lets a request be under way for as long as a test wants."""

    def __init__(self) -> None:
        self.begun, self.go_on = threading.Semaphore(0), threading.Event()


def build(pausing: Pausing) -> FastAPI:
    app = FastAPI(middleware=[Middleware(RequestLimits)], max_body_size=LARGEST)

    @app.post("/body")
    async def body(request: Request) -> int:
        return len(await request.body())

    @app.get("/echo")
    async def echo(q: str) -> str:
        return q

    @app.post("/unread")
    async def unread() -> str:
        return "answered at once"

    @app.get("/long")
    async def long() -> StreamingResponse:
        async def parts() -> AsyncIterator[bytes]:
            for _ in range(1000):
                yield bytes(1 << 16)

        return StreamingResponse(parts())

    @app.get("/pausing")
    async def pause() -> str:
        pausing.begun.release()
        while not pausing.go_on.is_set():
            await asyncio.sleep(0.01)
        return "done"

    return app


@contextmanager
def running(app: FastAPI) -> Iterator[int]:
    """The port of a server in a thread."""
    config = uvicorn.Config(app, port=0, http=ShortConnection, ws="none", log_config=None, timeout_keep_alive=2)
    server = uvicorn.Server(config)
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        while not server.started:
            time.sleep(0.01)
        yield int(listener.getsockname()[1])
        server.should_exit = True
        thread.join()


@pytest.fixture(scope="module")
def pausing() -> Pausing:
    return Pausing()


@pytest.fixture(scope="module")
def port(pausing: Pausing) -> Iterator[int]:
    with running(build(pausing)) as found:
        yield found


@pytest.fixture
def connect(port: int) -> Iterator[Connect]:
    """Connects and sends; what is open is closed when the test is over."""
    opened: list[socket.socket] = []

    def connected(data: bytes) -> socket.socket:
        opened.append(socket.create_connection(("127.0.0.1", port), timeout=10))
        opened[-1].sendall(data)
        return opened[-1]

    yield connected
    for each in opened:
        each.close()


def request(method: str, path: str, *headers: str) -> bytes:
    return "\r\n".join([f"{method} {path} HTTP/1.1", "host: x", *headers, "", ""]).encode()


def answered(connection: socket.socket) -> bytes:
    """What comes until the other side closes, or cuts off."""
    found = b""
    try:
        while part := connection.recv(1 << 16):
            found += part
    except ConnectionResetError:
        pass
    return found


def status_of(connection: socket.socket) -> int:
    """The status of the next answer, which is read whole."""
    response = HTTPResponse(connection)
    response.begin()
    response.read()
    return response.status


@pytest.mark.parametrize(
    ("begun", "more"),
    [
        (b"", b""),
        (b"GET /long HTTP/1.1\r\nhost: x\r\n", b"a: b\r\n"),
        (request("POST", "/body", "content-length: 900"), b"x"),
        (request("POST", "/unread", "content-length: 900"), b"x"),
        (request("POST", "/body", "transfer-encoding: chunked"), b"1\r\nx\r\n"),
    ],
    ids=["nothing", "headers", "body", "a body that nobody reads", "chunks"],
)
def test_a_request_that_does_not_come_is_cut_off_however_it_trickles(
    connect: Connect, begun: bytes, more: bytes
) -> None:
    connection, begin = connect(begun), time.monotonic()
    connection.settimeout(0.05)
    while True:
        assert time.monotonic() - begin < 5
        try:
            if more:
                connection.sendall(more)
            if connection.recv(1 << 16) == b"":
                break
        except TimeoutError:
            continue
        except OSError:
            break
    assert time.monotonic() - begin >= 0.9 * SHORT.head_s  # the server began to count before


def test_a_client_that_does_not_read_is_cut_off(connect: Connect) -> None:
    connection = connect(request("GET", "/long"))
    threading.Event().wait(2 * SHORT.answer_s)
    assert len(answered(connection)) < 1000 << 16  # the answer is larger than all buffers between the two


def test_one_connection_carries_several_requests(connect: Connect) -> None:
    ask = request("POST", "/body", "content-length: 3") + b"abc"
    connection = connect(ask)
    end = time.monotonic() + 1.5 * SHORT.head_s  # each request has the time for its head anew
    while time.monotonic() < end:
        assert status_of(connection) == 200
        connection.sendall(ask)
    assert status_of(connection) == 200


@pytest.mark.parametrize("cut", [0, 12, 13, 14])
def test_chinese_may_stand_in_an_address_as_it_is_typed(connect: Connect, cut: int) -> None:
    sent = request("GET", "/echo?q=转贷", "connection: close", "x-name: 转")
    connection = connect(sent[:cut])
    time.sleep(0.02)
    connection.sendall(sent[cut:])
    assert answered(connection).endswith('"转贷"'.encode())


def test_a_body_that_is_too_large_is_refused_and_the_refusal_can_be_read(connect: Connect) -> None:
    said = request("POST", "/body", f"content-length: {LARGEST + 1}")
    assert status_of(connect(said)) == 413
    assert status_of(connect(said + bytes(LARGEST + 1))) == 413
    chunks = request("POST", "/body", "transfer-encoding: chunked")
    assert status_of(connect(chunks + b"%x\r\n%b\r\n" % (LARGEST + 1, bytes(LARGEST + 1)))) == 413
    assert status_of(connect(request("POST", "/body", f"content-length: {LARGEST}") + bytes(LARGEST))) == 200


def test_who_goes_on_sending_after_the_answer_is_cut_off(connect: Connect) -> None:
    connection = connect(request("POST", "/unread", "content-length: 900000000"))
    sent = 0
    with pytest.raises(OSError, match=r"reset|pipe"):
        while sent < 900_000_000:
            sent += connection.send(bytes(1 << 16))
    assert sent < 40 << 20  # what is on its way in the system's own buffers


def test_too_long_addresses_and_headers(connect: Connect) -> None:
    assert status_of(connect(request("GET", "/body?" + "q" * LONGEST_ADDRESS))) == 414
    many = [f"x-{n}: y" for n in range(MOST_HEADERS)]
    assert status_of(connect(request("GET", "/livez", *many))) == 431
    assert status_of(connect(request("GET", "/livez", *many[:-1]))) == 404
    assert status_of(connect(request("GET", "/livez", "x: " + "y" * 20000))) in {400, 431}


def test_the_one_that_waited_longest_gives_way(connect: Connect) -> None:
    waiting = [connect(b"GET /long HTTP/1.1\r\n") for _ in range(SHORT.most)]
    for connection in waiting[1:]:
        connection.settimeout(0.01)
    assert status_of(connect(request("POST", "/unread", "content-length: 0"))) == 200
    assert answered(waiting[0]) == b""
    with pytest.raises(TimeoutError):
        waiting[-1].recv(1)


def test_who_is_being_answered_does_not_give_way(connect: Connect, pausing: Pausing) -> None:
    asked = [connect(request("GET", "/pausing")) for _ in range(SHORT.most)]
    for _ in asked:
        assert pausing.begun.acquire(timeout=5)
    assert answered(connect(b"")).startswith(b"HTTP/1.1 503")
    pausing.go_on.set()
    assert [status_of(connection) for connection in asked] == [200] * SHORT.most
    pausing.go_on.clear()


def test_a_client_that_hangs_up_leaves_one_quiet_line(connect: Connect, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    for headers in ("content-length: 900", "transfer-encoding: chunked"):
        connect(request("POST", "/body", headers)).close()
    while caplog.text.count("hung up") < 2:
        time.sleep(0.01)
    told = [record for record in caplog.records if record.name.startswith(("bot", "uvicorn"))]
    assert [record.levelno for record in told if "hung up" in record.message] == [logging.INFO] * 2
    assert not any(record.levelno > logging.INFO or record.exc_info for record in told)
