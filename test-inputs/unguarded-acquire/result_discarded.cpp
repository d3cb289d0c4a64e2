// what: "warming up" the pool takes connections and throws the pointers away.
// flags: -std=c++20 -isystem /usr/include/postgresql
#include "ua_mysql_pool.h"
#include "ua_pg_pool.h"
#include <iostream>

bool warmUp(MysqlPool &orders, PgPool &reports) {
  orders.tryGetConnection(); // EXPECT: unguarded-acquire
  if (reports.acquire() == nullptr) { // EXPECT: unguarded-acquire
    std::cerr << "reporting database is down\n";
    return false;
  }
  return true;
}
