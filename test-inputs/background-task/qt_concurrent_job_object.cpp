// what: a job object carries the QSqlDatabase of the thread that made it into the global thread pool; beside it, one that opens its own there
// flags: -std=c++17 -fPIC -isystem /usr/include/x86_64-linux-gnu/qt5
#include <QtConcurrent/QtConcurrentRun>
#include <QtCore/QFuture>
#include <QtCore/QVariant>
#include <QtSql/QSqlDatabase>
#include <QtSql/QSqlError>
#include <QtSql/QSqlQuery>

struct Job {
  QSqlDatabase db;
  QString query;
  QSqlError error;
};

QFuture<void> start(Job *job) {
  return QtConcurrent::run([job]() { // EXPECT: background-task "'db'"
    QSqlQuery query(job->db);
    query.exec(job->query);
    job->error = query.lastError();
  });
}

QFuture<void> startWithItsOwn(Job *job, const QString &file) {
  return QtConcurrent::run([job, file]() {
    job->db = QSqlDatabase::addDatabase("QSQLITE", "job");
    job->db.setDatabaseName(file);
    if (!job->db.open())
      return;
    QSqlQuery query(job->db);
    query.exec(job->query);
    job->error = query.lastError();
  });
}

QFuture<void> startByName(Job *job, const QString &connection) {
  const QString text = job->query;
  return QtConcurrent::run([text, connection]() {
    QSqlQuery query(QSqlDatabase::cloneDatabase(QSqlDatabase::database(connection), "copy"));
    query.exec(text);
  });
}
