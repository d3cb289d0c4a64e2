// what: a file whose name begins with a colon is a resource that is linked in; reading it waits for nothing.
// flags: -std=c++17 -fPIC -isystem /usr/include/x86_64-linux-gnu/qt5
#include <QtCore/QFile>
#include <QtSql/QSqlDatabase>
#include <QtSql/QSqlQuery>
#include <QtCore/QString>

bool create(int device) {
  QSqlDatabase db = QSqlDatabase::database("devices");
  db.transaction();
  QSqlQuery q(db);
  q.exec("INSERT INTO devices DEFAULT VALUES");
  QString name(":schema/device.sql");
  QFile file(name);
  if (!file.open(QIODevice::ReadOnly)) {
    db.rollback();
    return false;
  }
  QString schema = QString::fromUtf8(file.readAll());
  q.exec(schema.replace("%id", QString::number(device)));
  return db.commit();
}

QString schemaOf(int version) {
  QFile file(QString(":/schema/schema-%1.sql").arg(version));
  file.open(QIODevice::ReadOnly);
  return QString::fromUtf8(file.readAll());
}

bool update(int version) {
  QSqlDatabase db = QSqlDatabase::database("devices");
  db.transaction();
  QSqlQuery q(db);
  q.exec("DELETE FROM versions");
  q.exec(schemaOf(version));
  return db.commit();
}

// The name comes in by a parameter, and is chosen by the caller.
QString textOf(const QString &name) {
  QFile file(name);
  file.open(QIODevice::ReadOnly);
  return QString::fromUtf8(file.readAll());
}

bool upgrade(int version) {
  QSqlDatabase db = QSqlDatabase::database("devices");
  db.transaction();
  QSqlQuery q(db);
  q.exec("DELETE FROM versions");
  QString name;
  if (version == 0)
    name = ":/schema/schema.sql";
  else
    name = QString(":/schema/schema-%1.sql").arg(version);
  name = name + "";
  q.exec(textOf(name));
  return db.commit();
}
