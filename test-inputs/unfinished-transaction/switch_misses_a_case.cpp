// what: the switch ends the transaction for two outcomes of three
// flags: -std=c++20 -isystem /usr/include/mariadb
#include <mysql.h>
#include <string>

enum class Verdict { Accept, Reject, Defer };

class ModerationQueue {
public:
  explicit ModerationQueue(MYSQL *conn) : conn_(conn) {}

  bool decide(long post, Verdict verdict) {
    const std::string id = std::to_string(post);
    if (mysql_query(conn_, "BEGIN") != 0) // EXPECT: unfinished-transaction
      return false;
    if (mysql_query(conn_, ("UPDATE posts SET reviewed = 1 WHERE id = " + id).c_str()) != 0) {
      mysql_rollback(conn_);
      return false;
    }
    switch (verdict) {
    case Verdict::Accept:
      mysql_query(conn_, ("UPDATE posts SET visible = 1 WHERE id = " + id).c_str());
      return mysql_commit(conn_) == 0;
    case Verdict::Reject:
      mysql_query(conn_, ("DELETE FROM posts WHERE id = " + id).c_str());
      return mysql_commit(conn_) == 0;
    case Verdict::Defer:
      break;
    }
    return true;
  }

private:
  MYSQL *conn_;
};
