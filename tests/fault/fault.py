#!/usr/bin/env python3
"""Whole or not at all: build with every call failing in turn, killed at every call, without space.

    fault.py PROGRAM SHIM [WORD...]        TAP on standard output

SHIM is preloaded and makes the N-th call of a kind fail or kill (shim.c). After each run every file
in out/ must be whole, with its old or its new bytes; a run that ends well must have written all of the
new; a run that does not must give a reason and exit status 2; and nothing but papers may lie there
after the next run that ends well. WORD: only the points whose name holds one of them.
"""
import contextlib
import fcntl
import os
import pathlib
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
PROGRAM = str(pathlib.Path(sys.argv[1]).resolve())
SHIM = str(pathlib.Path(sys.argv[2]).resolve())
SMALL = ROOT / "tests/golden/project/build"
NAME = "minimal"
NOBODY = 65534


class Wrong(Exception):
    """A promise that was not kept."""


def run(project, *arguments, environment=None, **more):
    return subprocess.run([PROGRAM, "build", *arguments], cwd=project, capture_output=True, timeout=60,
                          env={**os.environ, "LC_ALL": "C.UTF-8", **(environment or {})}, **more)


def contents(folder):
    """Every file below the folder by its path, temporary ones among them."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*"))
            if path.is_file() and path.name != ".underlag"}


def make_project(folder, definition):
    (folder / "agreements").mkdir(parents=True)
    for name in ("schema", "templates", "guidelines", "kommun.yaml"):
        (folder / name).symlink_to(ROOT / name)
    (folder / f"agreements/{NAME}.yaml").write_text(definition, encoding="utf-8")
    return folder


def make_small_project(folder):
    """Two short papers by one rule: for walks in which each call counts and not what is read."""
    (folder / "agreements").mkdir(parents=True)
    for name in ("schema", "guidelines", "kommun.yaml"):
        (folder / name).symlink_to(SMALL / name)
    shutil.copytree(SMALL / "templates", folder / "templates")
    for name in ("docx", "html"):
        (folder / "templates" / name).symlink_to(ROOT / "templates" / name)
    (folder / "templates/kort.md").write_text("# {{rubrik}}\n", encoding="utf-8")
    shutil.copy(SMALL / "agreements/bra.yaml", folder / f"agreements/{NAME}.yaml")
    return folder


def reset(project, files, record=None):
    shutil.rmtree(project / "out", ignore_errors=True)
    if record is not None:
        files = {**files, ".underlag": record}
    for name, data in files.items():
        path = project / "out" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


def check(result, files, old, new, killed=False, renaming=False):
    """Holds what a run left behind against what may be there. Only a run that is killed, or cannot give a
    file its name, leaves papers of a definition that are not all old or all new."""
    for name, data in files.items():
        if name in new and data not in (old.get(name), new[name]):
            raise Wrong(f"{name} is neither old nor new ({len(data)} bytes)")
    if killed:
        return
    for name in files:
        if name not in new:
            raise Wrong(f"litter: {name}")
    if not renaming and len({files.get(name) == data for name, data in new.items()}) > 1:
        raise Wrong("some papers are old and some are new")
    if result.returncode == 0 and files != new:
        raise Wrong("status 0 but the papers are not the new ones")
    if result.returncode not in (0, 2):
        raise Wrong(f"status {result.returncode}: {result.stderr.decode()[-300:]}")
    if result.returncode == 2 and not result.stderr.strip():
        raise Wrong("status 2 without a reason")


def faulty(project, fault_set, how, at, *arguments):
    """A run with the shim. Gives the result and the name of the call that was hit, or ""."""
    reading, writing = os.pipe()
    try:
        result = run(project, "-j1", *arguments, pass_fds=[writing], environment={
            "LD_PRELOAD": SHIM, "FAULT_SET": fault_set, "FAULT_HOW": how, "FAULT_AT": str(at),
            "FAULT_TELL": str(writing)})
        os.close(writing)
        writing = None
        return result, os.read(reading, 100).decode()
    finally:
        os.close(reading)
        if writing is not None:
            os.close(writing)


def recover(project, new):
    """The next run writes what this one should have, or finds it current, and clears what it left."""
    result = run(project)
    left = contents(project / "out")
    if result.returncode != 0 or left != new:
        names = " ".join(name for name in left if left[name] != new.get(name))
        raise Wrong(f"the next run does not mend it: status {result.returncode}, wrong: {names}, "
                    + result.stderr.decode()[-300:])


def walk_files(project, old, new, how):
    hits = 0
    for at in range(1, 5000):
        reset(project, old)
        result, call = faulty(project, "files", how, at)
        if not call:
            return f"{hits} calls" if hits > 50 else None
        hits += 1
        try:
            check(result, contents(project / "out"), old, new, killed=how == "kill",
                  renaming=call.startswith("rename"))
            if at % 10 == 0:
                recover(project, new)
        except Wrong as wrong:
            raise Wrong(f"call {at}, {call}: {wrong}") from None
    return None


def walk_killed(project):
    """After each kill the definition is put back, so that its papers are current unless some of them were
    changed, and nothing but what was left makes the next run look at them; or the next run goes on."""
    definition = project / f"agreements/{NAME}.yaml"
    before = definition.read_text(encoding="utf-8")
    after = before.replace("Ett beslut", "Ett annat beslut")
    shutil.rmtree(project / "out", ignore_errors=True)
    definition.write_text(after, encoding="utf-8")
    run(project)
    new = contents(project / "out")
    definition.write_text(before, encoding="utf-8")
    run(project)
    old, record = contents(project / "out"), (project / "out/.underlag").read_bytes()
    hits = littered = 0
    for at in range(1, 5000):
        reset(project, old, record)
        definition.write_text(after, encoding="utf-8")
        result, call = faulty(project, "files", "kill", at)
        if not call:
            return f"{hits} calls, {littered} left something" if hits > 50 and littered > 10 else None
        hits += 1
        left = contents(project / "out")
        try:
            check(result, left, old, new, killed=True)
            littered += not set(left) <= set(new)
            if at % 5 == 0:
                recover(project, new)
            definition.write_text(before, encoding="utf-8")
            recover(project, old)
        except Wrong as wrong:
            raise Wrong(f"call {at}, {call}: {wrong}") from None
    return None


def walk_steps(project):
    """An engine that is interrupted runs the same step again, and never all together: then nothing is left."""
    step = ("--no-record", f"agreements/{NAME}.yaml")
    reset(project, {})
    run(project, *step)
    new = contents(project / "out")
    tried = littered = 0
    for at in range(1, 5000, 3):
        reset(project, {})
        _, call = faulty(project, "files", "kill", at, *step)
        if not call:
            return f"{tried} calls, {littered} left something" if littered > 3 else None
        tried += 1
        littered += not set(contents(project / "out")) <= set(new)
        result = run(project, *step)
        if result.returncode != 0 or contents(project / "out") != new:
            raise Wrong(f"call {at}, {call}: status {result.returncode}, {sorted(contents(project / 'out'))}")
    return None


def walk_memory(project, old, new):
    """Not each of the many allocations, but the first ones, and others by strides that no loop has."""
    at, tried = 1, 0
    while True:
        reset(project, old)
        result, call = faulty(project, "memory", "fail", at)
        if not call:
            return f"{tried} of {at} allocations" if tried > 50 else None
        tried += 1
        files = contents(project / "out")
        try:
            check(result, files, old, new, killed=True)
            said = result.stderr.decode()
            if result.returncode == 0 and {k: v for k, v in files.items() if k in new} != new:
                raise Wrong("status 0 but the papers are not the new ones")
            ended = result.returncode == 2 and said == "underlag: minnet räcker inte\n"
            told = result.returncode == 2 and "minnet räcker inte" in said  # opendir()
            if result.returncode != 0 and not ended and not told:
                raise Wrong(f"status {result.returncode}: {said[-300:]}")
        except Wrong as wrong:
            raise Wrong(f"allocation {at}, {call}: {wrong}") from None
        at += 1 if at < 40 else 1 + at // 17


def kill_at_random(project, old, new):
    """At moments that no call marks."""
    generator = random.Random(1)
    reset(project, {})
    begun = time.monotonic()
    run(project)
    length = time.monotonic() - begun
    for _ in range(30):
        reset(project, old)
        with subprocess.Popen([PROGRAM, "build", "-j2"], cwd=project, stdout=subprocess.DEVNULL,
                              stderr=subprocess.DEVNULL) as process:
            time.sleep(generator.uniform(0, 1.2 * length))
            process.kill()
        check(None, contents(project / "out"), old, new, killed=True)
    recover(project, new)
    return "30 times"


def without_descriptors(project, old, new):
    refused = 0
    for most in range(3, 12):
        reset(project, old)
        result = run(project, "-j1", preexec_fn=lambda m=most: resource.setrlimit(resource.RLIMIT_NOFILE, (m, m)))
        if result.returncode == 127:  # too few for the loader itself
            continue
        check(result, contents(project / "out"), old, new)
        refused += result.returncode == 2
    return f"{refused} refused" if refused else None


def file_size_limit(project, old, new):
    for most in (0, 1, 4096, 10000, 16600):
        reset(project, old)
        result = run(project, preexec_fn=lambda m=most: resource.setrlimit(resource.RLIMIT_FSIZE, (m, m)))
        check(result, contents(project / "out"), old, new)
        if result.returncode != 2:
            raise Wrong(f"status {result.returncode} with at most {most} bytes a file")
    return "5 sizes"


def full_disk(project, old, new):
    """A file system of some pages in a mount namespace of its own."""
    script = ('mount -t tmpfs -o size=$1 none out && cp -r "$2"/. out && "$3" build -j1; status=$?; '
              'cp -r out/. "$4"; exit $status')
    for pages in (28, 30, 35, 40):
        with tempfile.TemporaryDirectory() as folder:
            before, after = pathlib.Path(folder, "before"), pathlib.Path(folder, "after")
            reset(project, old)
            shutil.copytree(project / "out", before)
            after.mkdir()
            result = subprocess.run(["unshare", "-m", "sh", "-c", script, "sh", f"{pages * 4}k", before, PROGRAM,
                                     after], cwd=project, capture_output=True)
            if b"mount:" in result.stderr or b"unshare:" in result.stderr:
                return "SKIP cannot mount"
            if b"cp:" in result.stderr:  # the old papers alone do not fit
                continue
            check(result, contents(after), old, new)
    return "done"


def full_output(project, old, new):
    reset(project, old)
    with open("/dev/full", "wb") as full:
        result = subprocess.run([PROGRAM, "build"], cwd=project, stdout=full, stderr=subprocess.PIPE)
    check(result, contents(project / "out"), old, new)
    if result.returncode != 2:
        raise Wrong(f"status {result.returncode} although nothing could be said")
    return "done"


def as_somebody():
    if os.getuid() == 0:
        os.setgroups([])
        os.setgid(NOBODY)
        os.setuid(NOBODY)


def read_only(project, old, new):
    for path in ("out", f"out/{NAME}"):
        reset(project, old)
        for folder in (project / "out", project / "out" / NAME):
            folder.chmod(0o777)
        (project / path).chmod(0o555)
        try:
            result = run(project, preexec_fn=as_somebody)
        except PermissionError:
            return "SKIP the program lies where nobody else may go"
        finally:
            for folder in (project / "out", project / "out" / NAME):
                folder.chmod(0o755)
        check(result, contents(project / "out"), old, new)
        if path != "out" and result.returncode != 2:
            raise Wrong(f"status {result.returncode} in a folder that cannot be written")
    return "2 folders"


def in_the_way(project, old, new):
    """Things that are not files where files should be."""
    for what in ("file for out", "file for folder", "folder for paper", "dangling out"):
        reset(project, {})
        out = project / "out"
        if what == "file for out":
            out.write_text("x")
        elif what == "file for folder":
            out.mkdir()
            (out / NAME).write_text("x")
        elif what == "folder for paper":
            (out / next(iter(new))).mkdir(parents=True)
        else:
            out.symlink_to("/nonexistent/underlag")
        result = run(project)
        if result.returncode != 2 or not result.stderr.strip():
            raise Wrong(f"{what}: status {result.returncode}")
        if any(path.name.startswith(".") and path.name != ".underlag" for path in project.rglob("*.underlag")):
            raise Wrong(f"{what}: litter")
        if out.is_symlink() or out.is_file():
            out.unlink()
    return "4 kinds"


def links(project, old, new):
    """out/ may be a link; a paper that is a link is replaced, not what it leads to."""
    with tempfile.TemporaryDirectory() as elsewhere:
        victim = pathlib.Path(elsewhere, "victim")
        victim.write_bytes(b"precious")
        reset(project, {})
        (project / "out").symlink_to(elsewhere)
        name = next(iter(new))
        (project / "out" / name).parent.mkdir()
        (project / "out" / name).symlink_to(victim)
        result = run(project)
        papers = {key: value for key, value in contents(project / "out").items() if key != "victim"}
        check(result, papers, old, new)
        if victim.read_bytes() != b"precious" or (project / "out" / name).is_symlink():
            raise Wrong("wrote through a link")
        (project / "out").unlink()
    return "done"


def side_by_side(project, old, new):
    for _ in range(8):
        reset(project, old)
        processes = [subprocess.Popen([PROGRAM, "build", "-j2"], cwd=project, stdout=subprocess.DEVNULL,
                                      stderr=subprocess.PIPE) for _ in range(3)]
        for process in processes:
            said = process.communicate()[1]
            if process.returncode != 0:
                raise Wrong(f"status {process.returncode}: {said.decode()}")
        if contents(project / "out") != new:
            raise Wrong("the papers are not the new ones")
    return "3 builds, 8 times"


def litter(project, old, new):
    """What a killed run left is cleared, what belongs to others is not."""
    reset(project, old)
    folder = project / "out" / NAME
    (folder / ".4711.0.underlag").write_text("half a pap")
    (folder / ".own").write_text("kept")
    (folder / ".x.1.underlag").write_text("kept")
    run(project)
    left = {path.name for path in folder.iterdir() if path.name.startswith(".")}
    if left != {".own", ".x.1.underlag"}:
        raise Wrong(f"left: {left}")
    return "done"


def killed_runs(project, old, new):
    """How a run is told that another was killed: by a temporary file in out/ that nobody holds."""
    out, paper_folder = project / "out", project / "out" / NAME
    mark, half = out / ".4711.0.underlag", paper_folder / ".4711.1.underlag"

    def left(how, *arguments, word="1/1", held=False, status=0):
        half.write_text("half a pap")
        mark.write_text(word)
        with open(mark, encoding="utf-8") as file:
            if held:
                fcntl.flock(file, fcntl.LOCK_EX)
            result = run(project, *arguments)
        if result.returncode != status:
            raise Wrong(f"{how}: status {result.returncode}: {result.stderr.decode()}")
        return mark.exists(), half.exists()

    cases = {
        "of a run that is gone": (left, (), {}, (False, False)),
        "of a run that lives": (left, (), {"held": True}, (True, True)),
        "checking": (left, ("--check",), {}, (True, True)),
        "without a record": (left, ("--no-record",), {}, (False, False)),
        "of another share": (left, ("--shard", "1/1"), {"word": "2/3"}, (False, False)),
        "of the same share": (left, (share_of_all(project),), {"word": share_of_all(project)[8:]}, (False, False)),
        "of everything, by a share": (left, (share_of_all(project),), {}, (True, True)),
        "of everything, by one definition": (left, (f"agreements/{NAME}.yaml",), {}, (True, False)),
    }
    for name, (how, arguments, more, wanted) in cases.items():
        reset(project, {})
        run(project)
        found = how(name, *arguments, **more)
        if found != wanted:
            raise Wrong(f"{name}: in out/, with the papers: {found}")
    return f"{len(cases)} cases"


def share_of_all(project):
    """--shard=K/3 with the only definition in it."""
    for number in (1, 2, 3):
        if b"1 definition:" in run(project, f"--shard={number}/3", "--check").stdout:
            return f"--shard={number}/3"
    raise Wrong("no share has the definition")


def forged(project, old, new):
    """Whatever lies there under such a name, only plain files of that name right in out/ and in its folders go."""
    with tempfile.TemporaryDirectory() as elsewhere:
        victim = pathlib.Path(elsewhere, ".1.1.underlag")
        victim.write_text("precious")
        reset(project, {})
        run(project)
        out = project / "out"
        (out / ".1.0.underlag").write_text("../../..\n/etc\n")
        (out / ".2.0.underlag").symlink_to(victim)
        os.mkfifo(out / ".3.0.underlag")
        (out / ".4.0.underlag").mkdir()
        (out / ".5.0.underlag").write_bytes(b"x" * 100000)
        (out / "elsewhere").symlink_to(elsewhere)
        (out / "deep/er").mkdir(parents=True)
        (out / "deep/.1.2.underlag").write_text("half a pap")
        (out / "deep/er/.1.3.underlag").write_text("kept")
        result = run(project)
        left = sorted(str(path.relative_to(out)) for path in out.rglob(".*") if path.name != ".underlag")
        if result.returncode != 0 or victim.read_text() != "precious":
            raise Wrong(f"status {result.returncode}, or the victim is gone")
        if left != [".2.0.underlag", ".3.0.underlag", ".4.0.underlag", "deep/er/.1.3.underlag"]:
            raise Wrong(f"left: {left}")
    return "done"


def main():
    definition = (ROOT / "guidelines/prov/minimal.yaml").read_text(encoding="utf-8")
    with tempfile.TemporaryDirectory() as folder:
        os.chmod(folder, 0o755)
        project = make_project(pathlib.Path(folder, "project"), definition + "\n# new\n")
        run(project)
        new = contents(project / "out")
        old = {name: data + b"\nold" for name, data in new.items()}
        small = make_small_project(pathlib.Path(folder, "small"))
        run(small)
        small_new = contents(small / "out")
        small_old = {name: data + b"\nold" for name, data in small_new.items()}
        tests = {
            "every call on files fails, no out/ before": lambda: walk_files(project, {}, new, "fail"),
            "every call on files fails, short papers": lambda: walk_files(small, small_old, small_new, "fail"),
            "killed at every call on files": lambda: walk_killed(small),
            "steps of an engine are killed": lambda: walk_steps(small),
            "allocations fail": lambda: walk_memory(project, old, new),
            "killed at random moments": lambda: kill_at_random(project, old, new),
            "few file descriptors": lambda: without_descriptors(project, old, new),
            "a limit on the size of files": lambda: file_size_limit(project, old, new),
            "a full disk": lambda: full_disk(project, old, new),
            "a full standard output": lambda: full_output(project, old, new),
            "folders that cannot be written": lambda: read_only(project, old, new),
            "other things in the way": lambda: in_the_way(project, old, new),
            "symbolic links": lambda: links(project, old, new),
            "builds side by side": lambda: side_by_side(project, old, new),
            "litter of killed runs": lambda: litter(project, old, new),
            "how a killed run is known": lambda: killed_runs(small, small_old, small_new),
            "names that are not what they seem": lambda: forged(small, small_old, small_new),
        }
        words = sys.argv[3:]
        tests = {name: test for name, test in tests.items() if not words or any(word in name for word in words)}
        print(f"1..{len(tests)}", flush=True)
        failed = len(new) < 6
        for number, (name, test) in enumerate(tests.items(), 1):
            try:
                outcome = test()
            except Wrong as wrong:
                outcome = None
                print("#", str(wrong).replace("\n", "\n# "))
            failed = failed or outcome is None
            skip = f" # {outcome}" if outcome and outcome.startswith("SKIP") else ""
            print(f"{'not ok' if outcome is None else 'ok'} {number} - {name}"
                  f"{skip or ('' if outcome is None else f' ({outcome})')}", flush=True)
    sys.exit(failed)


if __name__ == "__main__":
    with contextlib.suppress(KeyboardInterrupt):
        main()
