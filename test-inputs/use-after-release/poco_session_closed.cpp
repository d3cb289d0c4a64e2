// what: a Poco session is closed and asked for a statement
#include <Poco/Data/Session.h>
#include <Poco/Data/SessionPool.h>
#include <Poco/Data/Statement.h>

void expire(Poco::Data::SessionPool& pool) {
    Poco::Data::Session session(pool.get());
    session.begin(); // EXPECT: unfinished-transaction
    session.close();
    session.commit(); // EXPECT: use-after-release
}
