// what: conditions inside of conditions, as macros make them: known or not, it does not take for
// ever.
// flags: -std=c++20 -isystem /usr/include/postgresql
#include <libpq-fe.h>
#include <unistd.h>

#define CHOSEN(x) ((x) ? a : b)
#define EIGHT(x) CHOSEN(CHOSEN(CHOSEN(CHOSEN(CHOSEN(CHOSEN(CHOSEN(CHOSEN(x))))))))
#define EITHER(x) (((x) && a) || b)
#define SIXTEEN(x) EITHER(EITHER(EITHER(EITHER(EITHER(EITHER(EITHER(EITHER(x))))))))

void chosen(bool a, bool b) {
  PGconn *conn = PQconnectdb("");
  bool yes = EIGHT(EIGHT(EIGHT(b)));
  if (yes)
    PQclear(PQexec(conn, "SELECT 1"));
  PQfinish(conn);
}

void either(bool a, bool b) {
  PGconn *conn = PQconnectdb("");
  bool yes = SIXTEEN(SIXTEEN(SIXTEEN(SIXTEEN(b))));
  if (yes)
    PQclear(PQexec(conn, "SELECT 1"));
  PQfinish(conn);
}
