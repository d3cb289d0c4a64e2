// what: right: the object has a QSqlDatabase member, but the method that runs in the pool does not touch it
// flags: -std=c++17 -fPIC -isystem /usr/include/x86_64-linux-gnu/qt5
#include <QtConcurrent/QtConcurrentRun>
#include <QtCore/QCryptographicHash>
#include <QtCore/QFile>
#include <QtCore/QVariant>
#include <QtSql/QSqlDatabase>
#include <QtSql/QSqlQuery>

class FileCatalog {
public:
  FileCatalog() : db_(QSqlDatabase::database("catalog")) {}

  void add(const QString &path) {
    QSqlQuery query(db_);
    query.prepare("INSERT INTO files(path) VALUES (?)");
    query.addBindValue(path);
    if (query.exec())
      pending_ = QtConcurrent::run(this, &FileCatalog::hash, path);
  }

  void store(const QString &path, const QByteArray &hash) {
    QSqlQuery query(db_);
    query.prepare("UPDATE files SET hash = ? WHERE path = ?");
    query.addBindValue(hash);
    query.addBindValue(path);
    query.exec();
  }

private:
  QByteArray hash(QString path) {
    QFile file(path);
    QCryptographicHash sum(QCryptographicHash::Sha256);
    if (file.open(QIODevice::ReadOnly))
      sum.addData(&file);
    return sum.result();
  }

  QSqlDatabase db_;
  QFuture<QByteArray> pending_;
};
