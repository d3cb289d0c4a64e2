// Declares of oat++ and oatpp-websocket what the inputs use.
#pragma once
#pragma GCC system_header

#include <cstdint>
#include <memory>
#include <string>
#include <unordered_map>

namespace oatpp {

class String {
public:
  String(const char *text);
  bool operator==(const String &other) const;
};
class Void {};

} // namespace oatpp
template <> struct std::hash<oatpp::String> {
  std::size_t operator()(const oatpp::String &text) const;
};
namespace oatpp {

namespace provider {
template <class T> class Invalidator;
template <class T, class PTR> struct ResourceHandleTemplate {
  ResourceHandleTemplate() = default;
  ResourceHandleTemplate(std::nullptr_t) {}
  PTR object;
  std::shared_ptr<Invalidator<T>> invalidator;
  explicit operator bool() const { return object.operator bool(); }
};
template <class T> struct ResourceHandle : ResourceHandleTemplate<T, std::shared_ptr<T>> {
  ResourceHandle() = default;
  ResourceHandle(std::nullptr_t) {}
};
} // namespace provider

namespace orm {
class Connection {
public:
  virtual ~Connection() = default;
};
class QueryResult {
public:
  virtual ~QueryResult() = default;
  virtual bool isSuccess() const = 0;
};
class Executor {
public:
  virtual ~Executor() = default;
  virtual provider::ResourceHandle<Connection> getConnection() = 0;
  virtual std::shared_ptr<QueryResult>
  begin(const provider::ResourceHandle<Connection> &connection = nullptr) = 0;
  virtual std::shared_ptr<QueryResult>
  commit(const provider::ResourceHandle<Connection> &connection) = 0;
  virtual std::shared_ptr<QueryResult>
  rollback(const provider::ResourceHandle<Connection> &connection) = 0;
};
class Transaction {
public:
  Transaction(const Transaction &) = delete;
  Transaction(Transaction &&other);
  virtual ~Transaction();
  provider::ResourceHandle<Connection> getConnection() const;
  std::shared_ptr<QueryResult> commit();
  std::shared_ptr<QueryResult> rollback();
};
class DbClient {
public:
  explicit DbClient(const std::shared_ptr<Executor> &executor);
  virtual ~DbClient() = default;
  provider::ResourceHandle<Connection> getConnection();
  std::shared_ptr<QueryResult>
  executeQuery(const String &query, const std::unordered_map<String, Void> &params,
               const provider::ResourceHandle<Connection> &connection = nullptr);
  Transaction beginTransaction(const provider::ResourceHandle<Connection> &connection = nullptr);
};
} // namespace orm

namespace websocket {
class WebSocket {
public:
  class Listener {
  public:
    virtual ~Listener() = default;
    virtual void onPing(const WebSocket &socket, const String &message) = 0;
    virtual void onPong(const WebSocket &socket, const String &message) = 0;
    virtual void onClose(const WebSocket &socket, std::uint16_t code, const String &message) = 0;
    virtual void readMessage(const WebSocket &socket, std::uint8_t opcode, char *data, long size) = 0;
  };
  void setListener(const std::shared_ptr<Listener> &listener) const;
  void listen();
};
} // namespace websocket

} // namespace oatpp
