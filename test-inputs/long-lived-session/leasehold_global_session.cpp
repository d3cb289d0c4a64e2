// what: a global session of Leasehold's own pool
#include <leasehold/sqlite.h>

using SqlitePool = leasehold::Pool<leasehold::sqlite::Driver>;

static SqlitePool gPool{leasehold::sqlite::Driver("shop.db")};
static auto gSession = gPool.acquire(); // EXPECT: long-lived-session

void tidy() { gSession->execute("DELETE FROM carts WHERE old"); }
