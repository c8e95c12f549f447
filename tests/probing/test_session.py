"""Sessions against a small server that knows who is logged in, and forgets when told to."""

import asyncio

import pytest

from securestack.net.message import Exchange, HeaderList, Request, Response
from securestack.probing.canary import Canary
from securestack.probing.check import Sender
from securestack.probing.credentials import cookie_pairs
from securestack.probing.session import LoginFailed, Session, SessionLost

URL = "http://shop.example"
CANARY = Canary(Request("GET", f"{URL}/account"), 200, word="Log out", login_path="/login")


class Server:
    """Answers 200 with "Log out" to who is logged in; to others it redirects, or greets them as strangers."""

    def __init__(self, *, redirects: bool = True, lasts: int = 10**9) -> None:
        self.redirects = redirects
        self.lasts = lasts  # requests after which it forgets a session
        self.sessions: dict[str, int] = {}
        self.sent: list[Request] = []

    def begin(self) -> str:
        name = f"s{len(self.sessions)}"
        self.sessions[name] = self.lasts
        return name

    async def send(self, request: Request, *, timeout: float | None = None) -> Exchange:
        self.sent.append(request)
        name = dict(cookie_pairs(request.header("cookie") or "")).get("session", "")
        self.sessions[name] = self.sessions.get(name, 0) - 1
        if self.sessions[name] >= 0:
            return self.answer(request, 200, b"Log out")
        if self.redirects and request.url.endswith("/account"):
            return self.answer(request, 302, b"", ("Location", "/login?next=/"))
        return self.answer(request, 200, b"Log in")

    def answer(self, request: Request, status: int, body: bytes, *headers: tuple[str, str]) -> Exchange:
        return Exchange(request, Response(status, headers, body, url=request.url))


class FakeLogin:
    """Gets a session from the server, `times` times."""

    def __init__(self, server: Server, session_of: "list[Session]", times: int = 10**9) -> None:
        self.server = server
        self.session_of = session_of
        self.times = times

    async def perform(self, sender: Sender) -> Canary:
        self.times -= 1
        if self.times < 0:
            raise LoginFailed("The password was changed.")
        cookie = ("Set-Cookie", f"session={self.server.begin()}; Path=/")
        self.session_of[0].jar.absorb(Response(200, [cookie], url=f"{URL}/login"))
        return CANARY


async def logged_in(server: Server, times: int = 10**9) -> Session:
    holder: list[Session] = []
    session = Session(server, login=FakeLogin(server, holder, times))
    holder.append(session)
    await session.log_in()
    session.freeze()
    return session


async def send_often(session: Session, times: int) -> None:
    for _ in range(times):
        await session.send(get())


def get(path: str = "/account") -> Request:
    return Request("GET", URL + path)


def test_a_lost_session_is_renewed_and_the_request_sent_again() -> None:
    async def run() -> None:
        server = Server(lasts=3)
        session = await logged_in(server)
        for _ in range(20):
            assert (await session.send(get())).response.body == b"Log out"
        assert session.logins > 3

    asyncio.run(run())


def test_a_loss_that_no_answer_shows_is_noticed_by_the_canary() -> None:
    async def run() -> None:
        server = Server(lasts=30, redirects=False)
        session = await logged_in(server)
        for _ in range(120):
            answer = await session.send(get("/shelf"))
        assert session.logins == 2
        assert answer.response.body == b"Log out"

    asyncio.run(run())


def test_many_at_once_log_in_once() -> None:
    async def run() -> None:
        server = Server()
        session = await logged_in(server)
        server.sessions.clear()
        answers = await asyncio.gather(*(session.send(get()) for _ in range(10)))
        assert {answer.response.body for answer in answers} == {b"Log out"}
        assert session.logins == 2

    asyncio.run(run())


def test_a_session_that_cannot_be_renewed_ends_the_scan() -> None:
    async def run() -> None:
        server = Server(lasts=2)
        session = await logged_in(server, times=1)
        with pytest.raises(SessionLost, match=r"logging in again did not work\. The password was changed\."):
            await send_often(session, 5)

    asyncio.run(run())


def test_a_server_that_forgets_all_the_time_ends_the_scan() -> None:
    async def run() -> None:
        session = await logged_in(Server(lasts=1))
        with pytest.raises(SessionLost, match="ended the session"):
            await send_often(session, 1000)

    asyncio.run(run())


def test_headers_cannot_be_renewed() -> None:
    async def run() -> None:
        server = Server()
        session = Session(server, headers=(("Cookie", f"session={server.begin()}"),))
        session.canary = CANARY
        await session.send(get())
        server.sessions.clear()
        with pytest.raises(SessionLost, match="no longer accepts the credentials"):
            await session.verify()

    asyncio.run(run())


def test_a_page_that_always_refuses_is_doubted_once() -> None:
    class Refusing(Server):
        async def send(self, request: Request, *, timeout: float | None = None) -> Exchange:
            if request.url.endswith("/admin"):
                return self.answer(request, 403, b"")
            return await super().send(request)

    async def run() -> None:
        server = Refusing()
        session = await logged_in(server)
        for _ in range(20):
            await session.send(get("/admin"))
        assert len(server.sent) == 1  # the canary

    asyncio.run(run())


@pytest.mark.parametrize(
    ("own", "expected"),
    [
        ((), {"x-team": "tea", "cookie": "session=1; lang=en"}),
        ((("Cookie", "lang=probe"),), {"x-team": "tea", "cookie": "lang=probe; session=1"}),
        ((("X-Team", "probe"),), {"x-team": "probe", "cookie": "session=1; lang=en"}),
    ],
)
def test_what_a_probe_says_itself_stays(own: HeaderList, expected: dict[str, str]) -> None:
    async def run() -> None:
        server = Server()
        session = Session(server, headers=(("X-Team", "tea"), ("Cookie", "session=1; lang=en")))
        await session.send(Request("GET", URL, own))
        assert {name.lower(): value for name, value in server.sent[0].headers} == expected

    asyncio.run(run())


def test_cookies_are_taken_until_frozen_and_remembered_as_secrets() -> None:
    async def run() -> None:
        class Setting(Server):
            async def send(self, request: Request, *, timeout: float | None = None) -> Exchange:
                cookies = [("Set-Cookie", f"session={len(self.sent)}"), ("Set-Cookie", "theme=dark")]
                self.sent.append(request)
                return self.answer(request, 200, b"", *cookies)

        session = Session(Setting())
        await session.send(get())
        await session.send(get())
        session.freeze()
        await session.send(get())
        assert session.cookies_for(URL) == [("session", "1"), ("theme", "dark")]
        assert list(session.secrets) == ["0", "1"]

    asyncio.run(run())
