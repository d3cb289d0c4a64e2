// A program that uses the installed library.
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include <iostream>
#include <leasehold/mariadb.h>
#include <leasehold/monitor.h>
#include <leasehold/postgres.h>
#include <leasehold/sqlite.h>

int main() {
  leasehold::Pool pool(leasehold::sqlite::Driver(":memory:"));
  const auto answer = pool.acquire()->query("SELECT 6 * 7").at(0).get<int>(0);
  leasehold::Monitor monitor;
  monitor.add("shop", pool);
  if (monitor.get("/api/monitoring/db-pool").find("\"sqlite\"") == std::string::npos)
    return 1;
  // Lazy: these connect when they are used.
  const leasehold::Pool orders(leasehold::postgres::Driver("host=nowhere.example"));
  const leasehold::Pool stock{leasehold::mariadb::Driver(leasehold::mariadb::Config())};
  std::cout << answer + orders.snapshot().total + stock.snapshot().total << '\n';
}
