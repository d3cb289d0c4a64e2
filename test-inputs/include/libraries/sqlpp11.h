// Declares of sqlpp11 what the inputs use.
#pragma once
#pragma GCC system_header

#include <memory>
#include <stdexcept>
#include <string>

namespace sqlpp {

class exception : public std::runtime_error {
public:
  using std::runtime_error::runtime_error;
};
enum class connection_check { none, passive, ping };
template <class Base> class common_connection : public Base {};
template <class Base> class normal_connection : public common_connection<Base> {
public:
  normal_connection();
  explicit normal_connection(const std::shared_ptr<const typename Base::_config_t> &config);
  normal_connection(normal_connection &&) = default;
};
template <class Base> class pooled_connection : public common_connection<Base> {
public:
  pooled_connection(pooled_connection &&other);
  ~pooled_connection();
};
template <class Base> class connection_pool {
public:
  pooled_connection<Base> get(connection_check check = connection_check::passive);
};
template <class Db> class transaction_t {
public:
  transaction_t(Db &db, bool report);
  transaction_t(transaction_t &&other);
  ~transaction_t();
  void commit();
  void rollback();
};
template <class Db> transaction_t<Db> start_transaction(Db &db, bool report = true);

namespace postgresql {
struct connection_config {
  std::string dbname;
};
class connection_base {
public:
  using _config_t = connection_config;
  template <class T> unsigned long operator()(const T &statement);
  std::shared_ptr<void> execute(const std::string &statement);
  void start_transaction();
  void commit_transaction();
  void rollback_transaction(bool report);
};
using connection = normal_connection<connection_base>;
using pooled_connection = sqlpp::pooled_connection<connection_base>;
using connection_pool = sqlpp::connection_pool<connection_base>;
} // namespace postgresql

} // namespace sqlpp
