// what: COMMIT and a new BEGIN after every thousand rows, but the last chunk goes back to the pool uncommitted
// flags: -std=c++20 -isystem /usr/include/postgresql
#include "txn_pg.h"
#include <string>
#include <vector>

struct Sample {
  std::string sensor;
  double value;
};

void saveSamples(PgStore &store, const std::vector<Sample> &samples) {
  PgCheckout conn(store);
  pgRun(conn, "BEGIN"); // EXPECT: unfinished-transaction
  int pending = 0;
  for (const Sample &sample : samples) {
    const std::string value = std::to_string(sample.value);
    const char *values[] = {sample.sensor.c_str(), value.c_str()};
    PgResult done(PQexecParams(conn, "INSERT INTO samples(sensor, value) VALUES ($1, $2)", 2, nullptr, values, nullptr,
                               nullptr, 0));
    if (++pending == 1000) {
      pgRun(conn, "COMMIT");
      pgRun(conn, "BEGIN"); // EXPECT: unfinished-transaction
      pending = 0;
    }
  }
}
