// Declares of uWebSockets what the inputs use.
#pragma once
#pragma GCC system_header

#include <functional>
#include <string>
#include <string_view>
#include <utility>

struct us_socket_context_t;

namespace ofats {
template <class> class any_invocable;
template <class R, class... Args> class any_invocable<R(Args...)> {
public:
  any_invocable(std::nullptr_t = nullptr);
  template <class F>
    requires(!std::is_same_v<std::remove_cvref_t<F>, any_invocable>)
  any_invocable(F &&f) {}
  any_invocable(any_invocable &&other);
  any_invocable &operator=(any_invocable &&other);
};
} // namespace ofats

namespace uWS {

template <class T> using MoveOnlyFunction = ofats::any_invocable<T>;
enum OpCode : unsigned char { TEXT = 1, BINARY = 2 };

template <bool SSL, bool isServer, class USERDATA> struct WebSocket {
  USERDATA *getUserData();
  int send(std::string_view message, OpCode code = BINARY);
};

struct HttpRequest {
  std::string_view getHeader(std::string_view name);
};

template <bool SSL> struct HttpResponse {
  template <class UserData>
  void upgrade(UserData &&data, std::string_view key, std::string_view protocol,
               std::string_view extensions, us_socket_context_t *context);
  HttpResponse *onAborted(MoveOnlyFunction<void()> &&handler);
  void end(std::string_view data = {});
};

struct Loop {
  static Loop *get();
  void defer(MoveOnlyFunction<void()> &&f);
};

template <bool SSL> struct TemplatedApp {
  TemplatedApp();
  template <class UserData> struct WebSocketBehavior {
    unsigned maxPayloadLength = 16 * 1024;
    unsigned short idleTimeout = 120;
    MoveOnlyFunction<void(HttpResponse<SSL> *, HttpRequest *, us_socket_context_t *)> upgrade = nullptr;
    MoveOnlyFunction<void(WebSocket<SSL, true, UserData> *)> open = nullptr;
    MoveOnlyFunction<void(WebSocket<SSL, true, UserData> *, std::string_view, OpCode)> message = nullptr;
    MoveOnlyFunction<void(WebSocket<SSL, true, UserData> *, int, std::string_view)> close = nullptr;
  };
  template <class UserData>
  TemplatedApp &&ws(std::string pattern, WebSocketBehavior<UserData> &&behavior);
  TemplatedApp &&get(std::string pattern, MoveOnlyFunction<void(HttpResponse<SSL> *, HttpRequest *)> &&handler);
  TemplatedApp &&run();
};
using App = TemplatedApp<false>;

} // namespace uWS
