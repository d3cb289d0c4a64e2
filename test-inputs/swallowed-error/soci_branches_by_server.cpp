// what: MySQL and SQLite undo a failed statement alone, so that a branch for them may ignore it; in PostgreSQL's branch nothing works afterwards.
#include <soci/soci.h>
#include <string>

void change(soci::session &sql, const std::string &kind, const std::string &table) {
  soci::transaction tr(sql);
  if (kind == "postgresql") {
    try {
      sql << "ALTER TABLE " + table + " DROP CONSTRAINT c";
    } catch (...) { // EXPECT: swallowed-error
    }
    sql << "ALTER TABLE " + table + " ADD CONSTRAINT c CHECK (a > 0)";
  } else if (kind == "mysql") {
    try {
      sql << "ALTER TABLE " + table + " DROP FOREIGN KEY c";
    } catch (...) {
    }
    sql << "ALTER TABLE " + table + " ADD CONSTRAINT c CHECK (a > 0)";
  }
  tr.commit();
}
