// what: right, because the connected lambdas capture a pointer to the pool, and what was leased for the greeting ends with the function
// flags: -std=c++20 -fPIC -isystem /usr/include/x86_64-linux-gnu/qt5 -isystem /usr/include/x86_64-linux-gnu/qt5/QtCore -isystem /usr/include/x86_64-linux-gnu/qt5/QtNetwork -isystem /usr/include/x86_64-linux-gnu/qt5/QtSql -isystem /usr/include/x86_64-linux-gnu/qt5/QtWebSockets -isystem /usr/include/postgresql
#include "ws_pg_pool.h"

#include <QString>
#include <QWebSocket>
#include <QWebSocketServer>

namespace lobby_screen {

void greet(QWebSocketServer& server, DbPool* pool) {
    QWebSocket* socket = server.nextPendingConnection();
    if (!socket)
        return;
    const DbLease lease = pool->acquire();
    pg_run(lease.get(), "INSERT INTO visitors(address) VALUES($1)", socket->origin().toStdString());
    QObject::connect(socket, &QWebSocket::textMessageReceived, [pool](const QString& text) {
        DbLease own = pool->acquire();
        pg_run(own.get(), "INSERT INTO wishes(text) VALUES($1)", text.toStdString());
    });
    QObject::connect(socket, &QWebSocket::disconnected, [pool, socket] {
        auto db = pool->acquire_shared();
        PQclear(PQexec(db.get(), "UPDATE stats SET leaving = leaving + 1"));
        socket->deleteLater();
    });
}

} // namespace lobby_screen
