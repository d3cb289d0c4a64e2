// what: a known limit: a free function of the layer calls another one and does not pass the session that it holds
// options: Repositories=store_*
#include <leasehold/sqlite.h>

using SqlitePool = leasehold::Pool<leasehold::sqlite::Driver>;
using Lease = leasehold::Session<leasehold::sqlite::Driver>;

void store_stock(long item);
void store_stock(Lease& session, long item);

void store_order(Lease& session, long item) {
    session->execute("INSERT INTO orders VALUES (?)", item);
    store_stock(item); // MISS: session-outside-repository
}
