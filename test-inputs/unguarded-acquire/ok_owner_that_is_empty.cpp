// what: smart pointers and optionals that are made empty, emptied or moved from, and code behind a look at them.
#include "ua_mysql_pool.h"
#include <memory>
#include <optional>

struct Row {
  int id;
};

void neverFilled(MysqlPool &pool, bool wanted) {
  std::unique_ptr<Row> row;
  MYSQL *conn = pool.getConnection();
  if (row && wanted)
    return;
  pool.releaseConnection(conn);
}

void emptied(MysqlPool &pool, std::shared_ptr<Row> row) {
  row.reset();
  MYSQL *conn = pool.getConnection();
  if (row != nullptr)
    return;
  pool.releaseConnection(conn);
}

void movedFrom(MysqlPool &pool, std::unique_ptr<Row> row) {
  std::unique_ptr<Row> other = std::move(row);
  MYSQL *conn = pool.getConnection();
  if (row.get())
    return;
  pool.releaseConnection(conn);
}

void nothingInside(MysqlPool &pool) {
  std::optional<Row> row, second(std::nullopt);
  second = std::nullopt;
  MYSQL *conn = pool.getConnection();
  if (row || second.has_value())
    return;
  pool.releaseConnection(conn);
}

void oneOrTheOther(MysqlPool &pool, bool wanted) {
  std::unique_ptr<Row> row;
  MYSQL *conn = nullptr;
  if (wanted) {
    conn = pool.getConnection();
    row = std::make_unique<Row>();
  }
  if (row)
    pool.releaseConnection(conn);
}
