// what: right: the helper closes by reference and leaves a null
// flags: -std=c++20 -isystem /usr/include/mariadb
#include <mysql.h>

void closeDb(MYSQL*& db);

bool connectTwice(const char* first, const char* second) {
    MYSQL* db = mysql_init(nullptr);
    if (mysql_real_connect(db, first, "u", "", "x", 0, nullptr, 0) == nullptr) {
        closeDb(db);
        db = mysql_init(nullptr);
        mysql_real_connect(db, second, "u", "", "x", 0, nullptr, 0);
    }
    bool ok = mysql_ping(db) == 0;
    closeDb(db);
    return ok;
}
