#pragma once

#include "ConnectionPool.h"

#include <optional>
#include <string>

/// Invoices for the bookkeeper.
class InvoiceExport {
public:
  explicit InvoiceExport(ConnectionPool &pool) : pool_(pool) {}

  std::optional<std::string> invoice(long order);

private:
  ConnectionPool &pool_;
};
