// what: a helper gets soci::session& and throttles itself; a helper of a helper without the session counts at the call
#include <soci/soci.h>
#include <unistd.h>

#include <string>
#include <vector>

namespace mail_batch {

void deliver(const std::string& address);

static void throttle() {
    usleep(300 * 1000);
}

void send_batch(soci::session& sql) {
    std::vector<std::string> addresses(100);
    sql << "SELECT address FROM outbox WHERE sent = 0", soci::into(addresses);
    for (const auto& address : addresses) {
        deliver(address);
        throttle(); // EXPECT: slow-call
    }
    sql << "UPDATE outbox SET sent = 1";
}

void reopen_outbox(soci::session& sql) {
    sql << "UPDATE outbox SET sent = 0";
    usleep(500000); // EXPECT: slow-call "sleeps"
    sql << "DELETE FROM outbox WHERE attempts > 5";
}

} // namespace mail_batch
