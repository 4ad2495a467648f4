/**
 * What runs in the pod that reads a volume: lists all that lies on it, or prints one file. It opens each folder relative to
 * the one before and never follows a symbolic link, so nothing outside the volume is ever opened.
 */
export const READER = String.raw`
import base64, hashlib, json, os, stat, sys

FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW
root = os.open("/volume", FOLDER)

def say(**fields):
    print(json.dumps(fields), flush=True)

def list_all(most):
    count = 0
    used = 0
    waiting = [""]
    while waiting:
        folder = waiting.pop(0)
        try:
            fd = os.dup(root)
            for part in filter(None, folder.split("/")):
                below = os.open(part, FOLDER, dir_fd=fd)
                os.close(fd)
                fd = below
        except OSError as error:
            say(path=folder, kind="folder", problem=error.strerror)
            continue
        with os.scandir(fd) as entries:
            for entry in sorted(entries, key=lambda each: each.name):
                try:
                    path = (folder + "/" + entry.name).lstrip("/")
                    path.encode()
                    found = entry.stat(follow_symlinks=False)
                except (OSError, UnicodeError):
                    continue
                is_folder = stat.S_ISDIR(found.st_mode)
                kind = "folder" if is_folder else "file" if stat.S_ISREG(found.st_mode) else "other"
                if count >= most:
                    return say(end=True, used=used, more=True)
                count += 1
                used += found.st_blocks * 512
                say(path=path, kind=kind, size=found.st_size, modified=int(found.st_mtime))
                if is_folder:
                    waiting.append(path)
        os.close(fd)
    say(end=True, used=used, more=False)

def read(path, most):
    try:
        fd = root
        *folders, name = path.split("/")
        for part in folders:
            fd = os.open(part, FOLDER, dir_fd=fd)
        fd = os.open(name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK, dir_fd=fd)
        found = os.fstat(fd)
    except OSError as error:
        return say(problem=error.strerror)
    if not stat.S_ISREG(found.st_mode):
        return say(problem="Not a file")
    if found.st_size > most:
        return say(problem="Too large")
    say(size=found.st_size)
    digest = hashlib.sha256()
    left = found.st_size
    while left:
        piece = os.read(fd, min(6144, left))
        if not piece:
            return
        left -= len(piece)
        digest.update(piece)
        print(base64.b64encode(piece).decode())
    say(end=True, sha256=digest.hexdigest())

if sys.argv[1] == "list":
    list_all(int(sys.argv[2]))
else:
    read(sys.argv[3], int(sys.argv[2]))
`;
