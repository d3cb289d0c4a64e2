// what: mysql_close in the loop and after it
// flags: -std=c++20 -isystem /usr/include/mariadb
#include <mysql.h>

void probe(const char* host) {
    MYSQL* db = mysql_init(nullptr);
    if (mysql_real_connect(db, host, "probe", "", "x", 0, nullptr, 0) == nullptr)
        mysql_close(db);
    mysql_close(db); // EXPECT: use-after-release "a second time"
}
