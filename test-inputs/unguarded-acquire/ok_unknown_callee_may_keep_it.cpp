// what: the raw connection is handed to functions whose bodies are elsewhere; they may well give it back.
#include "ua_mysql_pool.h"
#include <string>

void finishRequest(MysqlPool &pool, MYSQL *conn, int status); // request.cpp

struct BatchWriter; // batch.cpp
BatchWriter *makeBatchWriter(MYSQL *takesOver, const std::string &table);

void handlePing(MysqlPool &pool) {
  MYSQL *conn = pool.getConnection();
  int status = mysql_ping(conn) == 0 ? 200 : 503;
  finishRequest(pool, conn, status);
}

BatchWriter *openBatch(MysqlPool &pool, const std::string &table) {
  MYSQL *conn = pool.getConnection();
  mysql_query(conn, "SET SESSION sql_mode = 'TRADITIONAL'");
  return makeBatchWriter(conn, table);
}
