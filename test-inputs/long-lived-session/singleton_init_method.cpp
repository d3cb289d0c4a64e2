// what: the singleton's init() takes a raw session and never gives it back
// flags: -std=c++20 -isystem /usr/include/mariadb
#include "ua_mysql_pool.h"

class Mailer {
public:
    static Mailer* instance() {
        static Mailer* one = new Mailer;
        return one;
    }
    bool init(MysqlPool& pool) {
        db_ = pool.getConnection(); // EXPECT: long-lived-session "member of 'Mailer'"
        return db_ != nullptr;
    }
    void queue(const char* insert) { mysql_query(db_, insert); }

private:
    MYSQL* db_ = nullptr;
};
