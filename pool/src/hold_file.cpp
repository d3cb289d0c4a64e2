// The hold profile as JSON, and when it is written.
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "leasehold/hold_file.h"
#include "utc.h"
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <fcntl.h>
#include <fstream>
#include <thread>
#include <unistd.h>

namespace leasehold {

using std::chrono::duration;
using std::chrono::nanoseconds;

namespace {

std::string quoted(const std::string &text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (static_cast<unsigned char>(c) < 0x20) {
      char code[8];
      std::snprintf(code, sizeof code, "\\u%04x", static_cast<unsigned>(c));
      out += code;
    } else {
      out += c;
    }
  }
  return out + "\"";
}

/// "name": number, in a fixed order and with what goes before.
class Fields {
public:
  explicit Fields(std::string &to, const char *open) : to_(to) { to_ += open; }
  std::string &raw(const char *name) {
    to_ += first_ ? "" : ", ";
    first_ = false;
    to_ += '"';
    to_ += name;
    return to_ += "\": ";
  }
  void number(const char *name, std::uint64_t n) { raw(name) += std::to_string(n); }
  void text(const char *name, const std::string &t) { raw(name) += quoted(t); }
  void milliseconds(const char *name, nanoseconds t) {
    char digits[48];
    std::snprintf(digits, sizeof digits, "%.6g", duration<double, std::milli>(t).count());
    raw(name) += digits;
  }

private:
  std::string &to_;
  bool first_ = true;
};

void write(std::string &out, const HoldHistogram &h) {
  Fields f(out, "{");
  f.number("count", h.count);
  f.milliseconds("total_ms", h.total);
  f.milliseconds("max_ms", h.max);
  f.raw("buckets") += "[";
  for (const auto &b : h.buckets) {
    Fields one(out, &b == &h.buckets.front() ? "{" : ", {");
    one.number("below_us", static_cast<std::uint64_t>(b.below.count()));
    one.number("count", b.count);
    out += "}";
  }
  out += "]}";
}

void write(std::string &out, const SiteHolds &s) {
  Fields f(out, "      {");
  f.text("file", s.file);
  f.number("line", s.line);
  f.text("function", s.function);
  write(f.raw("hold"), s.hold);
  write(f.raw("wait"), s.wait);
  f.milliseconds("slow_ms", s.slow);
  f.number("committed", s.committed);
  f.number("rolled_back", s.rolled_back);
  f.number("abandoned", s.abandoned);
  f.number("commit_failed", s.commit_failed);
  f.number("timeouts", s.timeouts);
  f.number("leaks", s.leaks);
  out += "}";
}

[[noreturn]] void fail(const std::string &what) {
  throw Error("hold profile: " + what + ": " + std::strerror(errno));
}

} // namespace

std::string to_json(const std::vector<HoldProfile> &pools) {
  std::string out = "{\n  \"format\": \"leasehold-holds\",\n  \"version\": 1,\n  \"pools\": [";
  const auto now = std::chrono::system_clock::now();
  for (const HoldProfile &p : pools) {
    Fields f(out, &p == &pools.front() ? "\n    {" : ",\n    {");
    f.text("pool", p.pool);
    f.number("processes", 1);
    f.text("since", detail::utc(p.since));
    f.text("until", detail::utc(now));
    f.milliseconds("resolution_ms", p.resolution);
    f.raw("sites") += "[";
    for (const SiteHolds &s : p.sites) {
      out += &s == &p.sites.front() ? "\n" : ",\n";
      write(out, s);
    }
    out += p.sites.empty() ? "]}" : "\n    ]}";
  }
  return out + (pools.empty() ? "]\n}\n" : "\n  ]\n}\n");
}

//===----------------------------------------------------------------------===//
// HoldFile
//===----------------------------------------------------------------------===//

/// The handler writes a byte, and a thread of ours does the rest: little is allowed in a handler.
struct HoldFile::OnSignal {
  OnSignal(const HoldFile &file, int signal) : signal(signal) {
    if (signal <= 0 || signal >= most || pipes[static_cast<std::size_t>(signal)] != -1)
      throw Error("hold profile: write_on(" + std::to_string(signal) +
                  "): no such signal, or another HoldFile has it");
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0)
      fail("write_on()");
    to_read = ends[0];
    fcntl(ends[1], F_SETFL, O_NONBLOCK);
    pipes[static_cast<std::size_t>(signal)] = ends[1];
    thread = std::thread([this, &file] {
      char byte = 0;
      for (ssize_t n; (n = read(to_read, &byte, 1)) == 1 || (n == -1 && errno == EINTR);)
        try {
          if (n == 1)
            file.write();
        } catch (...) { // NOLINT(bugprone-empty-catch): tried again at the next
        }
    });
    struct sigaction action{};
    action.sa_handler = handle;
    action.sa_flags = SA_RESTART;
    sigaction(signal, &action, &before);
  }
  OnSignal(const OnSignal &) = delete;
  OnSignal &operator=(const OnSignal &) = delete;
  ~OnSignal() {
    sigaction(signal, &before, nullptr);
    ::close(pipes[static_cast<std::size_t>(signal)].exchange(-1));
    thread.join();
    ::close(to_read);
  }

private:
  static constexpr int most = 65;
  static void handle(int signal) {
    const int saved = errno;
    const char byte = 0;
    (void)!::write(pipes[static_cast<std::size_t>(signal)], &byte, 1);
    errno = saved;
  }
  struct Pipes : std::array<std::atomic<int>, most> {
    Pipes() {
      for (auto &p : *this)
        p = -1;
    }
  };
  static Pipes pipes;

  int signal, to_read = -1;
  struct sigaction before{};
  std::thread thread;
};

HoldFile::OnSignal::Pipes HoldFile::OnSignal::pipes;

HoldFile::HoldFile(std::string path, std::vector<std::uint64_t> cores) : cores_(std::move(cores)) {
  if (const auto at = path.find("%p"); at != std::string::npos)
    path.replace(at, 2, std::to_string(getpid()));
  path_ = std::move(path);
}

HoldFile::~HoldFile() {
  on_signal_.reset();
  try {
    write();
  } catch (...) { // NOLINT(bugprone-empty-catch): nobody is left to tell
  }
}

void HoldFile::check(const Options &options) {
  if (!options.hold_profile)
    throw ConfigurationError("pool '" + options.name +
                             "' has no hold profile; set Options::hold_profile");
}

void HoldFile::write() const {
  std::vector<HoldProfile> all;
  for (const std::uint64_t id : cores_)
    if (const std::shared_ptr<detail::Core> core = detail::Core::find(id))
      all.push_back(core->holds());
  const std::scoped_lock lock(mutex_);
  const std::string aside = path_ + "." + std::to_string(getpid()) + ".new";
  errno = 0;
  std::ofstream file(aside, std::ios::trunc | std::ios::binary);
  file << to_json(all);
  file.close();
  if (!file || std::rename(aside.c_str(), path_.c_str()) != 0) {
    const int why = errno;
    std::remove(aside.c_str());
    errno = why;
    fail("cannot write " + path_);
  }
}

void HoldFile::write_on(int signal) { on_signal_ = std::make_unique<OnSignal>(*this, signal); }

} // namespace leasehold
