// Declares of MySQL Connector/C++'s X DevAPI what the inputs use.
#pragma once
#pragma GCC system_header

#include <exception>
#include <string>

namespace mysqlx {
inline namespace abi2 {
inline namespace r0 {

class Error : public std::exception {};
class Client;
class SqlResult {
public:
  unsigned long count();
};
class SqlStatement {
public:
  template <class... T> SqlStatement &bind(T &&...values);
  SqlResult execute();
};
class TableInsert {
public:
  template <class... T> TableInsert &values(T &&...values);
  SqlResult execute();
};
class Table {
public:
  template <class... T> TableInsert insert(T &&...columns);
};
class Schema {
public:
  Table getTable(const std::string &name, bool check = false);
};
class Session {
public:
  Session(const char *url);
  Session(Client &client);
  Session(Session &&other);
  ~Session();
  SqlStatement sql(const std::string &query);
  Schema getSchema(const std::string &name, bool check = false);
  void startTransaction();
  void commit();
  void rollback();
  void close();
};
class Client {
public:
  template <class... T> Client(T... options);
  Session getSession();
};
template <class... P> Session getSession(P... p) { return Session(p...); }

} // namespace r0
} // namespace abi2
} // namespace mysqlx
