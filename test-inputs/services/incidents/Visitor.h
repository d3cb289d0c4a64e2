#pragma once

#include "Database.h"

#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/websocket.hpp>
#include <thread>

/// A browser: stays connected for an hour and copies something three times.
inline void visit(std::uint16_t port, Scale scale) {
  boost::asio::io_context context;
  boost::beast::websocket::stream<boost::asio::ip::tcp::socket> browser(context);
  browser.next_layer().connect({boost::asio::ip::address_v4::loopback(), port});
  browser.handshake("localhost", "/clipboard");
  for (int i = 0; i < 3; ++i) {
    browser.write(boost::asio::buffer(std::string("copied")));
    boost::beast::flat_buffer answer;
    browser.read(answer); // throws when the service closes
    std::this_thread::sleep_for(scale.of(std::chrono::minutes(20)) / 100);
  }
  browser.close(boost::beast::websocket::close_code::normal);
}
