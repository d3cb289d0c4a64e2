"""leasehold_aspect: Leasehold's whole-program analysis as actions of Bazel.

Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

  bazel build --aspects=@leasehold//:leasehold.bzl%leasehold_aspect --output_groups=leasehold //...

analyses the C and C++ sources of every cc_library, cc_binary and cc_test, together with what the
libraries say that it depends on. Every step is an action with plain files between, so Bazel runs
them side by side, caches and distributes them, and runs again only those of which something has
changed that they read:

  LeaseholdSummarize  each source, alone                      TARGET.leasehold/NAME.1.facts
  LeaseholdLink       all of them, and those of libraries     TARGET.leasehold/program.1.facts
  LeaseholdSummarize  again, whom the others' facts concern   ... rounds times in all
  LeaseholdCheck      each source                             TARGET.leasehold/NAME.findings
  LeaseholdReport     each target                             fails when there are findings

Output groups: `leasehold` has the reports, `leasehold_findings` the findings and no failure. Both
are also those of the libraries. Targets of other repositories are summarized, not reported; those
with the tag no-leasehold are left out. BUILD lists the flags.
"""

load("@bazel_tools//tools/build_defs/cc:action_names.bzl", "CPP_COMPILE_ACTION_NAME", "C_COMPILE_ACTION_NAME")
load("@bazel_tools//tools/cpp:toolchain_utils.bzl", "find_cpp_toolchain")

LeaseholdInfo = provider(
    doc = "What is known of a target and all that it depends on.",
    fields = {
        "units": "depsets of facts, one for each round",
        "reports": "depset of the stamps of reports",
        "findings": "depset of files",
    },
)

_Setting = provider(fields = ["value"])

def _setting(ctx):
    return _Setting(value = ctx.build_setting_value)

text = rule(implementation = _setting, build_setting = config.string(flag = True))
number = rule(implementation = _setting, build_setting = config.int(flag = True))
flag = rule(implementation = _setting, build_setting = config.bool(flag = True))

_KINDS = ["cc_library", "cc_binary", "cc_test"]
_C = ["c"]
_SOURCES = _C + ["cc", "cp", "cpp", "cxx", "c++", "C"]
_EDGES = ["deps", "implementation_deps"]

def _of_rule(ctx, name, default = []):
    return getattr(ctx.rule.attr, name, default) or default

def _dependencies(ctx):
    return [d for edge in _EDGES for d in _of_rule(ctx, edge)]

def _expanded(ctx, texts):
    """With $(location ...) and make variables."""
    targets = _of_rule(ctx, "additional_linker_inputs") + _of_rule(ctx, "data") + _of_rule(ctx, "srcs")
    out = []
    for text in texts:
        if "$(" in text:
            text = ctx.expand_location(text, targets)
            text = ctx.expand_make_variables("copts", text, {})
        out.append(text)
    return out

def _flags(ctx, toolchain, context, c):
    """What the compiler is given, without the file."""
    features = cc_common.configure_features(
        ctx = ctx,
        cc_toolchain = toolchain,
        requested_features = ctx.features + _of_rule(ctx, "features"),
        unsupported_features = ctx.disabled_features,
    )
    fragment = ctx.fragments.cpp
    copts = fragment.copts + (fragment.conlyopts if c else fragment.cxxopts)
    for given in _expanded(ctx, _of_rule(ctx, "copts") + _of_rule(ctx, "conlyopts" if c else "cxxopts")):
        copts = copts + ctx.tokenize(given)
    defines = context.defines.to_list()
    for given in _expanded(ctx, _of_rule(ctx, "local_defines")):
        defines = defines + ctx.tokenize(given)
    variables = cc_common.create_compile_variables(
        feature_configuration = features,
        cc_toolchain = toolchain,
        user_compile_flags = copts,
        include_directories = context.includes,
        quote_include_directories = context.quote_includes,
        system_include_directories = context.system_includes,
        framework_include_directories = context.framework_includes,
        preprocessor_defines = depset(defines),
    )
    return cc_common.get_memory_inefficient_command_line(
        feature_configuration = features,
        action_name = C_COMPILE_ACTION_NAME if c else CPP_COMPILE_ACTION_NAME,
        variables = variables,
    )

def _step(ctx, mnemonic, says, arguments, inputs, outputs, **more):
    ctx.actions.run(
        executable = ctx.file._step,
        arguments = arguments,
        inputs = inputs,
        outputs = outputs,
        mnemonic = mnemonic,
        progress_message = "Leasehold: %s %s" % (says, ctx.label),
        use_default_shell_env = True,
        **more
    )

def _analyse(ctx, target, libraries):
    rounds = ctx.attr._rounds[_Setting].value
    srcs = [f for f in getattr(ctx.rule.files, "srcs", []) if not f.is_directory]
    sources = [f for f in srcs if f.extension in _SOURCES]
    units_of_libraries = [depset(transitive = [l.units[r] for l in libraries]) for r in range(rounds)]
    if not sources:
        return units_of_libraries, [], []

    program = ctx.file._program
    toolchain = find_cpp_toolchain(ctx)
    context = cc_common.merge_cc_infos(
        cc_infos = [d[CcInfo] for d in [target] + _dependencies(ctx) if CcInfo in d],
    ).compilation_context
    headers = depset(
        [f for f in srcs if f.extension not in _SOURCES] + getattr(ctx.rule.files, "textual_hdrs", []),
        transitive = [context.headers],
    )
    environment = depset(
        ctx.files._models + ctx.files._config + [program, ctx.file._step],
        transitive = [toolchain.all_files],
    )
    flags = {c: _flags(ctx, toolchain, context, c) for c in [True, False]}
    common = [o for o in ctx.attr._options[_Setting].value.split(" ") if o]
    for model in ctx.files._models:
        common.append("--models=" + model.path)

    # Of an action that tells what it did not use, Bazel does not notice that it has more inputs now.
    if ctx.files._config:
        common.append("--key=" + " ".join([f.path for f in ctx.files._config]))

    out = ctx.label.name + ".leasehold/"
    listed = ctx.actions.declare_file(out + "headers")
    names = ctx.actions.args()
    names.set_param_file_format("multiline")
    names.add_all(headers)
    ctx.actions.write(listed, names)

    files = []
    for source in sources:
        files.append(struct(
            source = source,
            name = source.short_path.replace("../", ""),  # of another repository
            flags = ["--"] + flags[source.extension in _C],
        ))

    units = []  # of each round
    before = None
    for r in range(rounds):
        facts = {}
        for file in files:
            unit = ctx.actions.declare_file("%s%s.%d.facts" % (out, file.name, r + 1))
            unused = ctx.actions.declare_file("%s%s.%d.unused" % (out, file.name, r + 1))
            depfile = ctx.actions.declare_file("%s%s.%d.unused.d" % (out, file.name, r + 1))
            known = []
            needs = [file.source, listed]
            if before:
                known = ["--program", before.path, "--from", units[-1][file.name].facts.path]
                needs += [before, units[-1][file.name].facts]
            facts[file.name] = struct(facts = unit, unused = unused)
            _step(
                ctx,
                "LeaseholdSummarize",
                "summarizing %s (%d) of" % (file.name, r + 1),
                ["summarize", file.source.path, listed.path, unused.path, program.path, "summarize"] +
                common + known + ["--depfile", depfile.path, "-o", unit.path, file.source.path] + file.flags,
                depset(needs, transitive = [headers, environment]),
                [unit, unused, depfile],
                unused_inputs_list = unused,
            )
        units.append(facts)
        linked = depset([u.facts for u in facts.values()], transitive = [units_of_libraries[r]])
        before = ctx.actions.declare_file("%sprogram.%d.facts" % (out, r + 1))
        arguments = ctx.actions.args()
        arguments.add_all(["run", program, "link", "-o", before])
        arguments.add_all(linked)
        _step(
            ctx,
            "LeaseholdLink",
            "linking (%d)" % (r + 1),
            [arguments],
            depset([program], transitive = [linked]),
            [before],
        )

    checks = ctx.attr._checks[_Setting].value
    findings = []
    for file in files:
        last = units[-1][file.name]
        found = ctx.actions.declare_file("%s%s.findings" % (out, file.name))
        unused = ctx.actions.declare_file("%s%s.findings.unused" % (out, file.name))
        _step(
            ctx,
            "LeaseholdCheck",
            "checking %s of" % file.name,
            ["check", last.unused.path, unused.path, program.path, "check"] + common +
            (["--checks=" + checks] if checks else []) +
            ["--quiet", "--exit-zero", "-o", found.path, "--program", before.path, "--from"] +
            [last.facts.path, file.source.path] + file.flags,
            depset([file.source, before, last.facts, last.unused], transitive = [headers, environment]),
            [found, unused],
            unused_inputs_list = unused,
        )
        findings.append(found)

    report = ctx.actions.declare_file(out + "reported")
    _step(
        ctx,
        "LeaseholdReport",
        "what was found in",
        ["report", "0" if ctx.attr._exit_zero[_Setting].value else "1", report.path] +
        [f.path for f in findings],
        findings,
        [report],
    )
    all = [
        depset([u.facts for u in units[r].values()], transitive = [units_of_libraries[r]])
        for r in range(rounds)
    ]
    return all, findings, [report]

def _leasehold_aspect(target, ctx):
    libraries = [d[LeaseholdInfo] for d in _dependencies(ctx) if LeaseholdInfo in d]
    units = [
        depset(transitive = [l.units[r] for l in libraries])
        for r in range(ctx.attr._rounds[_Setting].value)
    ]
    findings, reports = [], []
    if ctx.rule.kind in _KINDS and "no-leasehold" not in _of_rule(ctx, "tags"):
        units, findings, reports = _analyse(ctx, target, libraries)
        if ctx.label.workspace_name:
            findings, reports = [], []
    findings = depset(findings, transitive = [l.findings for l in libraries])
    reports = depset(reports, transitive = [l.reports for l in libraries])
    return [
        LeaseholdInfo(units = units, reports = reports, findings = findings),
        OutputGroupInfo(leasehold = reports, leasehold_findings = findings),
    ]

leasehold_aspect = aspect(
    implementation = _leasehold_aspect,
    attr_aspects = _EDGES,
    attrs = {
        "_cc_toolchain": attr.label(default = "@bazel_tools//tools/cpp:current_cc_toolchain"),
        "_checks": attr.label(default = "//:checks"),
        "_config": attr.label(default = "//:config", allow_files = True),
        "_exit_zero": attr.label(default = "//:exit_zero"),
        "_models": attr.label(default = "//:models", allow_files = True),
        "_options": attr.label(default = "//:options"),
        "_program": attr.label(default = "//:program", allow_single_file = True),
        "_rounds": attr.label(default = "//:rounds"),
        "_step": attr.label(default = "//:step.sh", allow_single_file = True),
    },
    fragments = ["cpp"],
    toolchains = ["@bazel_tools//tools/cpp:toolchain_type"],
)
