// A unit such as services have: one WebSocket endpoint, its parsing, its database. Measured by
// bench/analyzer.sh; most of what the compiler reads and instantiates is in the libraries.
// flags: -std=c++20
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/websocket.hpp>
#include <nlohmann/json.hpp>
#include <pqxx/pqxx>
#include <regex>
#include <string>
#include <vector>

namespace beast = boost::beast;
using boost::asio::ip::tcp;
using nlohmann::json;

namespace {

const std::regex OrderNumber("^([A-Z]{2})-([0-9]{4,8})$");

struct Order {
  std::string number;
  std::vector<std::string> items;
};

Order parse(const std::string &text) {
  const json body = json::parse(text);
  Order order{body.at("number").get<std::string>(), body.value("items", std::vector<std::string>{})};
  std::smatch parts;
  if (!std::regex_match(order.number, parts, OrderNumber))
    throw std::invalid_argument("order number " + order.number);
  return order;
}

json store(const std::string &url, const Order &order) {
  pqxx::connection conn(url);
  pqxx::work tx(conn);
  const auto id = tx.exec1("SELECT nextval('orders')")[0].as<long>();
  for (const std::string &item : order.items)
    tx.exec_params("INSERT INTO items VALUES ($1, $2)", id, item);
  tx.commit();
  return {{"id", id}, {"number", order.number}, {"items", order.items.size()}};
}

} // namespace

void serve(tcp::socket socket, const std::string &url) {
  beast::websocket::stream<tcp::socket> ws(std::move(socket));
  ws.accept();
  for (;;) {
    beast::flat_buffer buffer;
    ws.read(buffer);
    const json reply = store(url, parse(beast::buffers_to_string(buffer.data())));
    ws.write(boost::asio::buffer(reply.dump()));
  }
}
