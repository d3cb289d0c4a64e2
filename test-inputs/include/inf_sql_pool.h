#pragma once
// TinyWebServer style: std::list, pthread mutex and semaphore behind a singleton, a guard with an out parameter.
#include <list>
#include <mysql/mysql.h>
#include <pthread.h>
#include <semaphore.h>
#include <string>

class locker {
public:
  locker() { pthread_mutex_init(&m_mutex, nullptr); }
  ~locker() { pthread_mutex_destroy(&m_mutex); }
  bool lock() { return pthread_mutex_lock(&m_mutex) == 0; }
  bool unlock() { return pthread_mutex_unlock(&m_mutex) == 0; }

private:
  pthread_mutex_t m_mutex;
};

class sem {
public:
  sem() { sem_init(&m_sem, 0, 0); }
  explicit sem(unsigned num) { sem_init(&m_sem, 0, num); }
  ~sem() { sem_destroy(&m_sem); }
  void reset(unsigned num) {
    sem_destroy(&m_sem);
    sem_init(&m_sem, 0, num);
  }
  bool wait() { return sem_wait(&m_sem) == 0; }
  bool post() { return sem_post(&m_sem) == 0; }

private:
  sem_t m_sem;
};

class connection_pool {
public:
  static connection_pool *GetInstance() {
    static connection_pool connPool;
    return &connPool;
  }

  MYSQL *GetConnection() {
    MYSQL *con = nullptr;
    if (connList.empty())
      return nullptr;
    reserve.wait();
    lock.lock();
    con = connList.front();
    connList.pop_front();
    --m_FreeConn;
    ++m_CurConn;
    lock.unlock();
    return con;
  }

  bool ReleaseConnection(MYSQL *con) {
    if (con == nullptr)
      return false;
    lock.lock();
    connList.push_back(con);
    ++m_FreeConn;
    --m_CurConn;
    lock.unlock();
    reserve.post();
    return true;
  }

  int GetFreeConn() const { return m_FreeConn; }

  void DestroyPool() {
    lock.lock();
    if (connList.size() > 0) {
      std::list<MYSQL *>::iterator it;
      for (it = connList.begin(); it != connList.end(); ++it) {
        MYSQL *con = *it;
        mysql_close(con);
      }
      m_CurConn = 0;
      m_FreeConn = 0;
      connList.clear();
    }
    lock.unlock();
  }

  bool init(const std::string &url, const std::string &user, const std::string &password, const std::string &db,
            int port, unsigned maxConn) {
    for (unsigned i = 0; i < maxConn; i++) {
      MYSQL *con = mysql_init(nullptr);
      if (con == nullptr)
        return false;
      if (mysql_real_connect(con, url.c_str(), user.c_str(), password.c_str(), db.c_str(), port, nullptr, 0) == nullptr) {
        mysql_close(con);
        return false;
      }
      connList.push_back(con);
      ++m_FreeConn;
    }
    reserve.reset(m_FreeConn);
    return true;
  }

private:
  connection_pool() = default;
  ~connection_pool() { DestroyPool(); }

  int m_CurConn = 0;
  int m_FreeConn = 0;
  locker lock;
  std::list<MYSQL *> connList;
  sem reserve;
};

class connectionRAII {
public:
  connectionRAII(MYSQL **SQL, connection_pool *connPool) {
    *SQL = connPool->GetConnection();
    conRAII = *SQL;
    poolRAII = connPool;
  }
  ~connectionRAII() { poolRAII->ReleaseConnection(conRAII); }

private:
  MYSQL *conRAII;
  connection_pool *poolRAII;
};
