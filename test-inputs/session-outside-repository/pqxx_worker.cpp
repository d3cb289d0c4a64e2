// what: a worker with a pool of libpqxx connections
// options: Repositories=*Repository,*Dao
#include "slow_pqxx_pool.h"
#include <string>

namespace jobs {

void run(PqxxPool& pool, const std::string& job) {
    auto conn = pool.acquire(); // EXPECT: session-outside-repository
    pqxx::work tx(*conn);
    tx.exec("INSERT INTO done VALUES ('" + job + "')");
    tx.commit();
}

class JobRepository {
public:
    explicit JobRepository(PqxxPool& pool) : pool_(pool) {}
    void done(const std::string& job) {
        auto conn = pool_.acquire();
        pqxx::work tx(*conn);
        tx.exec("INSERT INTO done VALUES ('" + job + "')");
        tx.commit();
    }

private:
    PqxxPool& pool_;
};

} // namespace jobs
