// what: a static Poco session out of the SessionPool
#include <Poco/Data/Session.h>
#include <Poco/Data/SessionPool.h>

Poco::Data::SessionPool& pool();

void begin() {
    static Poco::Data::Session session(pool().get()); // EXPECT: long-lived-session
    session.isConnected();
}
