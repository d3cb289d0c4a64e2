// what: right: the handler captures a repository; the repository keeps the pool and leases per call
#include "bg_pqxx_pool.h"
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <memory>
#include <string>

class UserRepository {
public:
  explicit UserRepository(PqxxPool &pool) : pool_(pool) {}

  void touch(const std::string &user) {
    PqxxPool::Lease conn = pool_.lease();
    pqxx::work tx(*conn);
    tx.exec_params("UPDATE users SET last_seen = now() WHERE name = $1", user);
    tx.commit();
  }
  bool exists(const std::string &user) {
    PqxxPool::Lease conn = pool_.lease();
    pqxx::read_transaction tx(*conn);
    return !tx.exec_params("SELECT 1 FROM users WHERE name = $1", user).empty();
  }

private:
  PqxxPool &pool_;
};

class LoginHandler : public std::enable_shared_from_this<LoginHandler> {
public:
  LoginHandler(boost::asio::io_context &io, UserRepository &users) : io_(io), users_(users) {}

  bool login(const std::string &user) {
    if (!users_.exists(user))
      return false;
    boost::asio::post(io_, [&users = users_, user] { users.touch(user); });
    boost::asio::post(io_, [self = shared_from_this()] { ++self->logins_; });
    return true;
  }

private:
  boost::asio::io_context &io_;
  UserRepository &users_;
  long logins_ = 0;
};
