// what: one transaction per batch, begun in the loop, and no batch is ever committed
#include <SQLiteCpp/SQLiteCpp.h>
#include <cstddef>
#include <string>
#include <vector>

std::size_t importLines(SQLite::Database &db, const std::vector<std::string> &lines) {
  constexpr std::size_t batch = 500;
  std::size_t done = 0;
  while (done < lines.size()) {
    SQLite::Transaction transaction(db); // EXPECT: unfinished-transaction
    SQLite::Statement insert(db, "INSERT INTO lines(text) VALUES (?)");
    const std::size_t end = std::min(done + batch, lines.size());
    for (; done < end; ++done) {
      insert.bind(1, lines[done]);
      insert.exec();
      insert.reset();
    }
  }
  return done;
}
