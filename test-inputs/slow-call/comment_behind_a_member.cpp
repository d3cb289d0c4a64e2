// what: a comment that is nearly one of Doxygen's, behind what it is about, is nothing to stumble over.
// flags: -std=c++20 -isystem /usr/include/postgresql
#include <libpq-fe.h>
#include <unistd.h>

struct Shop {
  PGconn *link; //< of this shop
  int stock;    /*< of all */
};

int ask(Shop &shop) {
  PGconn *link = PQconnectdb("");
  shop.stock = PQstatus(link) == CONNECTION_OK;
  sleep(2); // EXPECT: slow-call
  PQfinish(link);
  return shop.stock;
}
