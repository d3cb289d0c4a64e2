#pragma once

#include "../Database.h"
#include "../Visitor.h"

#include <list>
#include <mutex>

/// Synchronises clipboards: every browser has a WebSocket.
class Service {
public:
  static constexpr const char *schema =
      "CREATE TABLE clips (id " INCIDENTS_ID ", text TEXT NOT NULL, told INTEGER NOT NULL)";
  static constexpr const char *slow_work = "a WebSocket, an hour (a hundredth of the scale)";

  Service(SessionPool &pool, Scale scale);
  ~Service();

  /// One browser, from its connection to its end.
  void request(std::int64_t) { visit(port_, scale_); }

private:
  using Socket = boost::asio::ip::tcp::socket;
  void accept();
  void serve(Socket socket);

  SessionPool &pool_;
  Scale scale_;
  boost::asio::io_context context_;
  boost::asio::ip::tcp::acceptor acceptor_;
  std::uint16_t port_;
  std::thread accepting_;
  std::mutex mutex_;
  std::list<std::thread> connections_; ///< under mutex_
};
