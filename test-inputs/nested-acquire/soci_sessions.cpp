// what: two soci::session objects of one connection_pool
#include <soci/soci.h>
#include <string>

class Newsletter {
public:
    explicit Newsletter(soci::connection_pool& pool) : pool_(pool) {}

    int subscribers() {
        soci::session sql(pool_);
        int count = 0;
        sql << "select count(*) from subscribers", soci::into(count);
        return count;
    }

    void send(const std::string& text) {
        soci::session sql(pool_);
        int total = subscribers(); // EXPECT: nested-acquire
        sql << "insert into issues(body, readers) values(:b, :n)", soci::use(text), soci::use(total);
    }

private:
    soci::connection_pool& pool_;
};
