// what: shared_ptr with a deleter that puts back: returned, stored in an object of one request, dropped by an early return.
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <mysql/mysql.h>
#include <list>
#include <string>

class MySQLManager {
public:
  ~MySQLManager() {
    for (auto &i : m_conns)
      for (MYSQL *n : i.second)
        mysql_close(n);
  }

  std::shared_ptr<MYSQL> get(const std::string &name) {
    std::unique_lock<std::mutex> lock(m_mutex);
    auto it = m_conns.find(name);
    if (it != m_conns.end() && !it->second.empty()) {
      MYSQL *rt = it->second.front();
      it->second.pop_front();
      lock.unlock();
      if (mysql_ping(rt) == 0)
        return std::shared_ptr<MYSQL>(rt, std::bind(&MySQLManager::freeMySQL, this, name, std::placeholders::_1));
      mysql_close(rt);
      return nullptr;
    }
    lock.unlock();
    MYSQL *rt = mysql_init(nullptr);
    if (!rt)
      return nullptr;
    if (mysql_real_connect(rt, "localhost", "app", "app", name.c_str(), 0, nullptr, 0))
      return std::shared_ptr<MYSQL>(rt, std::bind(&MySQLManager::freeMySQL, this, name, std::placeholders::_1));
    mysql_close(rt);
    return nullptr;
  }

private:
  void freeMySQL(const std::string &name, MYSQL *m) {
    std::lock_guard<std::mutex> lock(m_mutex);
    if (m_conns[name].size() < 16) {
      m_conns[name].push_back(m);
      return;
    }
    mysql_close(m);
  }

  std::mutex m_mutex;
  std::map<std::string, std::list<MYSQL *>> m_conns;
};

struct RequestContext {
  std::shared_ptr<MYSQL> db;
  std::string user;
};

bool authorise(MySQLManager &manager, RequestContext &ctx) {
  std::shared_ptr<MYSQL> db = manager.get("auth");
  if (!db || ctx.user.empty())
    return false;
  if (mysql_query(db.get(), ("SELECT 1 FROM grants WHERE user = '" + ctx.user + "'").c_str()) != 0)
    return false;
  mysql_free_result(mysql_store_result(db.get()));
  ctx.db = db;
  return true;
}
