// what: a pool class with one object: a member that refers to it and GetInstance() are the same pool
// flags: -std=c++20 -isystem /usr/include/mariadb
#include "inf_sql_pool.h"

#include <string>

class SessionStore {
public:
    SessionStore() : pool_(connection_pool::GetInstance()) {}

    void login(const std::string& name) {
        MYSQL* con = nullptr;
        connectionRAII guard(&con, pool_);
        mysql_query(con, ("INSERT INTO sessions VALUES ('" + name + "')").c_str());
        MYSQL* log = nullptr;
        connectionRAII second(&log, connection_pool::GetInstance()); // EXPECT: nested-acquire "the same pool"
        mysql_query(log, "INSERT INTO log VALUES ('login')");
    }

private:
    connection_pool* pool_;
};
