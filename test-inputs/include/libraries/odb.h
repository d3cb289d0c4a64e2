// Declares of ODB what the inputs use.
#pragma once
#pragma GCC system_header

#include <exception>
#include <string>

namespace odb {

class exception : public std::exception {};
namespace details {
template <class X> class shared_ptr {
public:
  shared_ptr(const shared_ptr &other);
  ~shared_ptr();
  X *operator->() const;
  X &operator*() const;
};
} // namespace details
class transaction_impl;
class connection {
public:
  virtual ~connection();
  virtual transaction_impl *begin() = 0;
  unsigned long long execute(const char *statement);
};
typedef details::shared_ptr<connection> connection_ptr;
class transaction {
public:
  explicit transaction(transaction_impl *impl, bool make_current = true);
  transaction();
  ~transaction();
  void commit();
  void rollback();
};
class database {
public:
  virtual ~database();
  virtual transaction_impl *begin() = 0;
  connection_ptr connection();
  template <class T> unsigned long persist(T &object);
  template <class T> void update(T &object);
  unsigned long long execute(const char *statement);
};

} // namespace odb
