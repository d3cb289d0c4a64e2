// what: smart pointers and optionals that began empty, and are filled by a closure, a method, a swap, in a container: what is behind a look at them is reached.
#include "ua_mysql_pool.h"
#include <memory>
#include <optional>
#include <vector>

struct Row {
  int id;
};
void find(std::unique_ptr<Row> &row);

void filledByAClosure(MysqlPool &pool) {
  std::unique_ptr<Row> row;
  auto fill = [&] { row = std::make_unique<Row>(); };
  row.reset();
  fill();
  MYSQL *conn = pool.getConnection(); // EXPECT: unguarded-acquire
  if (row)
    return;
  pool.releaseConnection(conn);
}

void filledByReference(MysqlPool &pool) {
  std::unique_ptr<Row> row;
  find(row);
  MYSQL *conn = pool.getConnection(); // EXPECT: unguarded-acquire
  if (row)
    return;
  pool.releaseConnection(conn);
}

void filledInPlace(MysqlPool &pool) {
  std::optional<Row> row;
  row.emplace();
  MYSQL *conn = pool.getConnection(); // EXPECT: unguarded-acquire
  if (row)
    return;
  pool.releaseConnection(conn);
}

void exchanged(MysqlPool &pool, std::unique_ptr<Row> given) {
  std::unique_ptr<Row> row;
  row.swap(given);
  MYSQL *conn = pool.getConnection(); // EXPECT: unguarded-acquire
  if (row)
    return;
  pool.releaseConnection(conn);
}

void falseInside(MysqlPool &pool) {
  std::optional<bool> known;
  known = false;
  MYSQL *conn = pool.getConnection(); // EXPECT: unguarded-acquire
  if (known)
    return;
  pool.releaseConnection(conn);
}

void movedFromKeepsAValue(MysqlPool &pool, std::optional<Row> row) {
  std::optional<Row> other = std::move(row);
  MYSQL *conn = pool.getConnection(); // EXPECT: unguarded-acquire
  if (row)
    return;
  pool.releaseConnection(conn);
}

void oneOfMany(MysqlPool &pool, std::vector<std::unique_ptr<Row>> &rows) {
  rows[0].reset();
  MYSQL *conn = pool.getConnection(); // EXPECT: unguarded-acquire
  if (rows[1])
    return;
  pool.releaseConnection(conn);
}

void oneOfTwo(MysqlPool &pool) {
  bool done[2] = {true, true};
  done[0] = false;
  MYSQL *conn = pool.getConnection(); // EXPECT: unguarded-acquire
  if (done[1])
    return;
  pool.releaseConnection(conn);
}

class Reader {
public:
  void read(MysqlPool &pool) {
    row_.reset();
    next();
    MYSQL *conn = pool.getConnection(); // EXPECT: unguarded-acquire
    if (row_)
      return;
    pool.releaseConnection(conn);
  }

private:
  void next();
  std::unique_ptr<Row> row_;
};
