// what: the slot connected to textMessageReceived keeps a shared connection for as long as the socket exists
// flags: -std=c++20 -fPIC -isystem /usr/include/x86_64-linux-gnu/qt5 -isystem /usr/include/x86_64-linux-gnu/qt5/QtCore -isystem /usr/include/x86_64-linux-gnu/qt5/QtNetwork -isystem /usr/include/x86_64-linux-gnu/qt5/QtSql -isystem /usr/include/x86_64-linux-gnu/qt5/QtWebSockets -isystem /usr/include/postgresql
#include "ws_pg_pool.h"

#include <QString>
#include <QWebSocket>
#include <QWebSocketServer>

namespace kiosk_server {

void greet(QWebSocketServer& server, DbPool& pool) {
    QWebSocket* socket = server.nextPendingConnection();
    if (!socket)
        return;
    auto db = pool.acquire_shared();
    pg_run(db.get(), "INSERT INTO visitors(address) VALUES($1)", socket->origin().toStdString());
    QObject::connect(socket, &QWebSocket::textMessageReceived, [db](const QString& text) { // EXPECT: websocket-lifetime
        pg_run(db.get(), "INSERT INTO wishes(text) VALUES($1)", text.toStdString());
    });
    QObject::connect(socket, &QWebSocket::disconnected, socket, &QWebSocket::deleteLater);
}

} // namespace kiosk_server
