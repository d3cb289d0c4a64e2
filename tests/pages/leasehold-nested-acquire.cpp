#include "service.h"

void insert(PGconn *connection, const Order &order);

class Orders {
public:
  void submit(const Order &order);
  void audit(const char *event) {
    Session session(pool_);
    audit(session.get(), event);
  }
  void audit(PGconn *connection, const char *event);

private:
  Pool &pool_;
};

#include "example.h"
