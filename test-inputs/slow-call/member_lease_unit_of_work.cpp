// what: a unit of work owns the guard as a member; its method sleeps while that lease is held
// flags: -std=c++20 -isystem /usr/include/postgresql
#include "slow_pg_pool.h"

#include <chrono>
#include <string>
#include <thread>

namespace seat_booking {

class BookingUnit {
public:
    explicit BookingUnit(PgPool& pool) : lease_(pool.acquire()) {}

    bool book(const std::string& seat) {
        for (int attempt = 0; attempt < 3; ++attempt) {
            const char* values[] = {seat.c_str()};
            PGresult* done = PQexecParams(lease_.get(), "UPDATE seats SET taken = true WHERE id = $1 AND NOT taken", 1,
                                          nullptr, values, nullptr, nullptr, 0);
            const bool ok = PQresultStatus(done) == PGRES_COMMAND_OK;
            PQclear(done);
            if (ok)
                return true;
            std::this_thread::sleep_for(std::chrono::seconds(1) * (attempt + 1)); // EXPECT: slow-call "sleeps"
        }
        return false;
    }

private:
    PgLease lease_;
};

bool book_seat(PgPool& pool, const std::string& seat) {
    BookingUnit unit(pool);
    return unit.book(seat);
}

} // namespace seat_booking
