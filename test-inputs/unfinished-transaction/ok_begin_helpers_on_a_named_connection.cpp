// what: helpers that begin, commit and roll back on a connection that the library keeps by name.
// flags: -std=c++17 -fPIC -isystem /usr/include/x86_64-linux-gnu/qt5
#include <QtSql/QSqlDatabase>
#include <QtSql/QSqlError>
#include <QtCore/QVariant>
#include <QtSql/QSqlQuery>

QSqlDatabase logDb();

class Storage {
protected:
  bool transaction() { return logDb().transaction(); }
  void rollback() { logDb().rollback(); }
  bool commit() { return logDb().commit(); }

  bool beginLogged() {
    QSqlDatabase db = logDb();
    const bool ok = db.transaction();
    if (!ok)
      qWarning("begin: %s", qPrintable(db.lastError().text()));
    return ok;
  }

  // Once more on a fresh connection when the old one was lost.
  bool begin(QSqlDatabase &db) {
    bool ok = db.transaction();
    if (!db.isOpen()) {
      db = logDb();
      ok = db.transaction();
    }
    return ok;
  }
  bool beginReadOnly(QSqlDatabase &db) {
    QSqlQuery query = db.exec("BEGIN TRANSACTION READ ONLY");
    if (!db.isOpen()) {
      db = logDb();
      query = db.exec("BEGIN TRANSACTION READ ONLY");
    }
    return !query.lastError().isValid();
  }
};

class Migrator : Storage {
public:
  bool store(const QString &name) {
    transaction();
    QSqlQuery query(logDb());
    query.prepare("INSERT INTO names VALUES (?)");
    query.addBindValue(name);
    if (!query.exec()) {
      rollback();
      return false;
    }
    return commit();
  }
};
