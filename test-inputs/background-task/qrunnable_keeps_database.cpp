// what: a QRunnable is constructed with the GUI thread's database and started in the pool
// flags: -std=c++17 -fPIC -isystem /usr/include/x86_64-linux-gnu/qt5
#include <QtCore/QRunnable>
#include <QtCore/QThreadPool>
#include <QtCore/QVariant>
#include <QtSql/QSqlDatabase>
#include <QtSql/QSqlQuery>

class VacuumTask : public QRunnable {
public:
  VacuumTask(const QSqlDatabase &db, int keepDays) : db_(db), keepDays_(keepDays) {}
  void run() override {
    QSqlQuery query(db_);
    query.prepare("DELETE FROM log WHERE day < date('now', ?)");
    query.addBindValue(QString("-%1 days").arg(keepDays_));
    query.exec();
  }

private:
  QSqlDatabase db_;
  int keepDays_;
};

class MainWindowController {
public:
  explicit MainWindowController(QSqlDatabase db) : db_(db) {}
  void cleanUp() {
    QThreadPool::globalInstance()->start(new VacuumTask(db_, 30)); // EXPECT: background-task
  }

private:
  QSqlDatabase db_;
};
