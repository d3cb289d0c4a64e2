// what: a conversion to a string does not fail, one from a string may.
#include <boost/lexical_cast.hpp>
#include <postgresql/libpq-fe.h>
#include <string>

void store(long id) {
  PGconn *conn = PQconnectdb("");
  const std::string text = "INSERT INTO t VALUES (" + boost::lexical_cast<std::string>(id) + ")";
  PQclear(PQexec(conn, text.c_str()));
  PQfinish(conn);
}
void store(const std::string &given) {
  PGconn *conn = PQconnectdb(""); // EXPECT: unguarded-acquire
  const long id = boost::lexical_cast<long>(given);
  PQclear(PQexec(conn, ("INSERT INTO t VALUES (" + std::to_string(id) + ")").c_str()));
  PQfinish(conn);
}
