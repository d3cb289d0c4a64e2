// what: Poco: the session taken from the SessionPool lives across an HTTP exchange and a sleep
#include <Poco/Data/Session.h>
#include <Poco/Data/SessionPool.h>
#include <Poco/Data/Statement.h>
#include <Poco/Net/HTTPClientSession.h>
#include <Poco/Net/HTTPRequest.h>
#include <Poco/Net/HTTPResponse.h>
#include <Poco/Thread.h>

#include <string>

namespace exchange_rates {

void refresh(Poco::Data::SessionPool& pool) {
    using namespace Poco::Data::Keywords;
    Poco::Data::Session session(pool.get());
    session << "DELETE FROM rates WHERE day < 20240101", now;

    Poco::Net::HTTPClientSession bank("rates.example.org");
    Poco::Net::HTTPRequest request(Poco::Net::HTTPRequest::HTTP_GET, "/latest");
    Poco::Net::HTTPResponse response;
    bank.sendRequest(request); // EXPECT: slow-call
    bank.receiveResponse(response); // EXPECT: slow-call
    if (response.getStatus() == Poco::Net::HTTPResponse::HTTP_TOO_MANY_REQUESTS)
        Poco::Thread::sleep(5000); // EXPECT: slow-call "sleeps"

    std::string date = response.get("Date", "");
    session << "INSERT INTO rates(day) VALUES(?)", use(date), now;
}

} // namespace exchange_rates
