// what: SQLite::Database::exec throws, and nobody rolls the hand-written BEGIN back
#include <SQLiteCpp/SQLiteCpp.h>
#include <string>

void rebuildIndex(SQLite::Database &db) {
  db.exec("BEGIN TRANSACTION"); // EXPECT: unfinished-transaction
  db.exec("DELETE FROM words");
  db.exec("INSERT INTO words SELECT DISTINCT word FROM documents");
  db.exec("COMMIT");
}
