"""Fetching a repository into the home folder: real git, a real jupyter_server, and a git server before them."""

from __future__ import annotations

import json
import subprocess
import threading

import pytest
from tornado.httpclient import HTTPClientError

from kubeflow_lab.errors import KubeflowLabError
from kubeflow_lab.repository import Repository, parse_repository, sentence_of
from kubeflow_lab.tests.git_server import git_server


@pytest.fixture
def jp_server_config():
    return {"ServerApp": {"jpserver_extensions": {"kubeflow_lab": True}}}


class Remote:
    """A repository on a git server, and a work tree beside it to change it from."""

    def __init__(self, folder, port):
        self.work = folder / "work"
        self.url = f"https://localhost:{port}/course.git"
        self.git(folder, "init", "--quiet", "--bare", "--initial-branch=main", "course.git")
        self.git(folder, "clone", "--quiet", "course.git", "work")
        self.git(self.work, "checkout", "--quiet", "-B", "main")
        self.commit("first.txt", "one\ntwo\n")

    @staticmethod
    def git(folder, *arguments):
        identity = ("-c", "user.name=t", "-c", "user.email=t@example.org")
        subprocess.run(["git", "-C", str(folder), *identity, *arguments], check=True, capture_output=True)

    def commit(self, name, text, branch="main"):
        (self.work / name).write_text(text)
        self.git(self.work, "add", ".")
        self.git(self.work, "commit", "--quiet", "--message", name)
        self.git(self.work, "push", "--quiet", "origin", f"HEAD:{branch}")


@pytest.fixture
def remote(tmp_path, monkeypatch):
    folder = tmp_path / "remote"
    folder.mkdir()
    (tmp_path / "home").mkdir(exist_ok=True)
    server = git_server(folder)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    monkeypatch.setenv("GIT_SSL_CAINFO", str(folder / "certificate.pem"))
    yield Remote(folder, server.server_address[1])
    server.shutdown()
    server.server_close()


@pytest.fixture
def fetch(jp_fetch):
    """Has a repository fetched, asking until it is done; gives the path to open."""

    async def ask(**body):
        while True:
            answer = await jp_fetch("kubeflow-lab", "repository", method="POST", body=json.dumps(body))
            said = json.loads(answer.body)
            if said["done"]:
                return said["path"]

    return ask


@pytest.fixture
def refusal(fetch):
    async def ask(**body):
        with pytest.raises(HTTPClientError) as caught:
            await fetch(**body)
        return caught.value.code, json.loads(caught.value.response.body)["detail"]

    return ask


async def test_clones_and_later_merges_without_losing_what_was_written(remote, fetch, jp_root_dir):
    assert await fetch(git=remote.url, path="first.txt") == "course/first.txt"
    file = jp_root_dir / "course" / "first.txt"
    assert file.read_text() == "one\ntwo\n"
    file.write_text("mine\ntwo\n")
    (jp_root_dir / "course" / "own.txt").write_text("own")
    remote.commit("first.txt", "theirs\ntwo\n")
    remote.commit("second.txt", "new")
    assert await fetch(git=remote.url) == "course"
    assert file.read_text() == "mine\ntwo\n"
    assert (jp_root_dir / "course" / "own.txt").read_text() == "own"
    assert (jp_root_dir / "course" / "second.txt").read_text() == "new"


async def test_fetches_branches_and_tags(remote, fetch, refusal, jp_root_dir):
    remote.commit("other.txt", "other", "teach/two")
    remote.git(remote.work, "tag", "v1.0")
    remote.git(remote.work, "push", "--quiet", "origin", "v1.0")
    await fetch(git=remote.url, branch="teach/two")
    assert (jp_root_dir / "course" / "other.txt").exists()
    status, sentence = await refusal(git=remote.url)
    assert (status, "is on 'teach/two', not on 'main'" in sentence) == (422, True)
    (jp_root_dir / "course").rename(jp_root_dir / "before")
    for _ in range(2):
        assert await fetch(git=remote.url, branch="v1.0") == "course"


async def test_says_what_is_wrong(remote, refusal, jp_root_dir, monkeypatch):
    assert await refusal(git=remote.url, branch="gone") == (422, "The repository has no branch or tag 'gone'.")
    status, sentence = await refusal(git=remote.url.replace("course", "none"))
    assert (status, "There is no repository at https://localhost:" in sentence) == (422, True)
    assert "does not answer" in (await refusal(git="https://localhost:1/course"))[1]
    assert not list(jp_root_dir.glob("*course*"))
    (jp_root_dir / "course").mkdir()
    assert "something else with the name 'course'" in (await refusal(git=remote.url))[1]
    (jp_root_dir / "course").rmdir()
    assert "there is no 'lost.ipynb' in it" in (await refusal(git=remote.url, path="lost.ipynb"))[1]
    monkeypatch.delenv("GIT_SSL_CAINFO")
    assert "certificate of localhost:" in (await refusal(git=remote.url))[1]


async def test_opens_nothing_outside_of_the_repository(remote, refusal):
    (remote.work / "out").symlink_to("/etc")
    remote.commit("third.txt", "")
    assert "there is no 'out/passwd' in it" in (await refusal(git=remote.url, path="out/passwd"))[1]


async def test_begins_nothing_by_a_link(jp_fetch):
    with pytest.raises(HTTPClientError) as caught:
        await jp_fetch("kubeflow-lab", "repository", params={"git": "https://localhost:1/course"})
    assert caught.value.code == 405


@pytest.mark.parametrize(
    "fields",
    [
        {"git": "http://example.org/a"},
        {"git": "file:///etc/a"},
        {"git": "ssh://-oProxyCommand=x/a"},
        {"git": "git@example.org:a"},
        {"git": "ext::sh -c touch% /tmp/x"},
        {"git": "--upload-pack=touch /tmp/x"},
        {"git": "javascript:alert(1)"},
        {"git": "https://user:secret@example.org/a"},
        {"git": "https://example.org/a?x=1"},
        {"git": "https://example.org/a#x"},
        {"git": "https://example.org/.."},
        {"git": "https://example.org/.git"},
        {"git": "https://example.org/.bashrc"},
        {"git": "https://example.org/a\nb"},
        {"git": "https://example.org\\@evil/a"},
        {"git": "https:///a"},
        {"git": 1},
        {},
        {"git": "https://example.org/a", "branch": "--upload-pack=x"},
        {"git": "https://example.org/a", "branch": "a..b"},
        {"git": "https://example.org/a", "branch": "a b"},
        {"git": "https://example.org/a", "branch": "a:b"},
        {"git": "https://example.org/a", "branch": ["a"]},
        {"git": "https://example.org/a", "path": "../x"},
        {"git": "https://example.org/a", "path": "/etc/passwd"},
        {"git": "https://example.org/a", "path": "a//b"},
        {"git": "https://example.org/a", "path": 1},
    ],
)
def test_refuses_what_is_not_surely_harmless(fields):
    with pytest.raises(KubeflowLabError) as caught:
        parse_repository(json.dumps(fields).encode())
    assert caught.value.status == 400


@pytest.mark.parametrize(
    ("git", "folder"),
    [("https://example.org/team/course.git", "course"), ("https://example.org:8443/a.b-c/", "a.b-c")],
)
def test_names_the_folder_as_git_does(git, folder):
    assert parse_repository(json.dumps({"git": git, "branch": "release/1.x+y"}).encode()).folder == folder


def test_tells_what_git_says_where_that_is_unknown():
    repository = Repository("https://example.org/a")
    assert sentence_of("warning\nfatal: odd\n", repository).endswith("git says: fatal: odd")
    assert "example.org is not known" in sentence_of("Could not resolve host: example.org", repository)
