// what: right, because these functions are called sleep, wait, join, get, copy and download but do nothing slow
// flags: -std=c++20 -isystem /usr/include/postgresql
#include "slow_pg_pool.h"

#include <map>
#include <string>
#include <vector>

namespace word_games {

struct SleepPolicy {
    int ms = 0;
    void sleep_for(int value) { ms = value; }
};

class WaitList {
public:
    void wait(const std::string& guest) { guests_.push_back(guest); }
    std::string join(char separator) const {
        std::string all;
        for (const auto& guest : guests_)
            all += guest + separator;
        return all;
    }

private:
    std::vector<std::string> guests_;
};

class Future {
public:
    std::string get() const { return "2031-01-01"; }
};

inline std::string copy_file_name(const std::string& path) {
    return path.substr(path.rfind('/') + 1);
}

inline int download(const std::map<std::string, int>& counts, const std::string& name) {
    const auto found = counts.find(name);
    return found == counts.end() ? 0 : found->second;
}

void seat_guests(PgPool& pool, const std::map<std::string, int>& counts) {
    PgLease lease = pool.acquire();
    WaitList list;
    SleepPolicy policy;
    PGresult* rows = PQexec(lease.get(), "SELECT name FROM guests");
    for (int i = 0; i < PQntuples(rows); ++i)
        list.wait(PQgetvalue(rows, i, 0));
    PQclear(rows);
    policy.sleep_for(download(counts, copy_file_name("/srv/menu.pdf")));
    const std::string statement = "SELECT seat('" + list.join(',') + "', '" + Future().get() + "')";
    PQclear(PQexec(lease.get(), statement.c_str()));
}

} // namespace word_games
