// what: Poco: idle connections to MySQL are kept for ten hours
#include <Poco/Data/SessionPool.h>
#include <string>

void serve(Poco::Data::SessionPool& pool);

void run() {
    Poco::Data::SessionPool pool("MySQL", "host=db;db=shop", 1, 16, 36000); // EXPECT: pool-options "wait_timeout"
    serve(pool);
}

void run_postgres() {
    Poco::Data::SessionPool pool("PostgreSQL", "host=db dbname=shop", 1, 16, 36000);
    serve(pool);
}

void run_well() {
    Poco::Data::SessionPool pool("MySQL", "host=db;db=shop", 1, 16, 600);
    serve(pool);
}
