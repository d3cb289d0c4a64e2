// what: Poco: a session of the SessionPool is held while frames of a WebSocket are received in a loop
#include <Poco/Data/Session.h>
#include <Poco/Data/SessionPool.h>
#include <Poco/Data/Statement.h>
#include <Poco/Net/HTTPServerRequest.h>
#include <Poco/Net/HTTPServerResponse.h>
#include <Poco/Net/WebSocket.h>

#include <string>

namespace sensor_hub {

void handle(Poco::Net::HTTPServerRequest& request, Poco::Net::HTTPServerResponse& response, Poco::Data::SessionPool& pool) {
    using namespace Poco::Data::Keywords;
    Poco::Net::WebSocket socket(request, response);
    Poco::Data::Session session(pool.get());
    char buffer[1024];
    int flags = 0;
    int length = 0;
    do {
        length = socket.receiveFrame(buffer, sizeof(buffer), flags); // EXPECT: websocket-lifetime
        std::string sample(buffer, static_cast<std::size_t>(length));
        session << "INSERT INTO samples(body) VALUES(?)", use(sample), now;
    } while (length > 0 && (flags & Poco::Net::WebSocket::FRAME_OP_BITMASK) != Poco::Net::WebSocket::FRAME_OP_CLOSE);
}

} // namespace sensor_hub
