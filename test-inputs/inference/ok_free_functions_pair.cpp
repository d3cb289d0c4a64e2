// what: free functions over a static list, used with one exit and with a small struct whose destructor calls db_free_conn.
#include <cstdlib>
#include <list>
#include <mutex>
#include <mysql/mysql.h>
#include <string>

namespace {
std::list<MYSQL *> g_idle;
std::mutex g_mutex;
} // namespace

MYSQL *db_alloc_conn() {
  {
    std::lock_guard<std::mutex> lock(g_mutex);
    if (!g_idle.empty()) {
      MYSQL *conn = g_idle.front();
      g_idle.pop_front();
      return conn;
    }
  }
  MYSQL *conn = mysql_init(nullptr);
  if (conn == nullptr)
    return nullptr;
  if (mysql_real_connect(conn, "localhost", "forum", "forum", "forum", 0, nullptr, 0) == nullptr) {
    mysql_close(conn);
    return nullptr;
  }
  return conn;
}

void db_free_conn(MYSQL *conn) {
  if (conn == nullptr)
    return;
  if (mysql_errno(conn) >= 2000) { // the connection is broken
    mysql_close(conn);
    return;
  }
  std::lock_guard<std::mutex> lock(g_mutex);
  g_idle.push_back(conn);
}

struct db_scope {
  MYSQL *conn = db_alloc_conn();
  ~db_scope() { db_free_conn(conn); }
};

int post_count(int thread) {
  int count = -1;
  MYSQL *conn = db_alloc_conn();
  if (conn == nullptr)
    return count;
  std::string sql = "SELECT COUNT(*) FROM posts WHERE thread = " + std::to_string(thread);
  MYSQL_RES *rows = mysql_query(conn, sql.c_str()) == 0 ? mysql_store_result(conn) : nullptr;
  if (rows != nullptr) {
    if (MYSQL_ROW row = mysql_fetch_row(rows))
      count = std::atoi(row[0]);
    mysql_free_result(rows);
  }
  db_free_conn(conn);
  return count;
}

bool lock_thread(int thread) {
  db_scope db;
  if (!db.conn)
    return false;
  if (thread <= 0)
    throw thread;
  return mysql_query(db.conn, ("UPDATE threads SET locked = 1 WHERE id = " + std::to_string(thread)).c_str()) == 0;
}
