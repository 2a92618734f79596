"""Web addresses: which are taken, in what one form, and which machines may be connected to."""

from __future__ import annotations

import ipaddress
from urllib.parse import quote, urldefrag, urljoin, urlsplit, urlunsplit

from corpus.errors import FetchError

_SAFE = "/%:@!$&'()*+,;=~-._"
_PORTS = {"http": 80, "https": 443}
_LONGEST = 4000  # characters; no server takes longer ones


def normalise(address: str, base: str = "") -> str:
    """The address in the one form that it is compared and requested in, its fragment left out.

    Args:
        address: as a user or a page writes it, spaces and accents included.
        base: of the page that it stands on, for a relative one.

    Raises `FetchError` for what is no address of the web.
    """
    written = urldefrag(urljoin(base, "".join(address.split("\n")).strip()))[0]
    try:
        parts = urlsplit(written)
        port = parts.port
        host = (parts.hostname or "").rstrip(".").encode("idna").decode("ascii")
    except (ValueError, UnicodeError):
        raise FetchError(f"{written[:200]}: not a web address; check it for mistakes") from None
    if parts.scheme not in _PORTS or not host or len(written) > _LONGEST:
        raise FetchError(
            f"{written[:200]}: not a web address; give one that begins with https:// or http://"
        )
    if parts.username is not None or parts.password is not None:
        raise FetchError(f"{parts.scheme}://{host}: an address with a user's name is not fetched")
    place = f"[{host}]" if ":" in host else host
    if port not in (None, _PORTS[parts.scheme]):
        place += f":{port}"
    path = quote(parts.path, safe=_SAFE) or "/"
    return urlunsplit((parts.scheme, place, path, quote(parts.query, safe=_SAFE + "?"), ""))


def host_of(address: str) -> str:
    """The host of a normalised address."""
    return urlsplit(address).hostname or ""


def origin_of(address: str) -> str:
    """Scheme, host and port of a normalised address: "https://democracy.example.gov.uk"."""
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"


def is_public(number: str) -> bool:
    """Whether an IP address is one of the open internet, also by the IPv4 address inside it."""
    ip = ipaddress.ip_address(number.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        if inner is None and (ip in _NAT64 or int(ip) >> 32 == 0):
            inner = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if inner is not None and not is_public(str(inner)):
            return False
    return ip.is_global and not ip.is_multicast


_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
