// what: the background thread is given the session of the request that starts it.
// flags: -std=c++20 -isystem /usr/include/postgresql

#include "MonthlyReport.h"

#include "Sql.h"

#include <thread>

void MonthlyReport::start(const std::string &month) {
  Session session(pool_);
  query(session.get(), "INSERT INTO reports (month, state) VALUES ($1, 'started')", {month});
  PGconn *connection = session.get();
  std::thread worker([connection, month] { // EXPECT: background-task
    try {
      query(connection, "SELECT summarize($1)", {month});
      query(connection, "UPDATE reports SET state = 'done' WHERE month = $1", {month});
    } catch (const SqlError &) {
      // shows as not done
    }
  });
  worker.detach();
}
