#include "../incidents/clipboard/Service.h"

namespace {

std::int64_t keep(SessionPool &pool, const std::string &text) {
  Session session = pool.acquire();
  return session->query("INSERT INTO clips (text, told) VALUES ($1, 0) RETURNING id", text)[0]
      .get<std::int64_t>(0);
}

/// Tells the user's other devices, in the background, with a session of its own.
void notify(std::list<std::jthread> &background, SessionPool &pool, std::int64_t clip) {
  background.emplace_back([&pool, clip] {
    Session session = pool.acquire();
    session->execute("UPDATE clips SET told = 1 WHERE id = $1", clip);
  });
}

} // namespace

void Service::serve(Socket socket) try {
  boost::beast::websocket::stream<Socket> browser(std::move(socket));
  browser.accept();
  std::list<std::jthread> background;
  boost::beast::flat_buffer message;
  boost::beast::error_code error;
  while (browser.read(message, error) > 0 && !error) {
    const std::int64_t clip = keep(pool_, boost::beast::buffers_to_string(message.data()));
    message.clear();
    notify(background, pool_, clip);
    browser.write(boost::asio::buffer(std::string("kept")), error);
  }
} catch (const std::exception &) { // the browser sees its connection close
}
