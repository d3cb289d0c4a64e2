// what: Leasehold's own pool: a transaction object that is never committed, and the ways that are right.
#include <leasehold/sqlite.h>

using SqlitePool = leasehold::Pool<leasehold::sqlite::Driver>;

void forgotten(SqlitePool &pool) {
  auto session = pool.acquire();
  auto transaction = session.begin(); // EXPECT: unfinished-transaction "no path commits"
  session->execute("DELETE FROM carts");
}

void committed(SqlitePool &pool) {
  auto session = pool.acquire();
  auto transaction = session.begin();
  session->execute("DELETE FROM carts");
  transaction.commit();
}

bool undone(SqlitePool &pool, int id) {
  auto session = pool.acquire();
  auto transaction = session.begin();
  if (session->execute("DELETE FROM carts WHERE id = ?", id) == 0)
    return false;
  transaction.commit();
  return true;
}

void unitOfWork(SqlitePool &pool) {
  pool.transaction([](auto &session) { session->execute("DELETE FROM carts"); });
}
