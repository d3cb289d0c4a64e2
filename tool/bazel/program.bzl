"""leasehold_program(): where the program leasehold is.

Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

_HOW_TO_MEND = """no program leasehold: {}.
Install it so that it is on the PATH, or say where it is, with one of
  LEASEHOLD=/where/it/is/leasehold in the environment, or --repo_env=LEASEHOLD=... in .bazelrc
  leasehold_program(name = "leasehold_program", path = "/where/it/is/leasehold") in WORKSPACE
  --@leasehold//:program=//label:of_it"""

def _leasehold_program(ctx):
    given = ctx.attr.path or ctx.os.environ.get("LEASEHOLD", "")
    if given:
        found = ctx.path(given) if given.startswith("/") else ctx.which(given)
        if not found or not found.exists:
            fail(_HOW_TO_MEND.format("there is no " + given))
    else:
        # As installed: bin/leasehold, beside share/leasehold/bazel/.
        found = ctx.path(Label("//:step.sh")).realpath.dirname
        for _ in range(3):
            found = found.dirname
        found = found.get_child("bin").get_child("leasehold")
        if not found.exists:
            found = ctx.which("leasehold")
        if not found:
            fail(_HOW_TO_MEND.format("it is not on the PATH"))
    ctx.symlink(found, "leasehold")
    ctx.file("BUILD", "exports_files([\"leasehold\"])\n", executable = False)

leasehold_program = repository_rule(
    implementation = _leasehold_program,
    attrs = {"path": attr.string(doc = "default: $LEASEHOLD, what is installed with this, the PATH")},
    environ = ["LEASEHOLD", "PATH"],
    local = True,
)
