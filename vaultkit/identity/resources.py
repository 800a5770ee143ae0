"""Builders of everything else that has an identity of its own: videos, repositories, forum posts, documents."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl

from vaultkit.identity.value import Hit, Identity, new
from vaultkit.patterns import lazy_pattern

_VIDEO = lazy_pattern(r"[0-9A-Za-z_-]{11}", re.ASCII)


def youtube(hit: Hit) -> Identity | None:
    video, album = hit["id"] or hit.param("v"), hit.param("list")
    if not _VIDEO.fullmatch(video) or video == "videoseries":
        return playlist(album)
    moment = hit.param("t") or hit.param("start")
    if not moment and hit.url.fragment.startswith("t="):
        moment = hit.url.fragment[2:]
    page = f"https://www.youtube.com/watch?v={video}"
    return new("youtube", video, "video", page, t=moment, list=album, index=hit.param("index"))


def playlist(value: str) -> Identity | None:
    if not re.fullmatch(r"[0-9A-Za-z_-]{2,}", value, re.ASCII):
        return None
    page = f"https://www.youtube.com/playlist?list={value}"
    return new("youtube-playlist", value, "video_playlist", page)


def youtube_channel(hit: Hit) -> Identity:
    # Handles and old user names ignore case; the opaque id after /channel/ does not.
    value = hit["id"] if hit["id"].startswith("channel/") else hit["id"].lower()
    name = value.removeprefix("channel/")
    return new("youtube-channel", name, "video_channel", f"https://www.youtube.com/{value}")


_GITHUB_OWNER = lazy_pattern(r"[a-z\d](?:[a-z\d]|-(?=[a-z\d])){0,38}", re.ASCII)
_GITHUB_RESERVED_NAMES = (
    "about account advisories apps blog codespaces collections contact copilot customer-stories dashboard enterprise "
    "events explore features issues join login logout marketplace mcp models new nonprofit notifications "
    "organizations orgs partners pricing pulls readme resources search security sessions settings signup site "
    "solutions sponsors stars team topics trending users watching"
)
_GITHUB_RESERVED = frozenset(_GITHUB_RESERVED_NAMES.split())
_GITHUB_THREADS = {"pull": "pull_request", "issues": "issue", "discussions": "discussion"}


def github(hit: Hit) -> Identity | None:
    owner, repo = hit["owner"].lower(), hit["repo"].removesuffix(".git").lower()
    if owner in _GITHUB_RESERVED or not _GITHUB_OWNER.fullmatch(owner) or repo in ("", ".", ".."):
        return None
    name, page, rest = f"{owner}/{repo}", f"https://github.com/{owner}/{repo}", hit["rest"].strip("/")
    if hit.url.host == "raw.githubusercontent.com":
        rest = f"raw/{rest}" if rest else ""
    thread = re.match(r"(pull|issues|discussions)/(\d+)(?=/|$)", rest, re.ASCII)
    if thread is not None:
        kind, where = _GITHUB_THREADS[thread[1]], f"{page}/{thread[1]}/{thread[2]}"
        return new("github", f"{name}#{thread[2]}", kind, where, fragment=hit.url.fragment)
    return new("github", name, "code_repo", page, path=rest, fragment=hit.url.fragment)


_FORUMS = {
    "forum.effectivealtruism.org": ("eaf", "https://forum.effectivealtruism.org"),
    "ea.greaterwrong.com": ("eaf", "https://forum.effectivealtruism.org"),
}
_FORUM_DEFAULT = ("lw", "https://www.lesswrong.com")  # LessWrong and the Alignment Forum share one database
_COMMENT = lazy_pattern(r"(?:.*/comment/|comment-)?([a-zA-Z0-9]{17})/?", re.ASCII)


def forum_post(hit: Hit) -> Identity:
    scheme, site = _FORUMS.get(hit.url.host, _FORUM_DEFAULT)
    comment = hit.param("commentId")
    found = _COMMENT.fullmatch(hit.url.fragment) or _COMMENT.fullmatch(hit["rest"])
    if not comment and found is not None:
        comment = found[1]
    page = f"{site}/posts/{hit['id']}"
    return new(scheme, hit["id"], "forum_post", page, site=hit.url.host, comment=comment)


def forum_sequence(hit: Hit) -> Identity:
    scheme, site = _FORUMS.get(hit.url.host, _FORUM_DEFAULT)
    return new(f"{scheme}-seq", hit["id"], "forum_sequence", f"{site}/s/{hit['id']}", site=hit.url.host)


def drive(hit: Hit) -> Identity | None:
    value = hit["id"] or hit.param("id")
    if not re.fullmatch(r"[\w-]{10,}", value, re.ASCII):
        return None
    folder = "/folders/" in hit.url.path
    page = f"https://drive.google.com/{'drive/folders' if folder else 'file/d'}/{value}"
    return new("gdrive", value, "folder" if folder else "document", page)


def google_doc(hit: Hit) -> Identity:
    page = f"https://docs.google.com/{hit['form']}/d/{hit['id']}"
    return new("gdoc", hit["id"], "document", page, fragment=hit.url.fragment)


def dynalist(hit: Hit) -> Identity:
    node = dict(parse_qsl(hit.url.fragment)).get("z", "")
    return new("dynalist", hit["id"], "web", f"https://dynalist.io/d/{hit['id']}", z=node)
