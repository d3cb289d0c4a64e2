// what: SOCI: a service takes a session from the pool by its constructor
// options: Repositories=*Repository,*Dao
#include <soci/soci.h>
#include <string>

class Invoices {
public:
    explicit Invoices(soci::connection_pool& pool) : pool_(pool) {}
    void close() {
        soci::session sql(pool_); // EXPECT: session-outside-repository
        sql << "UPDATE invoice SET closed = 1";
    }

private:
    soci::connection_pool& pool_;
};

class InvoiceRepository {
public:
    explicit InvoiceRepository(soci::connection_pool& pool) : pool_(pool) {}
    void close() {
        soci::session sql(pool_);
        sql << "UPDATE invoice SET closed = 1";
    }

private:
    soci::connection_pool& pool_;
};
