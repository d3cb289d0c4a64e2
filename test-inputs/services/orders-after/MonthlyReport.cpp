// what: the background thread is given the pool and acquires a session of its own.
// flags: -std=c++20 -isystem /usr/include/postgresql

#include "MonthlyReport.h"

#include "Sql.h"

void MonthlyReport::start(const std::string &month) {
  {
    Session session(pool_);
    query(session.get(), "INSERT INTO reports (month, state) VALUES ($1, 'started')", {month});
  }
  workers_.emplace_back([&pool = pool_, month] {
    try {
      Session session(pool);
      query(session.get(), "SELECT summarize($1)", {month});
      query(session.get(), "UPDATE reports SET state = 'done' WHERE month = $1", {month});
    } catch (const SqlError &) {
      // shows as not done
    }
  });
}
