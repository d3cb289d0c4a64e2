#include "../incidents/clipboard/Service.h"

namespace {

/// Tells the user's other devices, in the background.
void notify(std::list<std::jthread> &background, std::mutex &statements, Session &session,
            std::int64_t clip) {
  background.emplace_back([&statements, &session, clip] { // EXPECT: background-task
    const std::scoped_lock lock(statements);
    session->execute("UPDATE clips SET told = 1 WHERE id = $1", clip);
  });
}

} // namespace

void Service::serve(Socket socket) try {
  boost::beast::websocket::stream<Socket> browser(std::move(socket));
  browser.accept();
  Session session = pool_.acquire();
  std::mutex statements;
  std::list<std::jthread> background;
  boost::beast::flat_buffer message;
  boost::beast::error_code error;
  while (browser.read(message, error) > 0 && !error) { // EXPECT: websocket-lifetime
    std::int64_t clip = 0;
    {
      const std::scoped_lock lock(statements);
      clip = session->query("INSERT INTO clips (text, told) VALUES ($1, 0) RETURNING id",
                            boost::beast::buffers_to_string(message.data()))[0]
                 .get<std::int64_t>(0);
    }
    message.clear();
    notify(background, statements, session, clip);
    browser.write(boost::asio::buffer(std::string("kept")), error); // EXPECT: slow-call
  }
} catch (const std::exception &) { // the browser sees its connection close
}
