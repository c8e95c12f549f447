"""A small site with members: what a login needs, and every way in which one goes wrong."""

from __future__ import annotations

import secrets

from aiohttp import web

from tests.targets.case import html

USERNAME, PASSWORD = "mina", "oolong-in-winter-17"
BEARER = "tea-4c1fa92be07d55a1b2c3"


class Members:
    """`forgets_after` requests of one session the server forgets it; `keeps_out` names what it demands at the door."""

    def __init__(
        self,
        *,
        forgets_after: int = 10**9,
        logins: int = 10**9,
        error_status: int = 200,
        form: str = "",
        bearer: bool = False,
    ) -> None:
        self.forgets_after = forgets_after
        self.logins_left = logins
        self.error_status = error_status
        self.form = form
        self.bearer = bearer
        self.bearer_left = forgets_after
        self.sessions: dict[str, int] = {}
        self.tokens: set[str] = set()
        self.logins = 0
        self.logouts = 0
        self.as_member: list[str] = []  # paths asked by who was logged in

    def application(self) -> web.Application:
        app = web.Application()
        app.router.add_get("/", self.start)
        app.router.add_get("/login", self.login_page)
        app.router.add_post("/session", self.log_in)
        app.router.add_get("/logout", self.log_out)
        app.router.add_get("/orders", self.orders)
        app.router.add_get("/note", self.note)
        return app

    def member(self, request: web.Request) -> bool:
        if self.bearer:
            self.bearer_left -= 1
            known = request.headers.get("Authorization") == f"Bearer {BEARER}" and self.bearer_left >= 0
        else:
            name = request.cookies.get("session", "")
            self.sessions[name] = self.sessions.get(name, 0) - 1
            known = self.sessions[name] >= 0
        if known:
            self.as_member.append(request.path)
        return known

    async def start(self, request: web.Request) -> web.Response:
        if self.bearer:
            if not self.member(request):
                return web.Response(status=401)
            return html('<a href="/orders?year=2024">Orders</a> <a href="/note?text=hello">Note</a>')
        if not self.member(request):
            return html('<a href="/login">Sign in</a>')
        links = '<a href="/orders?year=2024">Orders</a> <a href="/note?text=hello">Note</a>'
        return html(f'{links} <a href="/logout">Log out</a>')

    async def login_page(self, request: web.Request) -> web.Response:
        return self._login_page()

    def _login_page(self, error: str = "", status: int = 200) -> web.Response:
        token = secrets.token_hex(16)
        self.tokens.add(token)
        form = self.form or (
            '<input name=mail type=email><input name=word type=password autocomplete="current-password">'
        )
        answer = html(
            f'{error}<form action="/search"><input name=q></form><form method=post action="/session">'
            f'<input type=hidden name=csrf value="{token}">{form}<button>Go</button></form>',
            status=status,
        )
        answer.set_cookie("pre", token, httponly=True)
        return answer

    async def log_in(self, request: web.Request) -> web.Response:
        form = await request.post()
        token = str(form.get("csrf"))
        if token not in self.tokens or request.cookies.get("pre") != token:
            return html("<p>This form has expired.</p>", status=403)
        self.tokens.discard(token)
        good = form.get("mail") == USERNAME and form.get("word") == PASSWORD and self.logins_left > 0
        if not good:
            return self._login_page(f"<p>No, {form.get('mail')!s}.</p>", self.error_status)
        self.logins_left -= 1
        self.logins += 1
        name = secrets.token_hex(16)
        self.sessions[name] = self.forgets_after
        answer = web.HTTPSeeOther("/")
        answer.headers.add("Set-Cookie", f"session={name}; Path=/")
        raise answer

    async def log_out(self, request: web.Request) -> web.Response:
        self.logouts += 1
        self.sessions.clear()
        return html("<p>Goodbye.</p>")

    async def orders(self, request: web.Request) -> web.Response:
        if not self.member(request):
            if self.bearer:
                return web.Response(status=401)
            raise web.HTTPFound("/login?next=/orders")
        return html("<p>No orders yet. <a href='/logout'>Log out</a></p>")

    async def note(self, request: web.Request) -> web.Response:
        """Show a note to members; WEAK: as it is."""
        if not self.member(request):
            if self.bearer:
                return web.Response(status=401)
            raise web.HTTPFound("/login?next=/note")
        cookie = request.cookies.get("session", "")
        return html(f"<p>{request.query.get('text', '')}</p><!-- {cookie} --><a href='/logout'>Log out</a>")
