// what: right: a singleton with a connection of its own, opened by hand
// flags: -std=c++20 -isystem /usr/include/mariadb
#include <mysql.h>

class Db {
public:
    static Db& instance() {
        static Db db;
        return db;
    }
    bool query(const char* sql) { return mysql_query(&handle_, sql) == 0; }

private:
    Db() {
        mysql_init(&handle_);
        mysql_real_connect(&handle_, "db", "app", "", "app", 0, nullptr, 0);
    }
    ~Db() { mysql_close(&handle_); }
    MYSQL handle_;
};

bool ok() { return Db::instance().query("SELECT 1"); }
