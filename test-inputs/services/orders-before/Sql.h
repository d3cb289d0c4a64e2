#pragma once

#include <libpq-fe.h>

#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

class SqlError : public std::runtime_error {
public:
  using std::runtime_error::runtime_error;
};

/// The rows of a query; needs no connection any more.
class Rows {
public:
  explicit Rows(PGresult *result) : result_(result, &PQclear) {}

  int size() const { return PQntuples(result_.get()); }
  std::string text(int row, int column) const { return PQgetvalue(result_.get(), row, column); }
  long number(int row, int column) const { return std::stol(text(row, column)); }

private:
  std::unique_ptr<PGresult, decltype(&PQclear)> result_;
};

inline Rows query(PGconn *connection, const char *sql, const std::vector<std::string> &arguments) {
  std::vector<const char *> values;
  for (const std::string &argument : arguments)
    values.push_back(argument.c_str());
  PGresult *result = PQexecParams(connection, sql, static_cast<int>(values.size()), nullptr,
                                  values.data(), nullptr, nullptr, 0);
  ExecStatusType status = PQresultStatus(result);
  if (status != PGRES_TUPLES_OK && status != PGRES_COMMAND_OK) {
    PQclear(result);
    throw SqlError(PQerrorMessage(connection));
  }
  return Rows(result);
}
