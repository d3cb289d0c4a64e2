#pragma once

#include "ConnectionPool.h"

#include <filesystem>

/// Stores what a customer uploads beside an order.
class UploadHandler {
public:
  explicit UploadHandler(ConnectionPool &pool) : pool_(pool) {}

  bool handle(long order, const std::filesystem::path &upload);

private:
  ConnectionPool &pool_;
};
