// A TCP broker over the MySQL C API with Boost.Asio: sessions, timers, strands, parsed lines.
// flags: -std=c++20
#include <algorithm>
#include <boost/asio.hpp>
#include <boost/asio/spawn.hpp>
#include <boost/beast/http.hpp>
#include <map>
#include <memory>
#include <mysql/mysql.h>
#include <regex>
#include <string>
#include <unordered_map>

namespace asio = boost::asio;
namespace http = boost::beast::http;
using asio::ip::tcp;

struct Close {
  void operator()(MYSQL *m) const { mysql_close(m); }
};
using Mysql = std::unique_ptr<MYSQL, Close>;

class Topics {
public:
  void count(const std::string &name) { ++seen[name]; }
  std::vector<std::pair<std::string, int>> top(std::size_t n) const {
    std::vector<std::pair<std::string, int>> all(seen.begin(), seen.end());
    std::sort(all.begin(), all.end(), [](auto &a, auto &b) { return a.second > b.second; });
    all.resize(std::min(n, all.size()));
    return all;
  }

private:
  std::unordered_map<std::string, int> seen;
};

class Client : public std::enable_shared_from_this<Client> {
public:
  Client(tcp::socket socket, Topics &topics)
      : socket(std::move(socket)), timer(this->socket.get_executor()), topics(topics) {}
  void start() {
    timer.expires_after(std::chrono::seconds(30));
    timer.async_wait([self = shared_from_this()](boost::system::error_code e) {
      if (!e)
        self->socket.close();
    });
    asio::async_read_until(socket, buffer, '\n',
                           [self = shared_from_this()](boost::system::error_code e, std::size_t n) {
                             if (!e)
                               self->line(n);
                           });
  }

private:
  void line(std::size_t n) {
    std::string text(asio::buffers_begin(buffer.data()), asio::buffers_begin(buffer.data()) + n);
    buffer.consume(n);
    static const std::regex Publish("PUB ([a-z.]+) (.*)");
    std::smatch parts;
    if (std::regex_search(text, parts, Publish)) {
      topics.count(parts[1]);
      Mysql db(mysql_init(nullptr));
      if (db && mysql_real_connect(db.get(), "localhost", "broker", "", "log", 0, nullptr, 0))
        mysql_query(db.get(), "INSERT INTO published VALUES (NOW())");
    }
    start();
  }

  tcp::socket socket;
  asio::steady_timer timer;
  asio::streambuf buffer;
  Topics &topics;
};

void status(tcp::socket &socket, const Topics &topics) {
  http::response<http::string_body> response{http::status::ok, 11};
  for (const auto &[name, count] : topics.top(10))
    response.body() += name + ' ' + std::to_string(count) + '\n';
  response.prepare_payload();
  http::write(socket, response);
}

void accept(tcp::acceptor &acceptor, Topics &topics) {
  acceptor.async_accept([&](boost::system::error_code e, tcp::socket socket) {
    if (!e)
      std::make_shared<Client>(std::move(socket), topics)->start();
    accept(acceptor, topics);
  });
}
