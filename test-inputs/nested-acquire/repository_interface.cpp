// what: the repository is reached through an interface; its implementation takes from the same class of pool
// flags: -std=c++20 -isystem /usr/include/postgresql
#include "slow_pg_pool.h"

#include <memory>
#include <string>

class Users {
public:
    virtual ~Users() = default;
    virtual std::string mailOf(int id) = 0;
};

class PgUsers : public Users {
public:
    explicit PgUsers(PgPool& pool) : pool_(pool) {}
    std::string mailOf(int id) override {
        PgLease session = pool_.acquire();
        PGresult* rows = PQexec(session.get(), ("SELECT mail FROM users WHERE id = " + std::to_string(id)).c_str());
        std::string mail = PQntuples(rows) > 0 ? PQgetvalue(rows, 0, 0) : "";
        PQclear(rows);
        return mail;
    }

private:
    PgPool& pool_;
};

class Reminders {
public:
    Reminders(PgPool& pool, std::unique_ptr<Users> users) : pool_(pool), users_(std::move(users)) {}
    void queue(int user) {
        PgLease session = pool_.acquire();
        std::string mail = users_->mailOf(user); // EXPECT: nested-acquire "likely the same"
        PQclear(PQexec(session.get(), ("INSERT INTO outbox VALUES ('" + mail + "')").c_str()));
    }

private:
    PgPool& pool_;
    std::unique_ptr<Users> users_;
};
