// what: right: a scope guard rolls back on every early exit, exceptions included, and is dismissed after COMMIT
#include "txn_scope_exit.h"
#include "txn_sqlite_db.h"
#include <string>
#include <vector>

bool importPrices(Database &db, const std::vector<std::string> &lines) {
  db.exec("BEGIN IMMEDIATE");
  ScopeExit rollback([&db] { sqlite3_exec(db.handle(), "ROLLBACK", nullptr, nullptr, nullptr); });
  db.exec("DELETE FROM prices");
  for (const std::string &line : lines) {
    const std::size_t comma = line.find(',');
    if (comma == std::string::npos)
      return false;
    db.exec("INSERT INTO prices VALUES ('" + line.substr(0, comma) + "', " + line.substr(comma + 1) + ")");
  }
  db.exec("COMMIT");
  rollback.dismiss();
  return true;
}
