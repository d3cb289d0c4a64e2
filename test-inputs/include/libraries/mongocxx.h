// Declares of mongocxx 4 what the inputs use.
#pragma once
#pragma GCC system_header

#include <functional>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string_view>
#include <system_error>

namespace bsoncxx {
namespace document {
class view_or_value {
public:
  view_or_value(std::string_view json);
  view_or_value(const char *json);
};
} // namespace document
} // namespace bsoncxx

namespace mongocxx {
namespace v_noabi {

class exception : public std::system_error {
public:
  using system_error::system_error;
};
class uri {
public:
  uri(std::string_view text);
};
class client;
namespace options {
class transaction {};
class insert {};
class update {};
class find {};
} // namespace options

class client_session {
public:
  client_session(client_session &&) noexcept;
  ~client_session() noexcept;
  void start_transaction(const std::optional<options::transaction> &opts = {});
  void commit_transaction();
  void abort_transaction();
  void with_transaction(std::function<void(client_session *)> cb, options::transaction opts = {});
};
class cursor {};
class collection {
public:
  void insert_one(bsoncxx::document::view_or_value document, const options::insert &options = {});
  void insert_one(const client_session &session, bsoncxx::document::view_or_value document,
                  const options::insert &options = {});
  void update_one(bsoncxx::document::view_or_value filter, bsoncxx::document::view_or_value update,
                  const options::update &options = {});
  void update_one(const client_session &session, bsoncxx::document::view_or_value filter,
                  bsoncxx::document::view_or_value update, const options::update &options = {});
  cursor find(bsoncxx::document::view_or_value filter, const options::find &options = {});
  cursor find(const client_session &session, bsoncxx::document::view_or_value filter,
              const options::find &options = {});
};
class database {
public:
  collection operator[](std::string_view name) const;
};
class client {
public:
  client() noexcept;
  client(const uri &where);
  client(client &&) noexcept;
  ~client();
  database operator[](std::string_view name) const &;
  client_session start_session();
};
class pool {
public:
  explicit pool(const uri &where);
  class entry {
  public:
    client *operator->() const & noexcept { return client_.get(); }
    client &operator*() const & noexcept { return *client_; }
    entry &operator=(std::nullptr_t) noexcept;
    explicit operator bool() const noexcept { return client_ != nullptr; }
    database operator[](std::string_view name) const &;

  private:
    std::unique_ptr<client, std::function<void(client *)>> client_;
  };
  entry acquire();
  std::optional<entry> try_acquire();
};

} // namespace v_noabi

using v_noabi::client;
using v_noabi::client_session;
using v_noabi::collection;
using v_noabi::pool;
using v_noabi::uri;

} // namespace mongocxx
