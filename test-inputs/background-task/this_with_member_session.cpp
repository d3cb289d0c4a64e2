// what: [this] carries the member connection into a detached thread while other methods use it
// flags: -std=c++20 -isystem /usr/include/postgresql
#include "bg_pg_pool.h"
#include <string>
#include <thread>

class GameSession {
public:
  explicit GameSession(PgConnPool &pool) : lease_(pool) {}

  void move(int x, int y) {
    const std::string sx = std::to_string(x), sy = std::to_string(y);
    const char *values[] = {sx.c_str(), sy.c_str()};
    PgRows done(PQexecParams(lease_.get(), "INSERT INTO moves(x, y) VALUES ($1, $2)", 2, nullptr, values, nullptr, nullptr,
                             0));
  }

  void autosave() {
    std::thread([this] { // EXPECT: background-task
      PgRows done(PQexec(lease_.get(), "CALL save_game()"));
    }).detach();
  }

private:
  PgLease lease_;
};
