// what: a read transaction on a connection that the library keeps by name is never ended.
// flags: -std=c++17 -fPIC -isystem /usr/include/x86_64-linux-gnu/qt5
#include <QtCore/QHash>
#include <QtCore/QVariant>
#include <QtSql/QSqlDatabase>
#include <QtSql/QSqlQuery>

QSqlDatabase logDb();

QHash<QString, QString> channels(int user) {
  QHash<QString, QString> result;
  QSqlDatabase db = logDb();
  db.transaction(); // EXPECT: unfinished-transaction "neither committed nor rolled back"
  {
    QSqlQuery query(db);
    query.prepare("SELECT name, key FROM channels WHERE userid = :user");
    query.bindValue(":user", user);
    query.exec();
    while (query.next())
      result[query.value(0).toString()] = query.value(1).toString();
  }
  return result;
}
