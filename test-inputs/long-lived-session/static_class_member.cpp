// what: a static data member keeps the session
// flags: -std=c++20 -isystem /usr/include/mariadb
#include "ua_mysql_pool.h"

class Translations {
public:
    static void load(MysqlPool& pool) {
        session_ = pool.getConnection(); // EXPECT: long-lived-session "static member"
        if (session_ != nullptr)
            mysql_query(session_, "SELECT word, text FROM translations");
    }

private:
    static MYSQL* session_;
};

MYSQL* Translations::session_ = nullptr;
