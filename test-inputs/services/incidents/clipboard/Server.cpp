#include "Service.h"

using boost::asio::ip::tcp;

Service::Service(SessionPool &pool, Scale scale)
    : pool_(pool), scale_(scale),
      acceptor_(context_, {boost::asio::ip::address_v4::loopback(), 0}),
      port_(acceptor_.local_endpoint().port()), accepting_([this] { accept(); }) {}

Service::~Service() {
  // Wakes the thread that accepts.
  boost::system::error_code ignored;
  tcp::socket(context_).connect(acceptor_.local_endpoint(), ignored);
  accepting_.join();
  for (std::thread &t : connections_)
    t.join();
}

void Service::accept() {
  for (;;) {
    tcp::socket socket = acceptor_.accept();
    boost::system::error_code error;
    // The destructor's connection says nothing and closes.
    socket.wait(tcp::socket::wait_read, error);
    if (socket.available(error) == 0)
      return;
    const std::scoped_lock lock(mutex_);
    connections_.emplace_back([this, s = std::move(socket)]() mutable { serve(std::move(s)); });
  }
}
