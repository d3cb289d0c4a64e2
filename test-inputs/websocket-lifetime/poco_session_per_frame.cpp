// what: right, because each frame gets its own session from the pool, gone before the next receiveFrame
#include <Poco/Data/Session.h>
#include <Poco/Data/SessionPool.h>
#include <Poco/Data/Statement.h>
#include <Poco/Net/HTTPServerRequest.h>
#include <Poco/Net/HTTPServerResponse.h>
#include <Poco/Net/WebSocket.h>

#include <string>

namespace garden_sensors {

static void store(Poco::Data::SessionPool& pool, std::string sample) {
    using namespace Poco::Data::Keywords;
    Poco::Data::Session session(pool.get());
    session << "INSERT INTO samples(body) VALUES(?)", use(sample), now;
}

void handle(Poco::Net::HTTPServerRequest& request, Poco::Net::HTTPServerResponse& response, Poco::Data::SessionPool& pool) {
    Poco::Net::WebSocket socket(request, response);
    char buffer[1024];
    for (;;) {
        int flags = 0;
        const int length = socket.receiveFrame(buffer, sizeof(buffer), flags);
        if (length <= 0 || (flags & Poco::Net::WebSocket::FRAME_OP_BITMASK) == Poco::Net::WebSocket::FRAME_OP_CLOSE)
            return;
        store(pool, std::string(buffer, static_cast<std::size_t>(length)));
    }
}

} // namespace garden_sensors
