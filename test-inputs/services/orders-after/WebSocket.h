#pragma once

// In a program of your own: #include <leasehold/annotations.h>
#include "../../../pool/include/leasehold/annotations.h"

#include <functional>
#include <string>
#include <utility>

/// A browser that watches its order. Lives for as long as the page stays open.
class WebSocket {
public:
  using Handler = std::function<void(const std::string &)>;

  LEASEHOLD_HANDLER(0) void on_message(Handler handler) { handler_ = std::move(handler); }
  void send(const std::string &text);

private:
  Handler handler_;
};
