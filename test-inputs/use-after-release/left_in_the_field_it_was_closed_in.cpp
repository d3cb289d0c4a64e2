// what: a connect that fails closes its connection and leaves it in the caller's struct, where the next connect closes it again
// flags: -std=c++20 -isystem /usr/include/postgresql
#include <libpq-fe.h>

struct Service {
  const char *where;
  struct {
    PGconn *pg;
  } link;
  bool up;
};

static void drop(Service *service) {
  if (service->link.pg != nullptr) {
    PQfinish(service->link.pg);
    service->link.pg = nullptr;
  }
}

int connect(Service *service) {
  drop(service);
  service->link.pg = PQconnectdb(service->where);
  if (PQstatus(service->link.pg) != CONNECTION_OK) {
    PQfinish(service->link.pg); // EXPECT: use-after-release "'pg' goes on pointing to it"
    return -1;
  }
  return 0;
}

class Client {
public:
  bool open(const char *where) {
    if (conn_)
      PQfinish(conn_);
    conn_ = PQconnectdb(where);
    if (PQstatus(conn_) == CONNECTION_OK)
      return true;
    PQfinish(conn_); // EXPECT: use-after-release "the next call of this function closes it a second time"
    return false;
  }

private:
  PGconn *conn_ = nullptr;
};
