// what: a known limit: a callee closes what it failed to open, leaves the pointer and says so by its status only
// flags: -std=c++20 -isystem /usr/include/postgresql
#include <libpq-fe.h>

struct Service {
  PGconn *pg;
};

int open(Service *service) {
  service->pg = PQconnectdb("dbname=sms");
  if (PQstatus(service->pg) != CONNECTION_OK) {
    PQfinish(service->pg);
    return -1;
  }
  return 0;
}

int run(Service *service) {
  if (open(service) != 0) {
    PQfinish(service->pg); // MISS: use-after-release
    return -1;
  }
  return 0;
}
