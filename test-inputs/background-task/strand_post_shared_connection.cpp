// what: a shared_ptr connection taken from the pool is captured in a handler on a strand, beside a harmless self pointer
#include "bg_pqxx_pool.h"
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/strand.hpp>
#include <memory>
#include <string>

class Room : public std::enable_shared_from_this<Room> {
public:
  Room(boost::asio::io_context &io, PqxxPool &pool, std::string name)
      : strand_(boost::asio::make_strand(io)), pool_(pool), name_(std::move(name)) {}

  void say(const std::string &user, const std::string &text) {
    std::shared_ptr<pqxx::connection> conn = pool_.lease();
    pqxx::work tx(*conn);
    tx.exec_params("INSERT INTO messages(room, author, body) VALUES ($1, $2, $3)", name_, user, text);
    tx.commit();
    boost::asio::post(strand_, [self = shared_from_this(), conn, user] { // EXPECT: background-task
      pqxx::nontransaction seen(*conn);
      seen.exec_params("UPDATE presence SET active_at = now() WHERE author = $1", user);
      ++self->spoken_;
    });
  }

private:
  boost::asio::strand<boost::asio::io_context::executor_type> strand_;
  PqxxPool &pool_;
  std::string name_;
  int spoken_ = 0;
};
