// what: std::bind packs the connection into a callable; posting the callable hands the connection to another thread
// flags: -std=c++20 -isystem /usr/include/postgresql
#include "bg_pg_pool.h"
#include <boost/asio/post.hpp>
#include <boost/asio/thread_pool.hpp>
#include <functional>
#include <string>

static void saveThumbnail(PGconn *conn, const std::string &image, int width) {
  const std::string w = std::to_string(width);
  const char *values[] = {image.c_str(), w.c_str()};
  PgRows saved(PQexecParams(conn, "INSERT INTO thumbnails(image, width) VALUES ($1, $2)", 2, nullptr, values, nullptr,
                            nullptr, 0));
}

class ImageService {
public:
  explicit ImageService(PgConnPool &db) : db_(db), workers_(2) {}

  bool upload(const std::string &image) {
    PgLease lease(db_);
    const char *values[] = {image.c_str()};
    PgRows stored(PQexecParams(lease.get(), "INSERT INTO images(name) VALUES ($1)", 1, nullptr, values, nullptr, nullptr,
                               0));
    if (PQresultStatus(stored.get()) != PGRES_COMMAND_OK)
      return false;
    auto small = std::bind(&saveThumbnail, lease.get(), image, 64);
    boost::asio::post(workers_, small); // EXPECT: background-task
    return true;
  }

private:
  PgConnPool &db_;
  boost::asio::thread_pool workers_;
};
