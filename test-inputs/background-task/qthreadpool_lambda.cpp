// what: a QSqlDatabase is copied into a lambda for QThreadPool; the copy is the same connection, used from the wrong thread
// flags: -std=c++17 -fPIC -isystem /usr/include/x86_64-linux-gnu/qt5
#include <QtCore/QStringList>
#include <QtCore/QThreadPool>
#include <QtCore/QVariant>
#include <QtSql/QSqlDatabase>
#include <QtSql/QSqlError>
#include <QtSql/QSqlQuery>

void importTags(const QStringList &tags) {
  QSqlDatabase db = QSqlDatabase::database("library");
  if (!db.isOpen())
    return;
  QThreadPool::globalInstance()->start([db, tags] { // EXPECT: background-task
    QSqlQuery query(db);
    query.prepare("INSERT OR IGNORE INTO tags(name) VALUES (?)");
    for (const QString &tag : tags) {
      query.addBindValue(tag);
      query.exec();
    }
  });
}
