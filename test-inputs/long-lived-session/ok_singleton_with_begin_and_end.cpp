// what: right: the singleton has a session between begin() and end() only
// flags: -std=c++20 -isystem /usr/include/mariadb
#include "ua_mysql_pool.h"

class Batch {
public:
    static Batch& instance() {
        static Batch batch;
        return batch;
    }
    bool begin(MysqlPool& pool) {
        pool_ = &pool;
        db_ = pool.getConnection();
        return db_ != nullptr;
    }
    void end() {
        pool_->releaseConnection(db_);
        db_ = nullptr;
    }

private:
    MysqlPool* pool_ = nullptr;
    MYSQL* db_ = nullptr;
};
