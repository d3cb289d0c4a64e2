// what: continue and break inside the loop do not leave the function; the release follows the loop.
#include "ua_mysql_pool.h"
#include <string>
#include <vector>

int saveContacts(MysqlPool &pool, const std::vector<std::string> &phones) {
  MYSQL *conn = pool.getConnection();
  int saved = 0;
  for (const auto &phone : phones) {
    if (phone.empty())
      continue;
    if (phone[0] != '+')
      break;
    if (mysql_query(conn, ("INSERT IGNORE INTO contacts(phone) VALUES ('" + phone + "')").c_str()) == 0)
      ++saved;
  }
  pool.releaseConnection(conn);
  return saved;
}
