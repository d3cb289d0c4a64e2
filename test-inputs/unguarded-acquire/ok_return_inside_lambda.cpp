// what: a return inside a lambda leaves the lambda, not the function that holds the connection.
#include "ua_mysql_pool.h"
#include <algorithm>
#include <string>
#include <vector>

struct Coupon {
  std::string code;
  int uses;
};

bool storeCoupons(MysqlPool &pool, std::vector<Coupon> coupons) {
  MYSQL *conn = pool.getConnection();
  coupons.erase(std::remove_if(coupons.begin(), coupons.end(),
                               [](const Coupon &c) {
                                 if (c.code.empty())
                                   return true;
                                 return c.uses <= 0;
                               }),
                coupons.end());
  auto insert = [&](const Coupon &c) {
    if (c.code.size() > 20)
      return false;
    return mysql_query(conn, ("INSERT INTO coupons(code) VALUES ('" + c.code + "')").c_str()) == 0;
  };
  bool ok = std::all_of(coupons.begin(), coupons.end(), insert);
  pool.releaseConnection(conn);
  return ok;
}
