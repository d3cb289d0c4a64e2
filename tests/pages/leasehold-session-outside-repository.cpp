// options: Repositories=*Repository
#include <leasehold/sqlite.h>

using Pool = leasehold::Pool<leasehold::sqlite::Driver>;
using Lease = leasehold::Session<leasehold::sqlite::Driver>;

struct Request {
  long user = 0;
};

class UserRepository {
public:
  void remove(long user);
};

class StockRepository {
public:
  void take(long item) {
    auto session = pool_.acquire();
    take(session, item);
  }
  void take(Lease &session, long item);

private:
  Pool &pool_;
};

class OrderRepository {
public:
  void place(long item);

private:
  Pool &pool_;
  StockRepository &stock_;
};

#include "example.h"
