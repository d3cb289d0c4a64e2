// what: a request handler acquires a session itself
// options: Repositories=*Repository,*Dao
#include <leasehold/sqlite.h>
#include <string>
#include <vector>

using SqlitePool = leasehold::Pool<leasehold::sqlite::Driver>;

class UserRepository {
public:
    explicit UserRepository(SqlitePool& pool) : pool_(pool) {}
    void rename(long id, const std::string& name) {
        auto session = pool_.acquire();
        session->execute("UPDATE user SET name = ? WHERE id = ?", name, id);
    }

private:
    SqlitePool& pool_;
};

struct Request {
    long user = 0;
    std::string name;
};

void rename_user(UserRepository& users, const Request& request) { users.rename(request.user, request.name); }

void delete_user(SqlitePool& pool, const Request& request) {
    auto session = pool.acquire(); // EXPECT: session-outside-repository "outside of the repository layer"
    session->execute("DELETE FROM user WHERE id = ?", request.user);
}
