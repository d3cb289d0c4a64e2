// what: a transaction is open from the first message to the last; its snapshot and its locks live as long as the client
#include <pqxx/pqxx>

#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/websocket.hpp>

#include <string>

namespace live_dictation {

namespace beast = boost::beast;

void dictate(beast::websocket::stream<boost::asio::ip::tcp::socket>& ws, const std::string& conninfo, int document) {
    pqxx::connection conn(conninfo);
    pqxx::work tx(conn);
    beast::error_code ec;
    while (ws.is_open()) {
        beast::flat_buffer buffer;
        ws.read(buffer, ec); // EXPECT: websocket-lifetime
        if (ec)
            break;
        const std::string sentence = beast::buffers_to_string(buffer.data());
        tx.exec_params("UPDATE documents SET body = body || $2 WHERE id = $1", document, sentence);
    }
    tx.commit();
}

} // namespace live_dictation
