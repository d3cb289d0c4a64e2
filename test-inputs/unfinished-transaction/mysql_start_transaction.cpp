// what: goto jumps over both COMMIT and ROLLBACK
// flags: -std=c++20 -isystem /usr/include/mariadb
#include <cstdio>
#include <mysql.h>

int redeemVoucher(MYSQL *conn, long voucher) {
  char sql[160];
  int result = -1;
  MYSQL_RES *rows = nullptr;

  if (mysql_query(conn, "START TRANSACTION")) // EXPECT: unfinished-transaction
    return -1;
  std::snprintf(sql, sizeof sql, "SELECT 1 FROM vouchers WHERE id = %ld AND used = 0 FOR UPDATE", voucher);
  if (mysql_query(conn, sql))
    goto failed;
  rows = mysql_store_result(conn);
  if (rows == nullptr || mysql_num_rows(rows) == 0)
    goto out;
  std::snprintf(sql, sizeof sql, "UPDATE vouchers SET used = 1 WHERE id = %ld", voucher);
  if (mysql_query(conn, sql))
    goto failed;
  mysql_query(conn, "COMMIT");
  result = 0;
  goto out;

failed:
  std::fprintf(stderr, "voucher %ld: %s\n", voucher, mysql_error(conn));
  mysql_query(conn, "ROLLBACK");
out:
  if (rows != nullptr)
    mysql_free_result(rows);
  return result;
}
