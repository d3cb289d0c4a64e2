// what: a virtual call: one of the known overriders sends mail over the network
// flags: -std=c++20 -isystem /usr/include/postgresql
#include "slow_pg_pool.h"

#include <curl/curl.h>

#include <cstdio>
#include <memory>
#include <string>

namespace alarm_service {

class Notifier {
public:
    virtual ~Notifier() = default;
    virtual void notify(const std::string& text) = 0;
};

class LogNotifier final : public Notifier {
public:
    void notify(const std::string& text) override { std::fprintf(stderr, "alarm: %s\n", text.c_str()); }
};

class MailNotifier final : public Notifier {
public:
    void notify(const std::string& text) override {
        CURL* curl = curl_easy_init();
        curl_easy_setopt(curl, CURLOPT_URL, "smtp://mail.internal");
        curl_easy_setopt(curl, CURLOPT_MAIL_FROM, text.c_str());
        curl_easy_perform(curl);
        curl_easy_cleanup(curl);
    }
};

std::unique_ptr<Notifier> make_notifier(bool mail) {
    if (mail)
        return std::make_unique<MailNotifier>();
    return std::make_unique<LogNotifier>();
}

void raise_alarm(PgPool& pool, Notifier& notifier) {
    PgLease lease = pool.acquire();
    PGresult* rows = PQexec(lease.get(), "SELECT text FROM alarms WHERE raised = false");
    for (int i = 0; i < PQntuples(rows); ++i)
        notifier.notify(PQgetvalue(rows, i, 0)); // EXPECT: slow-call
    PQclear(rows);
    PQclear(PQexec(lease.get(), "UPDATE alarms SET raised = true"));
}

} // namespace alarm_service
