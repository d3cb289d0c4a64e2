// what: right, because QSqlDatabase is a handle of the thread's own connection and holds nothing scarce while no transaction is open
// flags: -std=c++20 -fPIC -isystem /usr/include/x86_64-linux-gnu/qt5 -isystem /usr/include/x86_64-linux-gnu/qt5/QtCore -isystem /usr/include/x86_64-linux-gnu/qt5/QtNetwork -isystem /usr/include/x86_64-linux-gnu/qt5/QtSql -isystem /usr/include/x86_64-linux-gnu/qt5/QtWebSockets
#include <QSqlDatabase>
#include <QSqlQuery>
#include <QString>
#include <QWebSocket>

namespace menu_board {

void attach(QWebSocket* socket, const QString& connection_name) {
    QSqlDatabase db = QSqlDatabase::database(connection_name);
    QObject::connect(socket, &QWebSocket::textMessageReceived, [db](const QString& dish) {
        QSqlQuery insert(db);
        insert.prepare("INSERT INTO requests(dish) VALUES(?)");
        insert.addBindValue(dish);
        insert.exec();
    });
}

} // namespace menu_board
