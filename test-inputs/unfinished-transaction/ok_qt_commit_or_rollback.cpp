// what: right: no return between transaction() and commit() without rollback(); a failed begin has nothing to end
// flags: -std=c++17 -fPIC -isystem /usr/include/x86_64-linux-gnu/qt5
#include <QtCore/QVariant>
#include <QtSql/QSqlDatabase>
#include <QtSql/QSqlQuery>

class RecipeStore {
public:
  explicit RecipeStore(QSqlDatabase db) : db_(db) {}

  bool remove(int recipe) {
    if (!db_.transaction())
      return false;
    const bool ok = run("DELETE FROM steps WHERE recipe = ?", recipe) && run("DELETE FROM recipes WHERE id = ?", recipe);
    if (!ok || !db_.commit()) {
      db_.rollback();
      return false;
    }
    return true;
  }

  bool copy(int recipe) {
    const bool transactional = db_.transaction();
    const bool ok = run("INSERT INTO recipes SELECT NULL, name FROM recipes WHERE id = ?", recipe);
    if (transactional) {
      if (ok)
        return db_.commit() || (db_.rollback() && false);
      db_.rollback();
    }
    return ok;
  }

private:
  bool run(const char *sql, int recipe) {
    QSqlQuery query(db_);
    query.prepare(sql);
    query.addBindValue(recipe);
    return query.exec();
  }

  QSqlDatabase db_;
};
