// what: the lease is moved into a handler posted to an io_context, where it waits its turn behind everything else
#include "bg_pqxx_pool.h"
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <string>

class TelemetryIngest {
public:
  TelemetryIngest(PqxxPool &pool, boost::asio::io_context &io) : pool_(pool), io_(io) {}

  long accept(const std::string &device, double value) {
    PqxxPool::Lease conn = pool_.lease();
    long id = 0;
    {
      pqxx::work tx(*conn);
      id = tx.exec_params1("INSERT INTO samples(device, value) VALUES ($1, $2) RETURNING id", device, value)[0].as<long>();
      tx.commit();
    }
    boost::asio::post(io_, [c = std::move(conn), device] { // EXPECT: background-task
      pqxx::work tx(*c);
      tx.exec_params("UPDATE devices SET last_seen = now() WHERE name = $1", device);
      tx.commit();
    });
    return id;
  }

private:
  PqxxPool &pool_;
  boost::asio::io_context &io_;
};
