// what: right: a QSqlDatabase is configured and opened again after close()
// flags: -std=c++17 -fPIC -isystem /usr/include/x86_64-linux-gnu/qt5
#include <QtSql/QSqlDatabase>
#include <QtSql/QSqlQuery>

void switchTo(const QString& file) {
    QSqlDatabase db = QSqlDatabase::database();
    if (db.isOpen())
        db.close();
    db.setDatabaseName(file);
    if (!db.open())
        return;
    QSqlQuery query(db);
    query.exec("PRAGMA foreign_keys = ON");
}
