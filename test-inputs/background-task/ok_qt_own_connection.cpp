// what: right: the task opens a database connection of its own, under its own name, and removes it when done
// flags: -std=c++17 -fPIC -isystem /usr/include/x86_64-linux-gnu/qt5
#include <QtConcurrent/QtConcurrentRun>
#include <QtCore/QUuid>
#include <QtCore/QVariant>
#include <QtSql/QSqlDatabase>
#include <QtSql/QSqlQuery>

class PhotoIndex {
public:
  explicit PhotoIndex(const QString &file) : db_(QSqlDatabase::addDatabase("QSQLITE", "photos")) {
    db_.setDatabaseName(file);
    db_.open();
  }

  int size() const {
    QSqlQuery query("SELECT count(*) FROM photos", db_);
    return query.next() ? query.value(0).toInt() : 0;
  }

  QFuture<int> countFaces() const {
    const QString file = db_.databaseName();
    return QtConcurrent::run([file] {
      const QString name = QUuid::createUuid().toString();
      int faces = -1;
      {
        QSqlDatabase own = QSqlDatabase::addDatabase("QSQLITE", name);
        own.setDatabaseName(file);
        if (own.open()) {
          QSqlQuery query("SELECT count(*) FROM faces", own);
          if (query.next())
            faces = query.value(0).toInt();
          own.close();
        }
      }
      QSqlDatabase::removeDatabase(name);
      return faces;
    });
  }

private:
  QSqlDatabase db_;
};
