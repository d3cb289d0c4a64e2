// what: the class stores the handle in a member, but neither its destructor nor any other method ever closes it.
#include <mysql/mysql.h>
#include <string>

class CDBConn {
public:
  explicit CDBConn(std::string name) : m_name(std::move(name)) {}
  ~CDBConn() {}

  int Init(const char *host, const char *user, const char *password) {
    m_mysql = mysql_init(nullptr); // EXPECT: unguarded-acquire
    if (!m_mysql)
      return 1;
    if (!mysql_real_connect(m_mysql, host, user, password, m_name.c_str(), 3306, nullptr, 0))
      return 2;
    return 0;
  }

  bool ExecuteUpdate(const std::string &sql) {
    mysql_ping(m_mysql);
    return mysql_real_query(m_mysql, sql.data(), sql.size()) == 0;
  }

private:
  std::string m_name;
  MYSQL *m_mysql = nullptr;
};
