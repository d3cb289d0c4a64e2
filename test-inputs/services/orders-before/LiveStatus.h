#pragma once

#include "ConnectionPool.h"
#include "WebSocket.h"

/// Answers a browser's questions about its order over a WebSocket.
class LiveStatus {
public:
  explicit LiveStatus(ConnectionPool &pool) : pool_(pool) {}

  void connected(WebSocket &socket);

private:
  ConnectionPool &pool_;
};
