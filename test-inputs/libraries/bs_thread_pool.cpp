// what: BS::thread_pool: a session that goes along with a task, one that waits for tasks which have nothing to do with it, and what is right
#include "libraries/bs_thread_pool.h"
#include <chrono>
#include <soci/soci.h>

using namespace std::chrono_literals;

void resize(const std::string &picture);

void importLater(BS::thread_pool<> &workers, soci::connection_pool &pool) {
  soci::session session(pool);
  workers.detach_task([&session] { session << "INSERT INTO imported VALUES (1)"; }); // EXPECT: background-task "'session'"
}

std::future<void> countLater(BS::thread_pool<> &workers, soci::connection_pool &pool) {
  soci::session session(pool);
  session << "DELETE FROM counts";
  return workers.submit_task([&session] { session << "INSERT INTO counts VALUES (1)"; }); // EXPECT: background-task "'session'"
}

void resizeAll(BS::thread_pool<> &workers, soci::connection_pool &pool, const std::string &picture) {
  soci::session session(pool);
  session << "UPDATE pictures SET resized = 1";
  workers.detach_loop(0, 8, [picture](int) { resize(picture); });
  workers.wait(); // EXPECT: slow-call "waits for the tasks of a thread pool"
}

void giveUpAfter(BS::thread_pool<> &workers, soci::connection_pool &pool) {
  soci::session session(pool);
  session << "UPDATE pictures SET resized = 1";
  workers.wait_for(30s); // EXPECT: slow-call "waits for the tasks of a thread pool"
}

void rightly(BS::thread_pool<> &workers, soci::connection_pool &pool) {
  workers.detach_task([&pool] {
    soci::session session(pool);
    session << "INSERT INTO imported VALUES (1)";
  });
  workers.wait();
  soci::session session(pool);
  session << "UPDATE imported SET done = 1";
}

// Joined before the session ends, and not used meanwhile.
void joined(soci::connection_pool &pool) {
  soci::session session(pool);
  BS::thread_pool<> worker(1);
  worker.submit_task([&session] { session << "INSERT INTO counts VALUES (1)"; }).get();
  worker.detach_task([&session] { session << "INSERT INTO counts VALUES (2)"; });
  worker.wait();
}
