// what: the sleep is three calls away; the report is at the outermost call, where the lease is held, and nowhere else
// flags: -std=c++20 -isystem /usr/include/postgresql
#include "slow_pg_pool.h"

#include <chrono>
#include <string>
#include <thread>

namespace sms_gateway {

class Modem {
public:
    void send(const std::string& number, const std::string& text) {
        command("AT+CMGS=" + number);
        command(text);
    }

private:
    void command(const std::string& line) {
        write_line(line);
        settle();
    }
    void write_line(const std::string& line);
    void settle() { std::this_thread::sleep_for(std::chrono::milliseconds(250)); }
};

void remind_debtors(PgPool& pool, Modem& modem) {
    PgLease lease = pool.acquire(); // NOTE: "acquired here"
    PGresult* rows = PQexec(lease.get(), "SELECT phone FROM debtors");
    for (int i = 0; i < PQntuples(rows); ++i)
        modem.send(PQgetvalue(rows, i, 0), "Please pay."); // EXPECT: slow-call
    PQclear(rows);
}

} // namespace sms_gateway
