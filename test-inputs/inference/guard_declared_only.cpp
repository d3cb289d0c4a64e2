// what: the bodies of the pool and of its guard are in another file; declarations and names say enough: ScopedConn gives back when it dies.
#include <chrono>
#include <mysql/mysql.h>
#include <string>
#include <thread>

class ConnectionPool {
public:
  static ConnectionPool &instance();
  MYSQL *getConnection();
  void releaseConnection(MYSQL *conn);
};

class ScopedConn {
public:
  explicit ScopedConn(ConnectionPool &pool);
  ScopedConn(const ScopedConn &) = delete;
  ScopedConn &operator=(const ScopedConn &) = delete;
  ~ScopedConn();
  MYSQL *get() const { return conn_; }

private:
  ConnectionPool &pool_;
  MYSQL *conn_;
};

bool enrol(const std::string &student, const std::string &course) {
  ScopedConn conn(ConnectionPool::instance());
  if (course.empty())
    return false;
  std::string sql = "INSERT INTO enrolments VALUES ('" + student + "', '" + course + "')";
  return mysql_query(conn.get(), sql.c_str()) == 0;
}

bool enrolWhenOpen(const std::string &student, const std::string &course) {
  ScopedConn conn(ConnectionPool::instance());
  while (mysql_query(conn.get(), ("CALL claim_seat('" + course + "')").c_str()) != 0)
    std::this_thread::sleep_for(std::chrono::seconds(5)); // EXPECT: slow-call
  return mysql_query(conn.get(), ("CALL seat('" + student + "')").c_str()) == 0;
}

bool unenrol(const std::string &student) {
  MYSQL *conn = ConnectionPool::instance().getConnection(); // EXPECT: unguarded-acquire
  if (mysql_query(conn, ("DELETE FROM enrolments WHERE student = '" + student + "'").c_str()) != 0)
    return false;
  ConnectionPool::instance().releaseConnection(conn);
  return true;
}
