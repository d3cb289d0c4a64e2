// what: right: a connect that fails sets the field to null, says by a flag that it is closed, or leaves the connection open
// flags: -std=c++20 -isystem /usr/include/postgresql
#include <libpq-fe.h>

struct Service {
  const char *where;
  PGconn *pg;
  bool up;
};

static void drop(Service *service) {
  if (service->pg != nullptr) {
    PQfinish(service->pg);
    service->pg = nullptr;
  }
}

int nulls(Service *service) {
  drop(service);
  service->pg = PQconnectdb(service->where);
  if (PQstatus(service->pg) != CONNECTION_OK) {
    drop(service);
    return -1;
  }
  return 0;
}

int leavesOpen(Service *service) {
  drop(service);
  service->pg = PQconnectdb(service->where);
  return PQstatus(service->pg) == CONNECTION_OK ? 0 : -1;
}

int flags(Service *service) {
  if (service->up)
    PQfinish(service->pg);
  service->up = false;
  service->pg = PQconnectdb(service->where);
  if (PQstatus(service->pg) != CONNECTION_OK) {
    PQfinish(service->pg);
    return -1;
  }
  service->up = true;
  return 0;
}

/// What was there before is not its business.
int firstOnly(Service *service) {
  service->pg = PQconnectdb(service->where);
  if (PQstatus(service->pg) != CONNECTION_OK) {
    PQfinish(service->pg);
    return -1;
  }
  return 0;
}
