// what: a QSqlDatabase belongs to the thread that opened it; here a method that uses the member runs in the global thread pool
// flags: -std=c++17 -fPIC -isystem /usr/include/x86_64-linux-gnu/qt5
#include <QtConcurrent/QtConcurrentRun>
#include <QtCore/QFutureWatcher>
#include <QtCore/QVariant>
#include <QtSql/QSqlDatabase>
#include <QtSql/QSqlQuery>

class InvoiceModel {
public:
  explicit InvoiceModel(const QString &file) : db_(QSqlDatabase::addDatabase("QSQLITE", "invoices")) {
    db_.setDatabaseName(file);
    db_.open();
  }

  void reload() {
    watcher_.setFuture(QtConcurrent::run(this, &InvoiceModel::countOpen)); // EXPECT: background-task
  }

private:
  int countOpen() {
    QSqlQuery query(db_);
    if (!query.exec("SELECT count(*) FROM invoices WHERE paid = 0") || !query.next())
      return -1;
    return query.value(0).toInt();
  }

  QSqlDatabase db_;
  QFutureWatcher<int> watcher_;
};
