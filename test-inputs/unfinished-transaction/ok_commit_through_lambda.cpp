// what: right: a local lambda ends the transaction on every path; a return inside another lambda leaves only that lambda
// flags: -std=c++20 -isystem /usr/include/postgresql
#include "txn_pg.h"
#include <string>

bool enroll(PgStore &store, const std::string &student, const std::string &course) {
  PgCheckout conn(store);
  if (!pgRun(conn, "BEGIN"))
    return false;
  const auto finish = [&conn](bool good) { return pgRun(conn, good ? "COMMIT" : "ROLLBACK") && good; };
  const auto exists = [&conn](const char *sql, const std::string &key) {
    const char *values[] = {key.c_str()};
    PgResult row(PQexecParams(conn, sql, 1, nullptr, values, nullptr, nullptr, 0));
    if (PQresultStatus(row.get()) != PGRES_TUPLES_OK)
      return false;
    return PQntuples(row.get()) == 1;
  };
  if (!exists("SELECT 1 FROM students WHERE id = $1", student))
    return finish(false);
  if (!exists("SELECT 1 FROM courses WHERE id = $1", course))
    return finish(false);
  const char *values[] = {student.c_str(), course.c_str()};
  PgResult done(PQexecParams(conn, "INSERT INTO enrollments VALUES ($1, $2)", 2, nullptr, values, nullptr, nullptr, 0));
  return finish(PQresultStatus(done.get()) == PGRES_COMMAND_OK);
}
