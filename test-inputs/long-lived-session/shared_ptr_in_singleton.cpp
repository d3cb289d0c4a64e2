// what: the singleton keeps a shared_ptr that gives the session back when it dies: never
// flags: -std=c++20 -isystem /usr/include/mariadb
#include "bg_mysql_pool.h"

#include <memory>

class Presence {
public:
    static Presence& get() {
        static Presence presence;
        return presence;
    }
    void attach(const std::shared_ptr<MySqlConnections>& pool) {
        db_ = pool->getConnection(); // EXPECT: long-lived-session
    }
    void online(const char* update) { mysql_query(db_.get(), update); }

private:
    std::shared_ptr<MYSQL> db_;
};
