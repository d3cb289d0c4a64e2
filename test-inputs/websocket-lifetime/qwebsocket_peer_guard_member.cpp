// what: one object per peer keeps the QWebSocket by pointer and a MySQL guard by value
// flags: -std=c++20 -fPIC -isystem /usr/include/x86_64-linux-gnu/qt5 -isystem /usr/include/x86_64-linux-gnu/qt5/QtCore -isystem /usr/include/x86_64-linux-gnu/qt5/QtNetwork -isystem /usr/include/x86_64-linux-gnu/qt5/QtSql -isystem /usr/include/x86_64-linux-gnu/qt5/QtWebSockets -isystem /usr/include/mariadb
#include "ws_mysql_pool.h"

#include <QObject>
#include <QString>
#include <QWebSocket>

#include <string>

namespace elevator_panel {

class Peer : public QObject {
public:
    explicit Peer(QWebSocket* socket) : socket_(socket), guard_(MysqlConnectionPool::getInstance()) {
        socket_->setParent(this);
        connect(socket_, &QWebSocket::textMessageReceived, this, &Peer::on_text);
    }

private:
    void on_text(const QString& text) {
        const std::string call = "INSERT INTO calls(floor) VALUES(" + std::to_string(text.toInt()) + ")";
        mysql_query(guard_.get(), call.c_str());
    }

    QWebSocket* socket_;
    MysqlGuard guard_; // EXPECT: websocket-lifetime
};

} // namespace elevator_panel
