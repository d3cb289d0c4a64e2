// what: the layer is a base class: what derives from it belongs to it
// options: Repositories=db::Repository
#include <leasehold/sqlite.h>
#include <string>
#include <vector>

using SqlitePool = leasehold::Pool<leasehold::sqlite::Driver>;

namespace db {
class Repository {
public:
    explicit Repository(SqlitePool& pool) : pool_(pool) {}

protected:
    SqlitePool& pool_;
};
} // namespace db

class Customers : public db::Repository {
public:
    using Repository::Repository;
    void clear() {
        auto session = pool_.acquire();
        session->execute("DELETE FROM customer");
    }
};

class Report {
public:
    explicit Report(SqlitePool& pool) : pool_(pool) {}
    void clear() {
        auto session = pool_.acquire(); // EXPECT: session-outside-repository
        session->execute("DELETE FROM report");
    }

private:
    SqlitePool& pool_;
};
