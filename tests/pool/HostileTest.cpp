// What an HTTP client may do to the monitor: nothing that the pool or the next client notices.
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "MonitorSupport.h"
#include "Support.h"
#include <arpa/inet.h>
#include <csignal>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace leasehold::test {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

constexpr const char *get_status = "GET /api/monitoring/db-pool HTTP/1.1\r\nHost: localhost\r\n";

/// A client without manners.
class Raw {
public:
  explicit Raw(const Monitor &monitor) : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in to{};
    to.sin_family = AF_INET;
    to.sin_port = htons(monitor.port());
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::connect(socket_, reinterpret_cast<const sockaddr *>(&to), sizeof to) != 0)
      throw std::runtime_error("cannot connect");
  }
  Raw(const Raw &) = delete;
  Raw &operator=(const Raw &) = delete;
  ~Raw() { ::close(socket_); }

  /// False: the monitor has hung up.
  bool send(const std::string &text) const {
    return ::send(socket_, text.data(), text.size(), MSG_NOSIGNAL) ==
           static_cast<ssize_t>(text.size());
  }
  /// All that comes until the monitor hangs up, or until `text` has come.
  [[nodiscard]] std::string read(const std::string &text = "\1never") const {
    std::string all;
    for (const auto end = Clock::now() + 5s; Clock::now() < end;) {
      pollfd p{socket_, POLLIN, 0};
      if (poll(&p, 1, 100) <= 0)
        continue;
      char buffer[4096];
      const ssize_t n = ::recv(socket_, buffer, sizeof buffer, 0);
      if (n <= 0)
        return all;
      all.append(buffer, static_cast<std::size_t>(n));
      if (all.find(text) != std::string::npos)
        return all;
    }
    return all + " [it did not hang up]";
  }

private:
  int socket_;
};

class Hostile : public testing::Test {
protected:
  static MonitorOptions options() {
    MonitorOptions o;
    o.request_timeout = 200ms;
    o.threads = 2;
    o.max_connections = 4;
    return o;
  }
  Hostile() { monitor.add("main", pool); }
  ~Hostile() override {
    EXPECT_EQ(fetch(monitor, "/api/monitoring/db-pool").status, 200) << "for the next client";
    EXPECT_EQ(pool.snapshot().checked_out, 0U);
    EXPECT_EQ(pool.snapshot().timeouts, 0U);
    EXPECT_TRUE(pool.acquire(100ms)) << "the pool does not notice";
  }
  [[nodiscard]] std::string answer(const std::string &request) const {
    const Raw client(monitor);
    client.send(request);
    return client.read();
  }

  FakePool pool{FakeDriver{}, small(1)};
  Monitor monitor{options()};
};

TEST_F(Hostile, OneHugeHeader) {
  EXPECT_THAT(answer(get_status + ("X: " + std::string(100'000, 'x'))),
              StartsWith("HTTP/1.1 431 "));
}

TEST_F(Hostile, ManyHeaders) {
  std::string request = get_status;
  for (int i = 0; i < 200; ++i)
    request += "a: b\r\n";
  EXPECT_THAT(answer(request + "\r\n"), StartsWith("HTTP/1.1 431 "));
}

TEST_F(Hostile, AHugePath) {
  EXPECT_THAT(answer("GET /" + std::string(100'000, 'x')), StartsWith("HTTP/1.1 431 "));
  EXPECT_THAT(answer("GET /" + std::string(8'000, 'x') + " HTTP/1.1\r\nHost: localhost\r\n\r\n"),
              StartsWith("HTTP/1.1 404 "));
}

TEST_F(Hostile, RangesAreIgnored) {
  std::string ranges = "Range: bytes=0-0";
  for (int i = 0; i < 1'500; ++i)
    ranges += ",0-0";
  EXPECT_THAT(answer(get_status + ranges + "\r\nConnection: close\r\n\r\n"),
              StartsWith("HTTP/1.1 200 "));
}

TEST_F(Hostile, AClientThatSendsNothingOrNotAll) {
  const auto began = Clock::now();
  const Raw silent(monitor), half(monitor);
  half.send(get_status);
  EXPECT_EQ(silent.read(), "");
  EXPECT_THAT(half.read(), StartsWith("HTTP/1.1 408 "));
  EXPECT_LT(Clock::now() - began, 4s);
}

TEST_F(Hostile, AClientThatSendsByteByByte) {
  const Raw slow(monitor);
  const auto end = Clock::now() + 4s;
  for (const char c : std::string(get_status) + std::string(1'000, 'x')) {
    if (Clock::now() > end || !slow.send(std::string(1, c)))
      break;
    std::this_thread::sleep_for(5ms);
  }
  EXPECT_LT(Clock::now(), end) << "each byte had its time, and all of them together, too";
}

TEST_F(Hostile, AClientThatDoesNotRead) {
  const Raw deaf(monitor);
  const std::string request = "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n";
  const auto end = Clock::now() + 4s;
  // Answers fill the sockets' buffers; then the monitor gives the client up.
  std::signal(SIGPIPE, SIG_IGN);
  while (Clock::now() < end) {
    const std::string many = request + request + request + request;
    if (!deaf.send(many))
      break;
  }
  EXPECT_LT(Clock::now(), end);
}

TEST_F(Hostile, ManyConnections) {
  std::vector<std::unique_ptr<Raw>> all;
  for (int i = 0; i < 40; ++i)
    all.push_back(std::make_unique<Raw>(monitor));
  // Two are served, four wait, and the others are told so.
  int refused = 0;
  for (const auto &client : all)
    refused += client->read().starts_with("HTTP/1.1 503 ");
  EXPECT_GT(refused, 0);
}

TEST_F(Hostile, IdleClientsKeepNobodyWaiting) {
  const Raw one(monitor), two(monitor);
  for (const Raw *r : {&one, &two}) {
    r->send(std::string(get_status) + "\r\n");
    EXPECT_THAT(r->read("time\":"), StartsWith("HTTP/1.1 200 "));
  }
  EXPECT_EQ(fetch(monitor, "/api/monitoring/db-pool").status, 200);
}

TEST_F(Hostile, SilentClientsGiveWay) {
  MonitorOptions o = options();
  o.request_timeout = 60s;
  o.max_connections = 16;
  FakePool other(FakeDriver{}, small(1));
  Monitor patient(o);
  patient.add("main", other);
  const Raw one(patient), two(patient), three(patient), four(patient);
  EXPECT_EQ(fetch(patient, "/api/monitoring/db-pool").status, 200);
}

TEST_F(Hostile, PathTricks) {
  for (const char *path :
       {"/../../etc/passwd", "/..%2f..%2fetc/passwd", "//api/monitoring/db-pool",
        "/api/monitoring/db-pool/", "/api/monitoring/../monitoring/db-pool", "/%00", "/page.html",
        "/api/monitoring/db-pool;x", "/api/monitoring/db-poolx", "/API/monitoring/db-pool"})
    EXPECT_THAT(answer(std::string("GET ") + path +
                       " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"),
                StartsWith("HTTP/1.1 404 "))
        << path;
}

TEST_F(Hostile, ErrorsAreJson) {
  const httplib::Response r = fetch(monitor, "/nowhere");
  EXPECT_EQ(r.get_header_value("Content-Type"), "application/json");
  EXPECT_EQ(Json::parse(r.body)["error"]["status"], 404);
  const std::string text =
      answer("GET /api/monitoring/db-pool?pool=%ff%fe HTTP/1.1\r\nHost: localhost\r\n"
             "Connection: close\r\n\r\n");
  EXPECT_THAT(text, StartsWith("HTTP/1.1 404 ")) << "not even UTF-8";
}

TEST_F(Hostile, WrongMethods) {
  for (const char *method : {"POST", "PUT", "DELETE", "OPTIONS", "TRACE", "PATCH"}) {
    const std::string a =
        answer(std::string(method) + " /api/monitoring/db-pool HTTP/1.1\r\nHost: localhost\r\n"
                                     "Connection: close\r\n\r\n");
    EXPECT_THAT(a, StartsWith("HTTP/1.1 405 ")) << method;
    EXPECT_THAT(a, HasSubstr("Allow: GET, HEAD\r\n"));
  }
  EXPECT_THAT(answer("BREW / HTTP/1.1\r\n\r\n"), StartsWith("HTTP/1.1 400 "));
  EXPECT_THAT(answer("\r\n\r\n"), StartsWith("HTTP/1.1 400 "));
  EXPECT_THAT(answer("GET / HTTP/9.9\r\n\r\n"), StartsWith("HTTP/1.1 400 "));
  EXPECT_THAT(answer(std::string("GET / HTTP/1.1\r\nA: \0b\r\n\r\n", 27)),
              StartsWith("HTTP/1.1 400 "));
}

TEST_F(Hostile, Bodies) {
  EXPECT_THAT(answer(std::string(get_status) + "Content-Length: 100000000000\r\n\r\nGET / "),
              StartsWith("HTTP/1.1 200 "))
      << "of which nothing is read, and the connection is over";
  EXPECT_THAT(answer(std::string(get_status) + "Transfer-Encoding: chunked\r\n\r\nfffffff\r\n"),
              StartsWith("HTTP/1.1 200 "));
  EXPECT_THAT(answer("POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\n\r\nhello"),
              StartsWith("HTTP/1.1 405 "));
  EXPECT_THAT(answer(std::string(get_status) + "Expect: 100-continue\r\n\r\n"),
              StartsWith("HTTP/1.1 417 "));
}

TEST_F(Hostile, SeveralRequestsAtOnce) {
  const Raw client(monitor);
  const std::string one = std::string(get_status) + "\r\n";
  client.send(one + one + std::string(get_status) + "Connection: close\r\n\r\n");
  const std::string all = client.read();
  std::size_t n = 0;
  for (std::size_t at = 0; (at = all.find("HTTP/1.1 200 ", at)) != std::string::npos; ++at)
    ++n;
  EXPECT_EQ(n, 3U) << all;
}

TEST_F(Hostile, AForeignNameIsRefused) {
  EXPECT_THAT(answer("GET / HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n"),
              StartsWith("HTTP/1.1 421 "));
  EXPECT_THAT(answer("GET / HTTP/1.1\r\nHost: 127.0.0.1.evil.example:80\r\nConnection: "
                     "close\r\n\r\n"),
              StartsWith("HTTP/1.1 421 "));
  EXPECT_THAT(answer("GET / HTTP/1.1\r\nHost: [::1]:80\r\nConnection: close\r\n\r\n"),
              StartsWith("HTTP/1.1 200 "));
}

TEST(MonitorToken, IsAskedFor) {
  MonitorOptions o;
  o.token = "0123456789abcdef";
  FakePool pool(FakeDriver{}, small(1));
  Monitor monitor(o);
  monitor.add("main", pool);
  const auto status = [&](const char *path, const std::string &says) {
    return fetch(monitor, path, {{"Authorization", says}}).status;
  };
  constexpr const char *api = "/api/monitoring/db-pool";
  EXPECT_EQ(fetch(monitor, api).status, 401);
  EXPECT_EQ(fetch(monitor, api).get_header_value("WWW-Authenticate"), "Bearer realm=\"leasehold\"");
  EXPECT_EQ(status(api, "Bearer 0123456789abcdef"), 200);
  for (const char *wrong : {"Bearer 0123456789abcdeg", "Bearer 0123456789abcde", "Bearer ",
                            "Bearer 0123456789abcdef0", "0123456789abcdef", "Basic 0123456789"})
    EXPECT_EQ(status(api, wrong), 401) << wrong;
  EXPECT_EQ(fetch(monitor, "/api/monitoring/db-pool?token=0123456789abcdef").status, 401);
  for (const char *path : {"/metrics", "/api/v1/hc/database", "/nowhere"})
    EXPECT_EQ(fetch(monitor, path).status, 401) << path;
  for (const char *open : {"/", "/api/v1/hc/health"})
    EXPECT_EQ(fetch(monitor, open).status, 200) << open;
}

TEST(MonitorEnd, DoesNotWaitForClients) {
  const auto began = Clock::now();
  {
    FakePool pool(FakeDriver{}, small(1));
    MonitorOptions o;
    o.request_timeout = 60s;
    o.probe_timeout = 100ms;
    auto monitor = std::make_unique<Monitor>(o);
    monitor->add("main", pool);
    const Raw silent(*monitor), half(*monitor), third(*monitor);
    half.send(get_status);
    std::this_thread::sleep_for(50ms);
    monitor.reset();
  }
  EXPECT_LT(Clock::now() - began, 5s);
}

} // namespace
} // namespace leasehold::test
