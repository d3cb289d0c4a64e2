// what: a lambda registered by a handler acquires; one in a repository may
// options: Repositories=*Repository,*Dao
#include <leasehold/sqlite.h>
#include <string>
#include <vector>

using SqlitePool = leasehold::Pool<leasehold::sqlite::Driver>;

#include <functional>

struct Router {
    void get(std::string path, std::function<void(long)> handler);
};

void routes(Router& router, SqlitePool& pool) {
    router.get("/user", [&pool](long id) {
        auto session = pool.acquire(); // EXPECT: session-outside-repository
        session->execute("DELETE FROM user WHERE id = ?", id);
    });
}

class LogRepository {
public:
    explicit LogRepository(SqlitePool& pool) : pool_(pool) {}
    std::function<void(long)> writer() {
        return [this](long id) {
            auto session = pool_.acquire();
            session->execute("INSERT INTO log VALUES (?)", id);
        };
    }

private:
    SqlitePool& pool_;
};
