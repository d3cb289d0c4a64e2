// Pools seen from outside, over HTTP.
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "alerts.h"
#include "http.h"
#include "state.h"
#include <algorithm>
#include <arpa/inet.h>
#include <random>
#include <unistd.h>

namespace leasehold {

namespace detail {
extern const std::string_view monitor_page;

namespace {

/// Takes as long for any wrong token of the same length.
bool equal_in_constant_time(const std::string &a, const std::string &b) {
  if (a.size() != b.size())
    return false;
  unsigned char differs = 0;
  for (std::size_t i = 0; i < a.size(); ++i)
    differs |= static_cast<unsigned char>(a[i] ^ b[i]);
  return differs == 0;
}

/// Does a browser that was led here by a foreign name (DNS rebinding) say so? On loopback, without
/// a token, nobody else keeps it out.
bool is_local_name(std::string host) {
  if (const std::size_t end = host.rfind(':');
      end != std::string::npos && host.find(']', end) == std::string::npos)
    host.erase(end);
  in_addr four{};
  return host.empty() || host == "localhost" || host == "[::1]" ||
         (inet_pton(AF_INET, host.c_str(), &four) == 1 && ntohl(four.s_addr) >> 24 == 127);
}

std::string nonce() {
  static constexpr char digits[] = "0123456789abcdef";
  std::random_device random;
  std::string text;
  for (int i = 0; i < 32; ++i)
    text += digits[random() % 16];
  return text;
}

struct Answer {
  int status = 200;
  std::string body;
  const char *type = "application/json";
};

} // namespace
} // namespace detail

using namespace detail; // NOLINT(google-build-using-namespace): this file is of it

struct Monitor::Impl {
  explicit Impl(MonitorOptions o) : options(checked(std::move(o))), courier(options) {
    HttpLimits limits;
    limits.threads = options.threads;
    limits.max_connections = options.max_connections;
    limits.request = options.request_timeout;
    http.emplace(options.address, options.port, limits,
                 [this](const httplib::Request &q, httplib::Response &a) { handle(q, a); });
    watcher = std::thread([this] { watch(); });
  }
  ~Impl() {
    http.reset();
    {
      const std::scoped_lock lock(bell->mutex);
      bell->over = true;
    }
    bell->rung.notify_all();
    watcher.join();
  }
  static MonitorOptions checked(MonitorOptions o) {
    o.validate();
    return o;
  }

  // What there is to see
  Entries all() const {
    const std::scoped_lock lock(mutex);
    return entries;
  }
  Answer page(const std::string &path, const std::string &pool) const;
  void handle(const httplib::Request &request, httplib::Response &answer) const;
  bool allowed(const httplib::Request &request, httplib::Response &answer) const;

  // Alerts
  void watch();
  void sample(Entry &e);
  void send_heard(Entry &e);
  void send(Alert a, const Entry &e, PoolStatus status, PoolStatus before, const Snapshot &s);

  const MonitorOptions options;
  const pid_t process = getpid();
  Courier courier;
  const std::shared_ptr<Bell> bell = std::make_shared<Bell>();
  mutable std::mutex mutex;
  Entries entries; ///< under mutex
  std::optional<HttpServer> http;
  std::thread watcher;
};

//===----------------------------------------------------------------------===//
// Answers
//===----------------------------------------------------------------------===//

namespace {

Answer json(const Json &body, int status = 200) { return {status, write(body)}; }
Answer error(int status, const std::string &message) {
  return {status, json_error(status, message)};
}

constexpr std::string_view api = "/api/monitoring/db-pool", health = "/api/v1/hc/health",
                           database = "/api/v1/hc/database";

} // namespace

Answer Monitor::Impl::page(const std::string &path, const std::string &pool) const {
  const Entries known = all();
  if (path == "/")
    return {200, std::string(monitor_page), "text/html; charset=utf-8"};
  if (path == health)
    return json({{"status", "healthy"}});
  if (path == "/metrics")
    return {200, view_metrics(known), "text/plain; version=0.0.4; charset=utf-8"};
  const bool of_one = path == api || path == std::string(api) + "/warning-threshold" ||
                      path == std::string(api) + "/live" || path == std::string(api) + "/server";
  if (!of_one && path != database)
    return error(404, "there is no page " + path.substr(0, 100));
  const auto found =
      pool.empty() ? known.begin()
                   : std::ranges::find_if(known, [&](const auto &e) { return e->name == pool; });
  if (found == known.end() && (of_one || !pool.empty()))
    return error(404, pool.empty() ? "no pool is watched yet"
                                   : "there is no pool '" + pool.substr(0, 100) + "'");
  if (path == database) {
    bool healthy = false;
    const Json body = view_health(pool.empty() ? known : Entries{*found}, options, healthy);
    return json(body, healthy ? 200 : 503);
  }
  Entry &e = **found;
  const std::shared_ptr<Core> core = e.find();
  if (path == api)
    return json(view_status(e, core.get(), options, known));
  if (path.ends_with("/live"))
    return json(view_live(e, core.get(), options, known));
  if (path.ends_with("/server")) {
    int status = 200;
    const Json body = view_server(e, options, status);
    return json(body, status);
  }
  return json(view_warnings(e, core.get(), options));
}

/// False: `answer` says why not.
bool Monitor::Impl::allowed(const httplib::Request &request, httplib::Response &answer) const {
  const auto refuse = [&](int status, const char *message) {
    answer.status = status;
    answer.set_content(json_error(status, message), "application/json");
    return false;
  };
  if (request.method != "GET" && request.method != "HEAD") {
    answer.set_header("Allow", "GET, HEAD");
    return refuse(405, "only GET and HEAD");
  }
  if (options.token.empty())
    return is_local_name(request.get_header_value("Host")) ||
           refuse(421, "this monitor answers to localhost and 127.0.0.1 only; set a token to reach "
                       "it by another name");
  if (request.path == "/" || request.path == health)
    return true;
  const std::string given = request.get_header_value("Authorization");
  constexpr std::string_view scheme = "Bearer ";
  if (given.starts_with(scheme) &&
      equal_in_constant_time(given.substr(scheme.size()), options.token))
    return true;
  answer.set_header("WWW-Authenticate", "Bearer realm=\"leasehold\"");
  return refuse(401, "say 'Authorization: Bearer TOKEN'");
}

void Monitor::Impl::handle(const httplib::Request &request, httplib::Response &answer) const {
  answer.set_header("Cache-Control", "no-store");
  answer.set_header("X-Content-Type-Options", "nosniff");
  if (!allowed(request, answer))
    return;
  Answer page = this->page(request.path, request.get_param_value("pool"));
  if (request.path == "/") {
    const std::string once = nonce();
    constexpr std::string_view place = "@NONCE@";
    for (std::size_t at = 0; (at = page.body.find(place, at)) != std::string::npos;)
      page.body.replace(at, place.size(), once);
    answer.set_header("Content-Security-Policy",
                      "default-src 'none'; connect-src 'self'; img-src data:; base-uri 'none'; "
                      "form-action 'none'; frame-ancestors 'none'; script-src 'nonce-" +
                          once + "'; style-src 'nonce-" + once + "'");
    answer.set_header("Referrer-Policy", "no-referrer");
  }
  answer.status = page.status;
  answer.set_content(page.body, page.type);
}

//===----------------------------------------------------------------------===//
// History and alerts
//===----------------------------------------------------------------------===//

void Monitor::Impl::watch() {
  std::unique_lock lock(bell->mutex);
  for (Deadline next = Clock::now() + options.sample_every; !bell->over;) {
    const bool early =
        bell->rung.wait_until(lock, next, [this] { return bell->over || bell->ring; });
    bell->ring = false;
    lock.unlock();
    for (const auto &e : all()) {
      send_heard(*e);
      if (!early)
        sample(*e);
    }
    // After a long sleep of the machine there is nothing to catch up with.
    if (!early)
      next = std::max(next + options.sample_every, Clock::now());
    lock.lock();
  }
}

void Monitor::Impl::send_heard(Entry &e) {
  std::deque<Alert> heard;
  {
    const std::scoped_lock lock(e.heard->mutex);
    heard.swap(e.heard->alerts);
  }
  if (heard.empty())
    return;
  const std::shared_ptr<Core> core = e.find();
  const Snapshot s = core ? core->snapshot() : Snapshot();
  const PoolStatus status = e.status(core.get(), s, options);
  for (Alert &a : heard)
    send(std::move(a), e, status, status, s);
}

void Monitor::Impl::sample(Entry &e) {
  const std::shared_ptr<Core> core = e.find();
  const Snapshot s = core ? core->snapshot() : Snapshot();
  const PoolStatus status = e.status(core.get(), s, options);
  PoolStatus before{};
  std::uint64_t timeouts = 0;
  {
    const std::scoped_lock lock(e.mutex);
    before = std::exchange(e.last, status);
    timeouts = s.timeouts > e.timeouts ? s.timeouts - e.timeouts : 0;
    e.timeouts = std::max(e.timeouts, s.timeouts);
    if (core) {
      e.history.push_back({std::chrono::system_clock::now(), s});
      while (e.history.size() > options.samples)
        e.history.pop_front();
    }
  }
  const std::string use = std::to_string(s.checked_out + s.connecting) + " of " +
                          std::to_string(e.capacity) + " connections are in use";
  const auto tell = [&](Alert::Kind kind, std::string message) {
    Alert a;
    a.kind = kind;
    a.message = std::move(message);
    a.at = std::chrono::system_clock::now();
    send(std::move(a), e, status, before, s);
  };
  if (status != before)
    tell(Alert::status_changed, "pool '" + e.name + "' is " + to_string(status) + ", was " +
                                    to_string(before) +
                                    (status == PoolStatus::closed ? "" : "; " + use));
  if (timeouts > 0)
    tell(Alert::timeout, "pool '" + e.name + "': " + std::to_string(timeouts) +
                             (timeouts == 1 ? " acquire" : " acquires") + " waited in vain; " +
                             use);
}

void Monitor::Impl::send(Alert a, const Entry &e, PoolStatus status, PoolStatus before,
                         const Snapshot &s) {
  a.pool = e.name;
  a.status = status;
  a.before = before;
  a.utilization_percent = e.utilization(s);
  courier.send(std::move(a));
}

//===----------------------------------------------------------------------===//
// The public face
//===----------------------------------------------------------------------===//

Monitor::Monitor(MonitorOptions options) : impl_(std::make_unique<Impl>(std::move(options))) {}

Monitor::~Monitor() {
  // In a child of the process that made it there are none of its threads.
  if (impl_->process != getpid())
    (void)impl_.release();
}

void Monitor::add(std::string name, detail::Core &core, detail::Watched watched) {
  if (name.empty() || name.size() > 100)
    throw ConfigurationError("monitor: a pool's name has " + std::to_string(name.size()) +
                             " bytes; allowed are 1 to 100");
  auto e = std::make_shared<Entry>(name, core, std::move(watched), impl_->options, impl_->bell);
  std::shared_ptr<Core> other; // its end may run the driver's code
  const std::scoped_lock lock(impl_->mutex);
  auto &all = impl_->entries;
  const auto same = std::ranges::find_if(all, [&](const auto &x) { return x->name == name; });
  if (same == all.end())
    all.push_back(std::move(e));
  // One that is closed may be there only because one of our threads looks at it.
  else if ((other = (*same)->find()) && !other->closed())
    throw ConfigurationError("monitor: a pool '" + name + "' is watched already");
  else
    same->swap(e); // the other one's end may wait for a question: outside of the lock
}

bool Monitor::remove(const std::string &name) {
  std::shared_ptr<Entry> gone; // its end may wait for a question that is being asked
  const std::scoped_lock lock(impl_->mutex);
  auto &all = impl_->entries;
  const auto found = std::ranges::find_if(all, [&](const auto &x) { return x->name == name; });
  if (found == all.end())
    return false;
  gone = *found;
  all.erase(found);
  return true;
}

std::uint16_t Monitor::port() const noexcept { return impl_->http->port(); }

std::string Monitor::url() const {
  const std::string &a = impl_->options.address;
  return "http://" + (a.find(':') == std::string::npos ? a : "[" + a + "]") + ":" +
         std::to_string(port());
}

std::string Monitor::get(const std::string &path) const {
  const std::size_t query = path.find('?');
  constexpr std::string_view key = "?pool=";
  std::string pool;
  if (query != std::string::npos && path.compare(query, key.size(), key) == 0)
    pool = path.substr(query + key.size());
  const Answer a = impl_->page(path.substr(0, query), pool);
  if (a.status == 404)
    throw ConfigurationError("monitor: no page or pool for " + path);
  return a.body;
}

std::uint64_t Monitor::failed_alerts() const noexcept { return impl_->courier.failed(); }

} // namespace leasehold
