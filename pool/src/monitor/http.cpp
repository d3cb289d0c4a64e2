// The monitor's HTTP server: cpp-httplib within bounds of memory, threads and time.
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// httplib 0.11 reads lines and headers without end, gives a slow client five seconds per byte, lets
// an idle client keep a thread, and runs regular expressions over what a client sends. So the head
// of each request is read here, whole, before httplib sees it: bounded in bytes, lines and time.

#include "http.h"
#include "leasehold/error.h"
#include <algorithm>
#include <atomic>
#include <cerrno>
#include <condition_variable>
#include <cstring>
#include <deque>
#include <mutex>
#include <nlohmann/json.hpp>
#include <poll.h>
#include <string_view>
#include <sys/socket.h>
#include <unistd.h>
#include <vector>

namespace leasehold::detail {
namespace {

using Time = std::chrono::steady_clock;
using std::chrono::milliseconds;

/// Whoever waits for a client looks up so often.
constexpr milliseconds look_up{50};

std::string lower(std::string_view text) {
  std::string all(text);
  std::ranges::transform(all, all.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  return all;
}

/// One client's socket, as httplib reads and writes it.
class Connection final : public httplib::Stream {
public:
  Connection(int socket, const HttpLimits &limits, const std::atomic<bool> &stopping)
      : socket_(socket), limits_(limits), stopping_(stopping) {}

  /// Waits for a request and reads its head. False: there is none, or `refused`.
  /// `wanted`: another client waits for this thread.
  template <class F> bool next(F wanted, bool first) {
    refused = 0;
    given_ = 0;
    head_.clear();
    // Who says nothing waits only as long as nobody else does; at first, a little longer.
    const auto began = Time::now();
    until_ = began + limits_.request;
    while (rest_.empty() && !readable(look_up)) {
      const auto now = Time::now();
      if (stopping_ || now >= until_ || (wanted() && (!first || now >= began + 4 * look_up)))
        return false;
    }
    until_ = Time::now() + limits_.request;
    return read_head() && check_head();
  }

  // httplib's view: the head, and then nothing. No page here takes a body.
  [[nodiscard]] bool is_readable() const override { return given_ < head_.size(); }
  [[nodiscard]] bool is_writable() const override { return true; }
  ssize_t read(char *to, std::size_t size) override {
    const std::size_t n = std::min(size, head_.size() - given_);
    std::memcpy(to, head_.data() + given_, n);
    given_ += n;
    return static_cast<ssize_t>(n);
  }
  ssize_t write(const char *from, std::size_t size) override {
    std::size_t done = 0;
    while (done < size) {
      const ssize_t n = ::send(socket_, from + done, size - done, MSG_NOSIGNAL | MSG_DONTWAIT);
      if (n > 0) {
        done += static_cast<std::size_t>(n);
        continue;
      }
      if (n < 0 && errno == EINTR)
        continue;
      if ((n < 0 && errno != EAGAIN && errno != EWOULDBLOCK) || stopping_ ||
          Time::now() >= until_) {
        failed_ = true;
        return -1;
      }
      wait(POLLOUT, look_up);
    }
    return static_cast<ssize_t>(size);
  }
  void get_remote_ip_and_port(std::string &ip, int &port) const override {
    ip.clear();
    port = 0;
  }
  void get_local_ip_and_port(std::string &ip, int &port) const override {
    get_remote_ip_and_port(ip, port);
  }
  [[nodiscard]] int socket() const override { return socket_; }

  /// Ends the request with an error of its own. False: the connection is over.
  void refuse(int status, const char *reason, const std::string &message) {
    const std::string body = json_error(status, message);
    until_ = std::max(until_, Time::now() + look_up);
    const std::string answer = "HTTP/1.1 " + std::to_string(status) + " " + reason +
                               "\r\nContent-Type: application/json\r\nConnection: close\r\n"
                               "Content-Length: " +
                               std::to_string(body.size()) + "\r\n\r\n" + body;
    write(answer.data(), answer.size());
  }
  [[nodiscard]] bool failed() const noexcept { return failed_; }
  /// The request says that something follows that nobody will read.
  [[nodiscard]] bool has_body() const noexcept { return body_; }

  /// Says goodbye; a client that is still sending gets to read the answer.
  void close() {
    ::shutdown(socket_, SHUT_WR);
    char ignored[4096];
    const auto end = Time::now() + look_up;
    while (!stopping_ && Time::now() < end && wait(POLLIN, milliseconds(10)))
      if (::recv(socket_, ignored, sizeof ignored, MSG_DONTWAIT) <= 0)
        break;
    ::close(socket_);
  }

  int refused = 0; ///< the status

private:
  bool wait(short events, milliseconds most) const {
    pollfd p{socket_, events, 0};
    return ::poll(&p, 1, static_cast<int>(most.count())) > 0;
  }
  bool readable(milliseconds most) const { return wait(POLLIN, most); }

  bool refuse_head(int status, const char *reason, const char *message) {
    refused = status;
    refuse(status, reason, message);
    return false;
  }

  /// Up to the empty line, into `head_`.
  bool read_head() {
    for (;;) {
      if (const std::size_t end = rest_.find("\r\n\r\n"); end != std::string::npos) {
        if (end + 4 > limits_.head_bytes)
          break;
        head_ = rest_.substr(0, end + 4);
        rest_.erase(0, end + 4);
        return true;
      }
      if (rest_.size() >= limits_.head_bytes)
        break;
      char buffer[2048];
      const ssize_t n = ::recv(socket_, buffer, sizeof buffer, MSG_DONTWAIT);
      if (n > 0) {
        rest_.append(buffer, static_cast<std::size_t>(n));
        continue;
      }
      if (n == 0 || (errno != EAGAIN && errno != EWOULDBLOCK && errno != EINTR) || stopping_)
        return false;
      if (Time::now() >= until_)
        return refuse_head(408, "Request Timeout", "the request did not arrive in time");
      readable(look_up);
    }
    return refuse_head(431, "Request Header Fields Too Large",
                       "the request's line and headers are too long");
  }

  /// Takes away what httplib would run a regular expression over, or wait for.
  bool check_head() {
    body_ = false;
    std::string kept;
    std::size_t lines = 0;
    for (std::size_t at = 0; at < head_.size();) {
      const std::size_t end = head_.find("\r\n", at) + 2;
      const std::string_view line(head_.data() + at, end - at);
      at = end;
      if (++lines > limits_.headers + 2)
        return refuse_head(431, "Request Header Fields Too Large", "too many headers");
      if (line.find_first_of(std::string_view("\0\n", 2)) < line.size() - 1)
        return refuse_head(400, "Bad Request", "the request is malformed");
      const std::string name = lower(line.substr(0, line.find(':')));
      if (lines > 1 && name == "range")
        continue; // may be ignored, by RFC 9110
      if (lines > 1 && name == "expect")
        return refuse_head(417, "Expectation Failed", "no page takes a body");
      if (lines > 1 && (name == "content-length" || name == "transfer-encoding")) {
        body_ = body_ || name != "content-length" ||
                line.substr(line.find(':') + 1).find_first_of("123456789") != std::string::npos;
        continue;
      }
      kept += line;
    }
    head_ = std::move(kept);
    return true;
  }

  const int socket_;
  const HttpLimits &limits_;
  const std::atomic<bool> &stopping_;
  Time::time_point until_{};
  std::string rest_; ///< read, and not looked at
  std::string head_;
  std::size_t given_ = 0; ///< of `head_`
  bool failed_ = false, body_ = false;
};

thread_local bool no_room = false;

/// httplib's queue of connections, with an end.
class BoundedQueue final : public httplib::TaskQueue {
public:
  BoundedQueue(const HttpLimits &limits, std::atomic<std::size_t> &waiting)
      : limits_(limits), waiting_(waiting) {
    for (std::size_t i = 0; i < limits.threads; ++i)
      threads_.emplace_back([this] { work(); });
  }
  void enqueue(std::function<void()> task) override {
    {
      const std::scoped_lock lock(mutex_);
      if (tasks_.size() < limits_.max_connections) {
        tasks_.push_back(std::move(task));
        waiting_ = tasks_.size();
        changed_.notify_one();
        return;
      }
    }
    no_room = true;
    task();
    no_room = false;
  }
  void shutdown() override {
    {
      const std::scoped_lock lock(mutex_);
      over_ = true;
    }
    changed_.notify_all();
    for (std::thread &t : threads_)
      t.join();
  }

private:
  void work() {
    for (;;) {
      std::unique_lock lock(mutex_);
      changed_.wait(lock, [this] { return over_ || !tasks_.empty(); });
      if (tasks_.empty())
        return;
      const std::function<void()> task = std::move(tasks_.front());
      tasks_.pop_front();
      waiting_ = tasks_.size();
      lock.unlock();
      task();
    }
  }

  const HttpLimits &limits_;
  std::atomic<std::size_t> &waiting_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<std::function<void()>> tasks_;
  bool over_ = false;
  std::vector<std::thread> threads_;
};

} // namespace

std::string json_error(int status, const std::string &message) {
  const nlohmann::json error = {{"error", {{"status", status}, {"message", message}}}};
  return error.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

class HttpServer::Bounded final : public httplib::Server {
public:
  Bounded(const HttpLimits &limits, Handler handle) : limits_(limits) {
    new_task_queue = [this] { return new BoundedQueue(limits_, waiting_); };
    set_keep_alive_max_count(limits_.requests_per_connection);
    set_tcp_nodelay(true);
    // httplib's own say SO_REUSEPORT: then a port is never taken.
    set_socket_options([](int socket) {
      const int yes = 1;
      ::setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    });
    // Before httplib's routing, which is made of regular expressions.
    set_pre_routing_handler(
        [handle = std::move(handle)](const httplib::Request &request, httplib::Response &answer) {
          handle(request, answer);
          return HandlerResponse::Handled;
        });
    // What httplib itself refuses.
    set_error_handler([](const httplib::Request &, httplib::Response &answer) {
      if (answer.body.empty())
        answer.set_content(json_error(answer.status, "the request is malformed"),
                           "application/json");
    });
    set_exception_handler(
        [](const httplib::Request &, httplib::Response &answer, const std::exception_ptr &) {
          answer.status = 500;
          answer.set_content(json_error(500, "the monitor failed"), "application/json");
        });
  }

  /// Until end().
  void serve(const std::string &address, int port) {
    bool bound = true;
    while (!stopping_) {
      if (bound)
        listen_after_bind(); // comes back when accept() fails, for a reason that may pass
      if (!stopping_)
        std::this_thread::sleep_for(look_up);
      bound = !stopping_ && bind_to_port(address, port);
    }
    over_ = true;
  }
  void end() {
    stopping_ = true;
    // stop() is lost on a server that is about to listen.
    for (; !over_; std::this_thread::sleep_for(milliseconds(1)))
      stop();
  }

private:
  bool process_and_close_socket(int socket) override {
    Connection client(socket, limits_, stopping_);
    if (no_room) {
      client.refuse(503, "Service Unavailable", "too many connections");
      ::close(socket);
      return false;
    }
    const auto wanted = [this] { return waiting_ != 0; };
    for (std::size_t n = 0; n < limits_.requests_per_connection && !stopping_; ++n) {
      if (!client.next(wanted, n == 0))
        break;
      bool closed = false;
      const bool last = client.has_body() || wanted() || n + 1 == limits_.requests_per_connection;
      if (!process_request(client, last, closed, nullptr) || closed || last || client.failed())
        break;
    }
    client.close();
    return true;
  }

  const HttpLimits limits_;
  std::atomic<bool> stopping_{false}, over_{false};
  std::atomic<std::size_t> waiting_{0}; ///< connections without a thread
};

HttpServer::HttpServer(const std::string &address, std::uint16_t port, const HttpLimits &limits,
                       Handler handle)
    : server_(std::make_unique<Bounded>(limits, std::move(handle))) {
  errno = 0;
  const int bound = port == 0 ? server_->bind_to_any_port(address)
                              : (server_->bind_to_port(address, port) ? port : -1);
  if (bound <= 0) {
    const int why = errno;
    throw ConfigurationError("monitor options: cannot listen at address " + address + ", port " +
                             std::to_string(port) + ": " +
                             (why ? std::strerror(why) : "refused by the system") +
                             "; choose another port, or 0 for any that is free");
  }
  port_ = static_cast<std::uint16_t>(bound);
  thread_ = std::thread([this, address] { server_->serve(address, port_); });
}

HttpServer::~HttpServer() {
  server_->end();
  thread_.join();
}

} // namespace leasehold::detail
