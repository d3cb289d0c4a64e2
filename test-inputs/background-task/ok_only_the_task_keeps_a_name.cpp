// what: right: the Qt task gets the connection's name and clones it under another name on its own thread
// flags: -std=c++17 -fPIC -isystem /usr/include/x86_64-linux-gnu/qt5
#include <QtCore/QThreadPool>
#include <QtCore/QVariant>
#include <QtSql/QSqlDatabase>
#include <QtSql/QSqlQuery>

void trimHistory(const QSqlDatabase &db, int keep) {
  QSqlQuery count("SELECT count(*) FROM history", db);
  if (!count.next() || count.value(0).toInt() <= keep)
    return;
  const QString source = db.connectionName();
  QThreadPool::globalInstance()->start([source, keep] {
    const QString name = source + "-trim";
    {
      QSqlDatabase own = QSqlDatabase::cloneDatabase(source, name);
      if (own.open()) {
        QSqlQuery trim(own);
        trim.prepare("DELETE FROM history WHERE id NOT IN (SELECT id FROM history ORDER BY at DESC LIMIT ?)");
        trim.addBindValue(keep);
        trim.exec();
        own.close();
      }
    }
    QSqlDatabase::removeDatabase(name);
  });
}
