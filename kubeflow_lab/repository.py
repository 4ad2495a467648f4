"""Fetches a git repository: `python -m kubeflow_lab.repository FOLDER`, with a Repository as JSON on standard input.

A process of its own, because git is told by the environment what it may do: to ask nobody, and to speak no protocol but
HTTPS. The first time it clones; then nbgitpuller merges what is new, and where both changed a line, the person's stays.
Lines on standard output say how it goes; where it fails, the last line on standard error is a sentence.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from urllib.parse import urlsplit

from kubeflow_lab.errors import KubeflowLabError

_FOLDER = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._-]{0,99}")
# A part of what git allows: nothing that begins like an option, or that git reads as more than a name.
_BRANCH = re.compile(r"(?!.*(?:\.\.|//|/\.|\.lock(?:/|$)))[A-Za-z0-9_][A-Za-z0-9._/+-]{0,199}(?<![/.])")

# What git says, and what that means for a person; `{host}` and `{git}` are the repository's.
_SAID = (
    (
        r"could not resolve host",
        "The host {host} is not known here; check the address, and the network of the cluster.",
    ),
    (r"certificate", "The certificate of {host} is not trusted here, so nothing was fetched from it."),
    (r"failed to connect|timed out|refused|unreachable|empty reply", "{host} does not answer from here."),
    (
        r"not found|authentication failed|could not read (username|password)|\b40[134]\b",
        "There is no repository at {git}, or it is not public.",
    ),
    (r"no space left|disk quota", "The volume of the home folder is full."),
)


@dataclass(frozen=True)
class Repository:
    """What is to be fetched, and what is to be opened in it."""

    git: str
    branch: str | None = None
    path: str = ""

    @property
    def folder(self) -> str:
        """The name of its folder in the home folder."""
        return urlsplit(self.git).path.rstrip("/").rpartition("/")[2].removesuffix(".git")


def parse_repository(body: bytes) -> Repository:
    """Raises KubeflowLabError (400), naming the field, for anything that is not surely harmless."""
    try:
        fields = json.loads(body)
        found = Repository(git=fields["git"], branch=fields.get("branch") or None, path=fields.get("path") or "")
        url = urlsplit(found.git)
        is_plain = url.scheme == "https" and bool(url.hostname) and "@" not in url.netloc and found.git.isascii()
        if not is_plain or url.query or url.fragment or re.search(r"[\s\\\x00-\x1f]", found.git):
            raise KubeflowLabError("The field git must be an https address without a name and a password.", status=400)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise KubeflowLabError("The body must be {git, branch?, path?}.", status=400) from error
    if not _FOLDER.fullmatch(found.folder):
        raise KubeflowLabError("The field git must end with the name of a repository.", status=400)
    if found.branch is not None and not (isinstance(found.branch, str) and _BRANCH.fullmatch(found.branch)):
        raise KubeflowLabError("The field branch must be the name of a branch or a tag.", status=400)
    if not isinstance(found.path, str) or not _is_inside(found.path):
        raise KubeflowLabError("The field path must be a path in the repository.", status=400)
    return found


def _is_inside(path: str) -> bool:
    parts = path.split("/") if path else []
    return "\0" not in path and len(path) <= 1000 and all(part not in ("", ".", "..") for part in parts)


def environment() -> dict[str, str]:
    """This process's, in which git asks for nothing and follows no address but those of HTTPS."""
    return {
        **os.environ,
        "GIT_ALLOW_PROTOCOL": "https",
        "GIT_TERMINAL_PROMPT": "0",
        "GIT_ASKPASS": "true",
        "LC_ALL": "C",
    }


def fetch(repository: Repository, home: Path, report: Callable[[str], None]) -> str:
    """Fetches it into its folder of `home`; gives the path to open, relative to `home`. Raises KubeflowLabError."""
    folder = home / repository.folder
    branch = _branch_of(repository)
    if not (folder.exists() or folder.is_symlink()):
        _clone(repository, branch, folder, report)
    elif not _is_at_tag(repository, branch, folder):
        _check_folder(repository, branch, folder)
        _pull(repository, branch, folder, report)
    wanted = (folder / repository.path).resolve()
    if not (wanted.is_relative_to(folder.resolve()) and wanted.exists()):
        raise KubeflowLabError(
            f"The repository was fetched into the folder {folder.name}, but there is no {repository.path!r} in it."
        )
    return "/".join(filter(None, (repository.folder, repository.path)))


def _branch_of(repository: Repository) -> str:
    """The branch or tag that is asked for, or the one that the repository begins with; asks the repository."""
    command = ["ls-remote", "--symref", "--", repository.git, "HEAD", "refs/heads/*", "refs/tags/*"]
    said = _git(repository, command)
    if repository.branch is not None:
        names = {f"refs/heads/{repository.branch}", f"refs/tags/{repository.branch}"}
        if not names.intersection(line.partition("\t")[2] for line in said.splitlines()):
            raise KubeflowLabError(f"The repository has no branch or tag {repository.branch!r}.")
        return repository.branch
    head = re.search(r"^ref: refs/heads/(\S+)\tHEAD$", said, re.MULTILINE)
    if head is None:
        raise KubeflowLabError("The repository is empty: it has no branch to begin with.")
    return head[1]


def _clone(repository: Repository, branch: str, folder: Path, report: Callable[[str], None]) -> None:
    # Under another name first: what is interrupted leaves no half a repository behind.
    part = folder.with_name(f".{folder.name}.part")
    shutil.rmtree(part, ignore_errors=True)
    _pull(repository, branch, part, report)
    part.replace(folder)


def _check_folder(repository: Repository, branch: str, folder: Path) -> None:
    """Raises KubeflowLabError unless the folder is of the same repository and on the same branch."""
    if not (folder / ".git").is_dir() or _in(folder, "config", "--get", "remote.origin.url") != repository.git:
        raise KubeflowLabError(
            f"The home folder has something else with the name {folder.name!r}; rename that first, and try again."
        )
    current = _in(folder, "rev-parse", "--abbrev-ref", "HEAD")
    if current != branch:
        raise KubeflowLabError(
            f"The folder {folder.name!r} is on {current!r}, not on {branch!r}; rename it or change its branch first."
        )


def _is_at_tag(repository: Repository, tag: str, folder: Path) -> bool:
    """Whether a tag is there already, which does not change any more."""
    if not (folder / ".git").is_dir() or _in(folder, "config", "--get", "remote.origin.url") != repository.git:
        return False
    detached = _in(folder, "rev-parse", "--abbrev-ref", "HEAD") == "HEAD"
    return detached and tag in _in(folder, "tag", "--points-at", "HEAD").split()


def _pull(repository: Repository, branch: str, folder: Path, report: Callable[[str], None]) -> None:
    # It is in the notebook image only.
    from nbgitpuller.pull import GitPuller

    lines: list[str] = []
    try:
        for line in GitPuller(repository.git, str(folder), branch=branch).pull():
            lines.append(line)
            report(line)
    except subprocess.CalledProcessError as error:
        if (folder / ".git" / "MERGE_HEAD").exists():
            _in(folder, "merge", "--abort")
            raise KubeflowLabError(
                f"What is new could not be merged with your changes in the folder {folder.name!r}, which stays as it "
                "was; merge it in a terminal."
            ) from error
        raise KubeflowLabError(sentence_of("".join(lines), repository)) from error


def _git(repository: Repository, arguments: list[str]) -> str:
    done = subprocess.run(["git", *arguments], capture_output=True, text=True, errors="replace", check=False)  # noqa: S603, S607
    if done.returncode != 0:
        raise KubeflowLabError(sentence_of(done.stderr, repository))
    return done.stdout


def _in(folder: Path, *arguments: str) -> str:
    """What git says in a folder of its own; empty where it says nothing."""
    command = ["git", "-C", str(folder), *arguments]
    return subprocess.run(command, capture_output=True, text=True, errors="replace", check=False).stdout.strip()  # noqa: S603


def sentence_of(said: str, repository: Repository) -> str:
    """What a message of git means."""
    for pattern, sentence in _SAID:
        if re.search(pattern, said, re.IGNORECASE):
            return sentence.format(host=urlsplit(repository.git).netloc, git=repository.git)
    last = said.strip().splitlines()[-1:] or ["no reason"]
    return f"The repository could not be fetched; git says: {last[0][:300]}"


def main() -> None:
    """Fetches what standard input says into a folder, and ends with the path to open."""
    repository = parse_repository(sys.stdin.buffer.read())
    try:
        path = fetch(repository, Path(sys.argv[1]), lambda line: print(line.rstrip(), flush=True))
    except KubeflowLabError as error:
        print(str(error), file=sys.stderr)
        raise SystemExit(1) from error
    print(json.dumps({**asdict(repository), "opens": path}), flush=True)


if __name__ == "__main__":
    main()
