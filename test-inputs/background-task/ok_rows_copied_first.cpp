// what: right: the rows are copied into plain structs, and only the structs go to the thread pool
// flags: -std=c++20 -isystem /usr/include/mariadb
#include "bg_mysql_pool.h"
#include "bg_thread_pool.h"
#include <cstdio>
#include <string>
#include <vector>

struct Customer {
  std::string id;
  std::string name;
};

static void printLabels(const std::vector<Customer> &customers) {
  for (const Customer &c : customers)
    std::printf("%s %s\n", c.id.c_str(), c.name.c_str());
}

bool queueLabels(MySqlConnections &db, ThreadPool &workers) {
  std::vector<Customer> customers;
  auto conn = db.getConnection();
  if (mysql_query(conn.get(), "SELECT id, name FROM customers WHERE newsletter = 1") != 0)
    return false;
  MYSQL_RES *rows = mysql_store_result(conn.get());
  if (rows == nullptr)
    return false;
  while (MYSQL_ROW row = mysql_fetch_row(rows))
    customers.push_back({row[0], row[1]});
  mysql_free_result(rows);
  workers.enqueue([customers = std::move(customers)] { printLabels(customers); });
  return true;
}
