// what: pkg-config names a library's headers with -I: what they declare is the library's all the same, and Qt does not throw
// flags: -std=c++17 -fPIC -I/usr/include/x86_64-linux-gnu/qt5

#include <QtCore/QDebug>
#include <QtCore/QMap>
#include <QtCore/QStringList>
#include <QtCore/QVariant>
#include <QtSql/QSqlDatabase>
#include <QtSql/QSqlError>
#include <QtSql/QSqlQuery>

static void watch(QSqlQuery &query) {
  if (!query.lastError().isValid())
    return;
  QStringList shown;
  const QVariantMap values = query.boundValues();
  for (auto i = values.constBegin(); i != values.constEnd(); ++i)
    shown << QString("%1=%2").arg(i.key(), i.value().toString());
  qCritical() << "failed:" << qPrintable(query.lastQuery()) << qPrintable(shown.join(", "));
}

void removeBuffer(int buffer) {
  QSqlDatabase db = QSqlDatabase::database();
  db.transaction();
  QSqlQuery query(db);
  query.prepare("DELETE FROM backlog WHERE bufferid = ?");
  query.addBindValue(buffer);
  query.exec();
  watch(query);
  db.commit();
}
