#!/usr/bin/env python3
"""bare_root.py ROOT PACKAGE...: a root directory with nothing but these packages (.deb files, or
names of packages that are installed here) and what they depend on, directly or through others.

What is installed here is linked into it, and written into its list of packages; the .deb files are
then installed by dpkg, which refuses them if they lack something that they depend on. To go on with
a ROOT that is there adds to it."""

import os
import re
import shutil
import subprocess
import sys


def output(*command):
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout


def installed():
    """Name: (depends, provides) of each package that is installed here."""
    fields = "${db:Status-Status}\t${Package}\t${Pre-Depends}, ${Depends}\t${Provides}\n"
    rows = (line.split("\t") for line in output("dpkg-query", "-W", "-f", fields).splitlines())
    return {row[1]: (row[2], row[3]) for row in rows if row[0] == "installed"}


def names(text):
    """`a (>= 1) | b:any, c` as [[a, b], [c]]."""
    for group in text.split(","):
        found = [re.split(r"[\s(:]", each.strip())[0] for each in group.split("|")]
        if any(found):
            yield [each for each in found if each]


def closure(start, packages):
    providers = {}
    for name, (_, provides) in packages.items():
        for group in names(provides):
            providers.setdefault(group[0], name)
    wanted, found = [start], set()
    while wanted:
        for group in names(wanted.pop()):
            here = [providers.get(each, each) for each in group if each not in packages]
            here = [each for each in group if each in packages] + here
            here = [each for each in here if each in packages]
            if not here:
                sys.exit(f"not installed here, and so not to be had: {' | '.join(group)}")
            if here[0] not in found:
                found.add(here[0])
                wanted.append(packages[here[0]][0])
    return sorted(found)


def link(path, root):
    there = root + path
    if os.path.lexists(there):
        return
    if os.path.isdir(path) and not os.path.islink(path):
        os.makedirs(there)
        return
    os.makedirs(os.path.dirname(there), exist_ok=True)
    try:
        os.link(path, there, follow_symlinks=False)
    except OSError:  # another file system
        shutil.copy2(path, there, follow_symlinks=False)


def main():
    root, ours, theirs = os.path.abspath(sys.argv[1]), [], []
    for argument in sys.argv[2:]:
        (ours if argument.endswith(".deb") else theirs).append(argument)
    known = root + "/var/lib/dpkg"
    if not os.path.exists(known):
        for directory in ["bin", "lib", "lib64", "sbin"]:
            os.makedirs(f"{root}/usr/{directory}")
            os.symlink(f"usr/{directory}", f"{root}/{directory}")
        for directory in ["dev", "proc", "tmp", "var/lib/dpkg/info", "var/lib/dpkg/updates"]:
            os.makedirs(f"{root}/{directory}")
        open(known + "/status", "w").close()
        open(root + "/dev/null", "w").close()  # for a mount
    own = [output("dpkg-deb", "-f", each, "Package").strip() for each in ours]
    depends = ", ".join([output("dpkg-deb", "-f", each, "Depends").strip() for each in ours] + theirs)
    packages = {name: of for name, of in installed().items() if name not in own}
    with open(known + "/status") as status:
        there = set(re.findall(r"^Package: (.*)$", status.read(), re.M))
    new = [name for name in closure(depends, packages) if name not in there]
    if new:
        for path in output("dpkg", "-L", *new).splitlines():
            if path.startswith("/") and path != "/." and os.path.lexists(path):
                link(path, root)
        with open(known + "/status", "a") as status:
            for name in new:
                status.write(output("dpkg-query", "-s", name).rstrip() + "\n\n")
        # That their files are not dpkg's there is no news.
        for name in output("dpkg-query", "-W", "-f", "${binary:Package}\n", *new).split():
            open(f"{known}/info/{name}.list", "w").close()
    if ours:
        print(output("dpkg", "--root=" + root, "-i", *ours))
    print(len(there) + len(new), "packages besides")


main()
