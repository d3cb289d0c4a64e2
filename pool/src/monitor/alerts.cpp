// Telling others, without keeping anybody waiting.
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "alerts.h"
#include "state.h"
#include "url.h"
#include <httplib.h>

namespace leasehold {

std::string to_json(const Alert &a) {
  static constexpr const char *kinds[] = {"status_changed", "leak", "abandoned_transaction",
                                          "timeout"};
  detail::Json json = {{"event", kinds[a.kind]},
                       {"pool", a.pool},
                       {"status", to_string(a.status)},
                       {"previous_status", to_string(a.before)},
                       {"utilization_percent", detail::rounded(a.utilization_percent, 1)},
                       {"message", a.message},
                       {"text", a.message},
                       {"site", nullptr},
                       {"time", detail::utc(a.at)}};
  if (!a.site.empty())
    json["site"] = a.site + ":" + std::to_string(a.line);
  return detail::write(json);
}

namespace detail {

Courier::Courier(const MonitorOptions &o)
    : on_alert_(o.on_alert), sink_(o.alert_sink), webhook_(o.webhook), timeout_(o.webhook_timeout) {
  if (on_alert_ || sink_ || !webhook_.empty())
    thread_ = std::thread([this] { work(); });
}

Courier::~Courier() {
  {
    const std::scoped_lock lock(mutex_);
    over_ = true;
    failed_ += waiting_.size();
    waiting_.clear();
  }
  changed_.notify_all();
  if (thread_.joinable())
    thread_.join();
}

void Courier::send(Alert alert) {
  const std::scoped_lock lock(mutex_);
  if (!thread_.joinable() || over_)
    return;
  if (waiting_.size() >= most_waiting) {
    ++failed_;
    return;
  }
  waiting_.push_back(std::move(alert));
  changed_.notify_all();
}

void Courier::work() {
  std::unique_lock lock(mutex_);
  for (;;) {
    changed_.wait(lock, [this] { return over_ || !waiting_.empty(); });
    if (over_)
      return;
    const Alert alert = std::move(waiting_.front());
    waiting_.pop_front();
    lock.unlock();
    deliver(alert);
    lock.lock();
  }
}

void Courier::deliver(const Alert &alert) {
  const auto attempt = [this](const auto &f) {
    try {
      f();
    } catch (...) {
      ++failed_;
    }
  };
  if (on_alert_)
    attempt([&] { on_alert_(alert); });
  const std::string json = to_json(alert);
  if (sink_)
    attempt([&] { sink_(json); });
  if (!webhook_.empty())
    attempt([&] { post(json); });
}

void Courier::post(const std::string &json) {
  const HttpUrl url = HttpUrl::parse(webhook_).value();
  httplib::Client client(url.host, url.port);
  // httplib's times are for one wait each: a server that answers byte by byte is cut off here.
  const Deadline until = deadline_in(timeout_);
  client.set_connection_timeout(timeout_);
  client.set_read_timeout(timeout_);
  client.set_write_timeout(timeout_);
  std::mutex mutex;
  std::condition_variable done;
  bool answered = false;
  std::thread watchdog([&] {
    std::unique_lock lock(mutex);
    // Again and again: stop() is lost on a client that is still connecting.
    for (Deadline next = until; !done.wait_until(lock, next, [&] { return answered; });
         next = Clock::now() + std::chrono::milliseconds(20))
      client.stop();
  });
  const auto answer = client.Post(url.path, json, "application/json");
  {
    const std::scoped_lock lock(mutex);
    answered = true;
  }
  done.notify_all();
  watchdog.join();
  if (!answer || answer->status < 200 || answer->status > 299)
    ++failed_;
}

} // namespace detail
} // namespace leasehold
