// what: a known limit: the statement in a field is closed, and used
#include <sqlite3.h>

struct Cursor {
  sqlite3_stmt *statement;
};

bool next(Cursor &cursor) {
  if (sqlite3_step(cursor.statement) == SQLITE_ROW)
    return true;
  sqlite3_finalize(cursor.statement);
  sqlite3_reset(cursor.statement); // MISS: use-after-release
  return false;
}
