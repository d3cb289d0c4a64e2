#include "service.h"

Rows query(PGconn *connection, const char *sql, long parameter) {
  return query(connection, sql, std::to_string(parameter));
}

class Invoices {
public:
  std::optional<std::string> find(long order);

private:
  Pool &pool_;
};

#include "example.h"
