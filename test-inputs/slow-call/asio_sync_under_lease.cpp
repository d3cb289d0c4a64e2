// what: a synchronous Asio conversation with another host while the lease is held; each blocking call is its own place
// flags: -std=c++20 -isystem /usr/include/postgresql
#include "slow_pg_pool.h"

#include <boost/asio.hpp>

#include <string>

namespace label_printer {

bool print_label(PgPool& pool, boost::asio::io_context& io, const std::string& parcel) {
    namespace asio = boost::asio;
    PgLease lease = pool.acquire();
    const char* values[] = {parcel.c_str()};
    PGresult* rows = PQexecParams(lease.get(), "SELECT label FROM parcels WHERE id = $1", 1, nullptr, values, nullptr, nullptr, 0);
    const std::string label = PQntuples(rows) > 0 ? PQgetvalue(rows, 0, 0) : "";
    PQclear(rows);

    boost::system::error_code ec;
    asio::ip::tcp::socket printer(io);
    printer.connect({asio::ip::make_address("10.0.0.17"), 9100}, ec); // EXPECT: slow-call
    if (ec)
        return false;
    asio::write(printer, asio::buffer(label), ec); // EXPECT: slow-call
    std::string answer;
    asio::read_until(printer, asio::dynamic_buffer(answer), '\n', ec); // EXPECT: slow-call
    return !ec && answer == "OK\n";
}

} // namespace label_printer
