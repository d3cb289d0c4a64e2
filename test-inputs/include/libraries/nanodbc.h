// Declares of nanodbc what the inputs use.
#pragma once
#pragma GCC system_header

#include <memory>
#include <stdexcept>
#include <string>

namespace nanodbc {

using string = std::string;
class database_error : public std::runtime_error {
public:
  using std::runtime_error::runtime_error;
};
class connection {
public:
  connection();
  connection(const connection &other) noexcept;
  connection(connection &&other) noexcept;
  connection &operator=(connection other) noexcept;
  connection(const string &dsn, const string &user, const string &pass, long timeout = 0);
  explicit connection(const string &connection_string, long timeout = 0);
  ~connection() noexcept;
  void connect(const string &connection_string, long timeout = 0);
  void disconnect();
};
class transaction {
public:
  explicit transaction(const class connection &conn);
  transaction(const transaction &other) noexcept;
  ~transaction() noexcept;
  void commit();
  void rollback() noexcept;
  class connection &connection() noexcept;
  operator class connection &() noexcept;
};
class result {
public:
  bool next();
};
result execute(connection &conn, const string &query, long batch = 1, long timeout = 0);
void just_execute(connection &conn, const string &query, long batch = 1, long timeout = 0);

} // namespace nanodbc
