// what: a pool made of two free functions over a static queue; one caller forgets db_put on its error path, the other does not.
#include <mutex>
#include <mysql/mysql.h>
#include <queue>
#include <string>

static std::queue<MYSQL *> s_free;
static std::mutex s_lock;

bool db_init(int count) {
  for (int i = 0; i < count; ++i) {
    MYSQL *m = mysql_init(nullptr);
    if (!m)
      return false;
    if (!mysql_real_connect(m, "localhost", "game", "game", "game", 0, nullptr, 0)) {
      mysql_close(m);
      return false;
    }
    s_free.push(m);
  }
  return true;
}

MYSQL *db_get() {
  std::lock_guard<std::mutex> guard(s_lock);
  if (s_free.empty())
    return nullptr;
  MYSQL *m = s_free.front();
  s_free.pop();
  return m;
}

void db_put(MYSQL *m) {
  std::lock_guard<std::mutex> guard(s_lock);
  s_free.push(m);
}

void db_shutdown() {
  std::lock_guard<std::mutex> guard(s_lock);
  for (; !s_free.empty(); s_free.pop())
    mysql_close(s_free.front());
}

bool saveScore(const std::string &player, int score) {
  MYSQL *m = db_get(); // EXPECT: unguarded-acquire
  if (!m)
    return false;
  std::string sql = "UPDATE players SET score = " + std::to_string(score) + " WHERE name = '" + player + "'";
  if (mysql_query(m, sql.c_str()))
    return false;
  db_put(m);
  return true;
}

bool banPlayer(const std::string &player) {
  MYSQL *m = db_get();
  if (!m)
    return false;
  int rc = mysql_query(m, ("UPDATE players SET banned = 1 WHERE name = '" + player + "'").c_str());
  db_put(m);
  return rc == 0;
}
