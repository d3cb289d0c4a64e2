// what: a repository method that received a session calls another one without it
// options: Repositories=*Repository,*Dao
#include <leasehold/sqlite.h>
#include <string>
#include <vector>

using SqlitePool = leasehold::Pool<leasehold::sqlite::Driver>;

using Lease = leasehold::Session<leasehold::sqlite::Driver>;

class StockDao {
public:
    void take(long item);
    void take(Lease& session, long item);
};

class OrderDao {
public:
    void place(Lease& session, StockDao& stock, long item) {
        session->execute("INSERT INTO orders VALUES (?)", item);
        stock.take(item); // EXPECT: session-outside-repository "pass the session"
    }
    void place_rightly(Lease& session, StockDao& stock, long item) {
        session->execute("INSERT INTO orders VALUES (?)", item);
        stock.take(session, item);
    }
};
