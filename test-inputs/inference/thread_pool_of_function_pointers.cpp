// what: a C-style thread pool that stores a function pointer and a void* argument runs the job later, with a session that is back in the pool by then.
#include "inf_sql_pool.h"
#include <list>
#include <pthread.h>
#include <string>

class work_queue {
public:
  typedef void (*handler)(void *);

  explicit work_queue(int threads) {
    for (int i = 0; i < threads; ++i) {
      pthread_t tid;
      if (pthread_create(&tid, nullptr, worker, this) == 0)
        pthread_detach(tid);
    }
  }

  void append(handler fn, void *arg) {
    m_lock.lock();
    m_items.push_back(item{fn, arg});
    m_lock.unlock();
    m_ready.post();
  }

private:
  struct item {
    handler fn;
    void *arg;
  };

  static void *worker(void *arg) {
    static_cast<work_queue *>(arg)->run();
    return nullptr;
  }

  void run() {
    while (m_ready.wait()) {
      m_lock.lock();
      if (m_items.empty()) {
        m_lock.unlock();
        continue;
      }
      item next = m_items.front();
      m_items.pop_front();
      m_lock.unlock();
      next.fn(next.arg);
    }
  }

  std::list<item> m_items;
  locker m_lock;
  sem m_ready;
};

static void flush_stats(void *arg) { mysql_query(static_cast<MYSQL *>(arg), "CALL flush_stats()"); }

static void flush_stats_of(void *arg) {
  MYSQL *mysql = nullptr;
  connectionRAII guard(&mysql, static_cast<connection_pool *>(arg));
  if (mysql != nullptr)
    mysql_query(mysql, "CALL flush_stats()");
}

void on_timer(work_queue &queue) {
  MYSQL *mysql = nullptr;
  connectionRAII guard(&mysql, connection_pool::GetInstance());
  if (mysql == nullptr)
    return;
  mysql_query(mysql, "UPDATE stats SET ticks = ticks + 1");
  queue.append(flush_stats, mysql); // EXPECT: background-task
}

void on_timer_rightly(work_queue &queue) { queue.append(flush_stats_of, connection_pool::GetInstance()); }
