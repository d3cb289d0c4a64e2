// what: slots stay in the container and a flag says which are out: whoever finds it clear and sets it takes, whoever clears it gives back, by whatever names, by pointer or reference.
// flags: -std=c++20 -isystem /usr/include/postgresql
#include <libpq-fe.h>
#include <list>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

struct Line {
  explicit Line(const std::string &where) : link(PQconnectdb(where.c_str())) {}
  ~Line() { PQfinish(link); }
  void done() {
    std::lock_guard<std::mutex> lock(mutex);
    busy = false;
  }
  bool run(const char *text) {
    PGresult *rows = PQexec(link, text);
    const bool ok = PQresultStatus(rows) == PGRES_COMMAND_OK;
    PQclear(rows);
    return ok;
  }
  PGconn *link;
  std::mutex mutex;
  bool broken = false, busy = false;
};

class Lines {
public:
  void open(const std::string &where) { lines_.push_back(new Line(where)); }
  Line &available() {
    while (true)
      for (Line *line : lines_) {
        std::lock_guard<std::mutex> lock(line->mutex);
        if (!line->broken && !line->busy) {
          line->busy = true;
          return *line;
        }
      }
  }
  Line *unless_all_are_out() {
    for (Line *line : lines_) {
      std::lock_guard<std::mutex> lock(line->mutex);
      if (line->busy)
        continue;
      line->busy = true;
      return line;
    }
    return nullptr;
  }
  void settle(Line *line) {
    std::lock_guard<std::mutex> lock(line->mutex);
    line->busy = false;
  }
  void settle(const std::string &, const Line &line) {
    for (Line *each : lines_)
      if (each == &line)
        each->busy = false;
  }

private:
  std::vector<Line *> lines_;
};

void leftOut(Lines &lines, const std::string &name) {
  Line &line = lines.available(); // EXPECT: unguarded-acquire
  if (name.empty())
    return;
  line.run("UPDATE client SET connected = true");
  line.done();
}

void leftOutByPointer(Lines &lines, const std::string &name) {
  Line *line = lines.unless_all_are_out(); // EXPECT: unguarded-acquire
  if (!line || name.empty())
    return;
  line->run("UPDATE client SET connected = true");
  lines.settle(line);
}

bool mended(Lines &lines, const std::string &name) {
  Line &line = lines.available();
  const bool ok = !name.empty() && line.run("UPDATE client SET connected = true");
  line.done();
  return ok;
}

bool mendedByPool(Lines &lines) {
  Line &line = lines.available();
  const bool ok = line.run("UPDATE client SET connected = true");
  lines.settle("used", line);
  return ok;
}

bool cleared(Lines &lines) {
  Line *line = lines.unless_all_are_out();
  if (!line)
    return false;
  const bool ok = line->run("UPDATE client SET connected = true");
  line->busy = false;
  return ok;
}

void byAddress(Lines &lines) {
  Line &line = lines.available();
  line.run("UPDATE client SET connected = true");
  lines.settle(&line);
}

class Lent {
public:
  explicit Lent(Lines &lines) : line_(lines.unless_all_are_out()) {}
  ~Lent() {
    if (line_)
      line_->busy = false;
  }
  Lent(const Lent &) = delete;
  Line *operator->() { return line_; }

private:
  Line *line_;
};

void inGuard(Lines &lines, const std::string &name) {
  Lent line(lines);
  if (name.empty())
    return;
  line->run("UPDATE client SET connected = true");
}
