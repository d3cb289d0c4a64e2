// what: a whole file is read inside of a transaction: its name is no resource's, or comes from elsewhere.
// flags: -std=c++17 -fPIC -isystem /usr/include/x86_64-linux-gnu/qt5
#include <QtCore/QFile>
#include <QtSql/QSqlDatabase>
#include <QtSql/QSqlQuery>
#include <QtCore/QString>

bool import(const QString &name) {
  QSqlDatabase db = QSqlDatabase::database("devices");
  db.transaction();
  QSqlQuery q(db);
  q.exec("INSERT INTO devices DEFAULT VALUES");
  QFile file(name);
  file.open(QIODevice::ReadOnly);
  q.exec(QString::fromUtf8(file.readAll())); // EXPECT: slow-call
  return db.commit();
}

bool again() {
  QSqlDatabase db = QSqlDatabase::database("devices");
  db.transaction();
  QSqlQuery q(db);
  q.exec("INSERT INTO devices DEFAULT VALUES");
  QFile file("/var/lib/shop/import.sql");
  file.open(QIODevice::ReadOnly);
  q.exec(QString::fromUtf8(file.readAll())); // EXPECT: slow-call
  return db.commit();
}

QString textOf(const QString &name) {
  QFile file(name);
  file.open(QIODevice::ReadOnly);
  return QString::fromUtf8(file.readAll());
}

bool either(bool own, const QString &theirs) {
  QSqlDatabase db = QSqlDatabase::database("devices");
  db.transaction();
  QSqlQuery q(db);
  q.exec("DELETE FROM versions");
  QString name;
  if (own)
    name = ":/schema/schema.sql";
  else
    name = theirs;
  q.exec(textOf(name)); // EXPECT: slow-call
  return db.commit();
}
