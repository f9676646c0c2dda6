#!/usr/bin/env python3
"""Kills runs over an archive at random moments, and checks that resumed runs end as a clean one does.

    tests/archives/kills.py BINARY ARCHIVE [--kills 1000] [--seed 1]

BINARY converts the folder ARCHIVE (see generate.py) into a folder of its own. Runs are killed with SIGKILL; each next run
goes on in the same folder. Whenever a run reaches its end, all outputs are compared with those of a clean run, and
nothing else may be there but the journal.
"""
import argparse
import contextlib
import hashlib
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time

JOURNAL = ".offprint.journal"


def outputs(folder):
    """Returns the digest of every file below FOLDER."""
    found = {}
    for top, _, names in os.walk(folder):
        for name in names:
            path = os.path.join(top, name)
            # A process that makes one article alone ends some milliseconds after the run that was killed.
            with contextlib.suppress(FileNotFoundError), open(path, "rb") as file:
                found[os.path.relpath(path, folder)] = hashlib.sha256(file.read()).hexdigest()
    return {path: digest for path, digest in found.items() if path != JOURNAL}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("binary")
    parser.add_argument("archive")
    parser.add_argument("--kills", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    rng = random.Random(args.seed)
    work = tempfile.mkdtemp(prefix="kills-")
    command = lambda out: [args.binary, args.archive, "-o", out, "-q"]
    clean = os.path.join(work, "clean")
    began = time.monotonic()
    subprocess.run(command(clean), check=True)
    whole = time.monotonic() - began
    expected = outputs(clean)
    out = os.path.join(work, "out")
    kills = ends = faults = most = 0
    while kills < args.kills:
        process = subprocess.Popen(command(out), stderr=subprocess.DEVNULL)
        try:
            code = process.wait(timeout=rng.uniform(0, whole * 1.1))
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            kills += 1
            # Under a final name there is never a torn file.
            there = outputs(out) if os.path.isdir(out) else {}
            most = max(most, sum(os.path.basename(path).startswith(".offprint-") for path in there))
            for path, digest in there.items():
                if not os.path.basename(path).startswith(".offprint-") and expected.get(path) != digest:
                    faults += 1
                    print("torn:", path)
            if rng.random() < 0.7:
                continue
            code = subprocess.run(command(out)).returncode
        ends += 1
        found = outputs(out)
        if code != 0 or found != expected:
            faults += 1
            other = sorted(path for path in set(found) | set(expected) if found.get(path) != expected.get(path))
            print("fault: exit code", code, "differing:", other[:5])
        shutil.rmtree(out)
    print(f"{kills} kills, {ends} runs to the end, {faults} faults; at most {most} temporary files after a kill")
    shutil.rmtree(work)
    sys.exit(1 if faults else 0)


main()
