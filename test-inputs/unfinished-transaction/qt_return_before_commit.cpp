// what: a failed query returns between db.transaction() and db.commit()
// flags: -std=c++17 -fPIC -isystem /usr/include/x86_64-linux-gnu/qt5
#include <QtCore/QDebug>
#include <QtCore/QVariant>
#include <QtSql/QSqlDatabase>
#include <QtSql/QSqlError>
#include <QtSql/QSqlQuery>

class PlaylistStore {
public:
  explicit PlaylistStore(QSqlDatabase db) : db_(db) {}

  bool replace(int playlist, const QVariantList &songs) {
    if (!db_.transaction()) // EXPECT: unfinished-transaction
      return false;
    QSqlQuery query(db_);
    query.prepare("DELETE FROM playlist_songs WHERE playlist = ?");
    query.addBindValue(playlist);
    if (!query.exec()) {
      qWarning() << query.lastError().text();
      return false;
    }
    query.prepare("INSERT INTO playlist_songs(playlist, song) VALUES (?, ?)");
    for (const QVariant &song : songs) {
      query.bindValue(0, playlist);
      query.bindValue(1, song);
      if (!query.exec()) {
        db_.rollback();
        return false;
      }
    }
    if (!db_.commit()) {
      db_.rollback();
      return false;
    }
    return true;
  }

private:
  QSqlDatabase db_;
};
