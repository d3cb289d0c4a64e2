#include "service.h"
#include <mysql.h>

class MysqlPool {
public:
  MYSQL *acquire() {
    MYSQL *connection = idle_.back();
    idle_.pop_back();
    return connection;
  }
  void release(MYSQL *connection) { idle_.push_back(connection); }

private:
  std::vector<MYSQL *> idle_;
};

void update(Pool &pool_, MysqlPool &pool, const char *insert) {
#ifndef GOOD
  MYSQL *conn = pool.acquire();
#endif
#include "example.h"
}
