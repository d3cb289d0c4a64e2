// Declares of Crow what the inputs use.
#pragma once
#pragma GCC system_header

#include <cstdint>
#include <functional>
#include <string>

namespace crow {

struct response {
  response(int code);
};

namespace websocket {
struct connection {
  virtual ~connection() = default;
  virtual void send_text(std::string msg) = 0;
  void userdata(void *u) { userdata_ = u; }
  void *userdata() { return userdata_; }

private:
  void *userdata_ = nullptr;
};
} // namespace websocket

template <class App> class WebSocketRule {
public:
  template <class Func> WebSocketRule &onopen(Func f) {
    open_ = f;
    return *this;
  }
  template <class Func> WebSocketRule &onmessage(Func f) {
    message_ = f;
    return *this;
  }
  template <class Func> WebSocketRule &onclose(Func f) {
    close_ = f;
    return *this;
  }

private:
  std::function<void(websocket::connection &)> open_;
  std::function<void(websocket::connection &, const std::string &, bool)> message_;
  std::function<void(websocket::connection &, const std::string &, std::uint16_t)> close_;
};

template <class... Middlewares> class Crow {
public:
  WebSocketRule<Crow> &websocket(const std::string &path);
  Crow &port(std::uint16_t number);
  void run();
};
using SimpleApp = Crow<>;

} // namespace crow
