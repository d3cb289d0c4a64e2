// what: Poco: the first statement fails and is logged, the second is committed
#include <Poco/Data/Session.h>
#include <Poco/Data/SessionPool.h>
#include <Poco/Data/Statement.h>
#include <Poco/Data/Transaction.h>
#include <Poco/Data/DataException.h>
#include <iostream>

using namespace Poco::Data::Keywords;

void place(Poco::Data::SessionPool& pool, int order) {
    Poco::Data::Session session(pool.get());
    Poco::Data::Transaction tx(session);
    try {
        session << "UPDATE stock SET n = n - 1", now;
    } catch (const Poco::Data::DataException& e) { // EXPECT: swallowed-error
        std::cerr << e.displayText() << '\n';
    }
    session << "INSERT INTO orders VALUES (?)", use(order), now;
    tx.commit();
}
