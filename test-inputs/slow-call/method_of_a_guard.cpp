// what: an object keeps a pooled session from its construction to its destruction, and one of its methods waits for something else.
#include <cstdio>
#include <list>
#include <mutex>
#include <unistd.h>

typedef struct pg_conn PGconn;
typedef struct pg_result PGresult;
extern "C" {
PGresult *PQexec(PGconn *, const char *);
void PQclear(PGresult *);
}

class Pool {
public:
  PGconn *take() {
    std::lock_guard<std::mutex> lock(mutex_);
    PGconn *link = idle_.front();
    idle_.pop_front();
    return link;
  }
  void give(PGconn *link) {
    std::lock_guard<std::mutex> lock(mutex_);
    idle_.push_back(link);
  }

private:
  std::mutex mutex_;
  std::list<PGconn *> idle_;
};
Pool pool;

class Job {
public:
  explicit Job(PGconn *link) : link_(link) { say("r"); }
  ~Job() {
    say("s");
    pool.give(link_);
  }
  bool ready() { return say("?"), true; }
  int run() {
    FILE *script = popen("work", "r");
    return script ? pclose(script) : -1;
  }
  // Its own session is what it waits for.
  void again() {
    for (int i = 0; i < 3; ++i) {
      say("a");
      sleep(1);
    }
  }

private:
  void say(const char *) { PQclear(PQexec(link_, "UPDATE job SET state = 'r'")); }
  PGconn *link_;
};

void work() {
  Job job(pool.take());
  if (job.ready())
    job.run(); // EXPECT: slow-call
  job.again();
}
