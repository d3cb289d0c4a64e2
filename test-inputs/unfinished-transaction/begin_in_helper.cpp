// what: the helper begins, as it should; the caller forgets to finish on one path
#include <sqlite3.h>
#include <string>

static bool beginWrite(sqlite3 *db) { return sqlite3_exec(db, "BEGIN IMMEDIATE", nullptr, nullptr, nullptr) == SQLITE_OK; }

static bool endWrite(sqlite3 *db, bool keep) {
  if (keep && sqlite3_exec(db, "COMMIT", nullptr, nullptr, nullptr) == SQLITE_OK)
    return true;
  sqlite3_exec(db, "ROLLBACK", nullptr, nullptr, nullptr);
  return false;
}

static bool run(sqlite3 *db, const std::string &sql) {
  return sqlite3_exec(db, sql.c_str(), nullptr, nullptr, nullptr) == SQLITE_OK;
}

bool renameAlbum(sqlite3 *db, int album, const std::string &folder) {
  if (!beginWrite(db)) // EXPECT: unfinished-transaction
    return false;
  const std::string id = std::to_string(album);
  if (!run(db, "UPDATE albums SET folder = '" + folder + "' WHERE id = " + id))
    return false;
  const bool ok = run(db, "UPDATE photos SET stale = 1 WHERE album = " + id);
  return endWrite(db, ok);
}

bool removeAlbum(sqlite3 *db, int album) {
  if (!beginWrite(db))
    return false;
  const bool ok = run(db, "DELETE FROM albums WHERE id = " + std::to_string(album));
  return endWrite(db, ok);
}
