// The pool before and after something that a program does.
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "leasehold/operation.h"
#include <algorithm>
#include <mutex>

namespace leasehold {

using std::chrono::duration_cast;
using std::chrono::milliseconds;

namespace {

struct DefaultSink {
  std::mutex mutex;
  OperationSink sink;
};
DefaultSink &default_sink() {
  static auto *d = new DefaultSink; // threads may end after main does
  return *d;
}

std::vector<LeaseInfo> mine(const detail::Core &core) {
  std::vector<LeaseInfo> all = core.leases();
  std::erase_if(all,
                [me = detail::this_thread().id](const LeaseInfo &l) { return l.thread != me; });
  return all;
}

std::string describe(const OperationReport &r) {
  const Snapshot &s = r.snapshot;
  std::string text = "operation '" + r.name + "' ";
  if (!r.finished)
    text += "begins";
  else
    text += (r.failed ? "failed after " : "ended after ") + std::to_string(r.took.count()) + " ms";
  text += "; pool '" + r.pool + "': " + std::to_string(s.checked_out) + " out, " +
          std::to_string(s.checked_in) + " idle, " + std::to_string(s.waiting) + " waiting";
  for (const LeaseInfo &l : r.left)
    text += "; left out: the session acquired at " + l.file + ":" + std::to_string(l.line) +
            (l.transaction ? ", in a transaction" : "");
  return text;
}

} // namespace

void Operation::set_sink(OperationSink sink) {
  DefaultSink &d = default_sink();
  const std::scoped_lock lock(d.mutex);
  d.sink.swap(sink);
}

Operation::Operation(detail::Core &core, std::string name, OperationSink sink)
    : core_(core.id()), name_(std::move(name)), sink_(std::move(sink)),
      began_(detail::Clock::now()) {
  if (!sink_) {
    DefaultSink &d = default_sink();
    const std::scoped_lock lock(d.mutex);
    sink_ = d.sink;
  }
  if (!sink_)
    return;
  for (const LeaseInfo &l : mine(core))
    held_.push_back(l.id);
  tell({}, core);
}

Operation::~Operation() {
  if (!sink_)
    return;
  try {
    const std::shared_ptr<detail::Core> core = detail::Core::find(core_);
    if (!core)
      return;
    OperationReport r;
    r.finished = true;
    r.failed = std::uncaught_exceptions() > exceptions_;
    r.took = duration_cast<milliseconds>(detail::Clock::now() - began_);
    r.left = mine(*core);
    std::erase_if(r.left, [this](const LeaseInfo &l) {
      return std::ranges::find(held_, l.id) != held_.end();
    });
    tell(std::move(r), *core);
  } catch (...) { // NOLINT(bugprone-empty-catch): no memory for a log line
  }
}

void Operation::tell(OperationReport report, const detail::Core &core) const noexcept {
  try {
    report.name = name_;
    report.pool = core.options().name;
    report.snapshot = core.snapshot();
    report.message = describe(report);
    sink_(report);
  } catch (...) { // NOLINT(bugprone-empty-catch): a sink's failure is not the operation's
  }
}

} // namespace leasehold
