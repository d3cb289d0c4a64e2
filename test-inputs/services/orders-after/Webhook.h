#pragma once

#include <netinet/in.h>
#include <string>
#include <sys/socket.h>
#include <unistd.h>

/// Tells a customer's server about an order.
class Webhook {
public:
  Webhook(const sockaddr_in &peer, std::string path) : peer_(peer), path_(std::move(path)) {}

  /// Posts the body; true when the server answers with 200.
  bool post(const std::string &body) const {
    int socket = ::socket(AF_INET, SOCK_STREAM, 0);
    if (socket < 0)
      return false;
    std::string answer;
    if (::connect(socket, reinterpret_cast<const sockaddr *>(&peer_), sizeof peer_) == 0) {
      std::string request = "POST " + path_ +
                            " HTTP/1.0\r\nContent-Length: " + std::to_string(body.size()) +
                            "\r\n\r\n" + body;
      ::send(socket, request.data(), request.size(), MSG_NOSIGNAL);
      char buffer[512];
      ssize_t received = ::recv(socket, buffer, sizeof buffer, 0);
      if (received > 0)
        answer.assign(buffer, static_cast<std::size_t>(received));
    }
    ::close(socket);
    return answer.find(" 200 ") != std::string::npos;
  }

private:
  sockaddr_in peer_;
  std::string path_;
};
