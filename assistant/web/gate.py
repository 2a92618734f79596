"""What stands before every request: security headers, requests of other sites, signing in."""

from __future__ import annotations

import base64
import secrets
import time
from collections.abc import Awaitable, Callable, MutableMapping
from http.cookies import CookieError, SimpleCookie
from threading import Lock
from typing import Any
from urllib.parse import parse_qs, urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response

from assistant.web.doors import sign_in_page
from assistant.web.limits import RateLimit
from assistant.web.users import Users

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Message, Receive, Send], Awaitable[None]]

USER = "record_user"
"""Key of a request's scope under which the name of who signed in stands."""

_COOKIE = "record_session"
_SESSION = 12 * 3600.0  # seconds that one lasts
_TRIES = 10  # a minute, from one address
_LONGEST_FORM = 4096  # bytes

# The browser itself is told to load from, and talk to, this server only. gradio's own page needs
# inline scripts, and its HTML component compiles its templates, so these two cannot be forbidden.
_POLICY = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self' 'unsafe-inline' 'unsafe-eval'",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "worker-src 'self' blob:",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'self'",
        "frame-ancestors 'self'",
    )
)
_HEADERS = (
    (b"content-security-policy", _POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),  # "no-referrer" would hide the origin of our own forms
)


def with_headers(app: App) -> App:
    """`app` with the security headers on every response."""

    async def answer(scope: Message, receive: Receive, send: Send) -> None:
        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message.get("headers", ()), *_HEADERS]
            await send(message)

        await app(scope, receive, send_with_headers)

    return answer


def without_strangers(app: App) -> App:
    """`app` without requests that another site's page makes a browser send here."""

    async def answer(scope: Message, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["method"] not in ("GET", "HEAD", "OPTIONS"):
            headers = Request(scope).headers
            origin, host = headers.get("origin"), headers.get("host", "")
            forwarded = headers.get("x-forwarded-host", host)
            if origin and urlsplit(origin).netloc not in (host, forwarded):
                refusal = PlainTextResponse("Requests of other sites are refused.", 403)
                await refusal(scope, receive, send)
                return
        await app(scope, receive, send)

    return answer


class SignIn:
    """`app` for those who signed in only: by form and cookie, or by name and password (Basic)."""

    def __init__(self, app: App, users: Users) -> None:
        self._app, self._users = app, users
        self._sessions: dict[str, tuple[str, float]] = {}  # token -> name, end
        self._tries = RateLimit(_TRIES)
        self._lock = Lock()

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Let the request through, or answer it with the way to sign in."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        if scope["type"] != "http":  # the app has no use for others, which carry no sign-in
            await send({"type": "websocket.close"})
            return
        request = Request(scope, receive)
        path = scope["path"].removeprefix(scope.get("root_path", ""))
        response: Response | None = None
        if path == "/sign-in" and request.method == "POST":
            response = await self._sign_in(request)
        elif path == "/sign-out" and request.method == "POST":
            response = self._sign_out(request)
        elif path != "/healthz":
            user = await self._user(request)
            if user is None:
                response = self._ask(path)
            scope[USER] = user
        await (response or self._app)(scope, receive, send)

    def _ask(self, path: str) -> Response:
        if path in ("", "/", "/sign-in"):
            return HTMLResponse(sign_in_page(), 401)
        return PlainTextResponse("Sign in first.", 401, {"www-authenticate": "Basic"})

    async def _sign_in(self, request: Request) -> Response:
        if self._tries.take(_address(request)):
            return HTMLResponse(sign_in_page("Too many tries. Wait a minute."), 429)
        body = await request.body() if _is_short(request) else b""
        form = parse_qs(body.decode("utf-8", "replace"), keep_blank_values=True)
        name, password = (form.get(key, [""])[0] for key in ("username", "password"))
        if not await run_in_threadpool(self._users.check, name, password):
            return HTMLResponse(sign_in_page("The name or the password is not right."), 401)
        token = secrets.token_urlsafe(32)
        with self._lock:
            now = time.monotonic()
            self._sessions = {t: s for t, s in self._sessions.items() if s[1] > now}
            self._sessions[token] = (name, now + _SESSION)
        response = RedirectResponse("./", 303)
        response.set_cookie(
            _COOKIE,
            token,
            max_age=int(_SESSION),
            httponly=True,
            samesite="lax",
            secure=request.url.scheme == "https",
        )
        return response

    def _sign_out(self, request: Request) -> Response:
        with self._lock:
            self._sessions.pop(_token(request), None)
        response = RedirectResponse("./", 303)
        response.delete_cookie(_COOKIE)
        return response

    async def _user(self, request: Request) -> str | None:
        name, end = self._sessions.get(_token(request), ("", 0.0))
        if end > time.monotonic():
            return name
        kind, _, given = request.headers.get("authorization", "").partition(" ")
        if kind.lower() != "basic":
            return None
        try:
            name, _, password = base64.b64decode(given, validate=True).decode().partition(":")
        except ValueError:
            return None
        if self._users.knows(name, password):
            return name
        if self._tries.take(_address(request)):
            return None
        right = await run_in_threadpool(self._users.check, name, password)
        return name if right else None


def _address(request: Request) -> str:
    return request.client.host if request.client else ""


def _is_short(request: Request) -> bool:
    length = request.headers.get("content-length", "")
    return length.isdigit() and int(length) <= _LONGEST_FORM


def _token(request: Request) -> str:
    try:
        morsel = SimpleCookie(request.headers.get("cookie", "")).get(_COOKIE)
    except CookieError:
        return ""
    return morsel.value if morsel else ""
