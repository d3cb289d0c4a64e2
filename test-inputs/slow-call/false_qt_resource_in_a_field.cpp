// what: a known limit: that the name of a file is always a resource's is not known when the name comes out of a field.
// flags: -std=c++17 -fPIC -isystem /usr/include/x86_64-linux-gnu/qt5
#include <QtCore/QFile>
#include <QtCore/QString>
#include <QtSql/QSqlDatabase>
#include <QtSql/QSqlQuery>

class Schema {
public:
  Schema() : name_(":/schema/schema.sql") {}
  bool create() {
    QSqlDatabase db = QSqlDatabase::database("devices");
    db.transaction();
    QSqlQuery q(db);
    q.exec("DELETE FROM versions");
    QFile file(name_);
    file.open(QIODevice::ReadOnly);
    q.exec(QString::fromUtf8(file.readAll())); // EXPECT: slow-call
    return db.commit();
  }

private:
  QString name_;
};

bool create() { return Schema().create(); }
