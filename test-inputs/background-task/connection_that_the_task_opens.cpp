// what: what runs on the object's own thread puts a connection into the member before it uses it, or only clears it; one that it finds there is another thread's
// flags: -std=c++20 -fPIC -isystem /usr/include/x86_64-linux-gnu/qt5 -isystem /usr/include/x86_64-linux-gnu/qt5/QtCore -isystem /usr/include/x86_64-linux-gnu/qt5/QtSql
#include <QMetaObject>
#include <QObject>
#include <QSqlDatabase>
#include <QSqlQuery>
#include <QThread>

class Writer : public QObject {
public:
    Writer() {
        moveToThread(&thread);
        thread.start();
    }

    void write(const QString& text) {
        QMetaObject::invokeMethod(
            this,
            [&] {
                if (!connection.isValid()) ++opened;
                connection = QSqlDatabase::database("writer");
                QSqlQuery(connection).exec(text);
            },
            Qt::BlockingQueuedConnection);
    }

    void stop() {
        QMetaObject::invokeMethod(this, [this] { connection = QSqlDatabase(); }, Qt::BlockingQueuedConnection);
    }

    void writeOn(const QString& text) {
        QMetaObject::invokeMethod(this, [&] { QSqlQuery(connection).exec(text); }, // EXPECT: background-task
                                  Qt::BlockingQueuedConnection);
    }

private:
    QThread thread;
    int opened = 0;
    QSqlDatabase connection;
};
