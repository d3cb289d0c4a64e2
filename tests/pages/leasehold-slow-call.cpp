#include "service.h"
#include <chrono>
#include <httplib.h>
#include <thread>

void set_state(Session &session, long order, const char *state);

class Webhook {
public:
  bool post(long order) { return client_.Post("/orders/" + std::to_string(order)) != nullptr; }

private:
  httplib::Client client_{"shop.example"};
};
Webhook webhook;

class Shop {
public:
  void ship(long order);

private:
  template <typename Work> void with_session(Work work) {
    Session session(pool_);
    work(session);
  }
  Pool &pool_;
};

#ifdef GOOD
void announce(long order) {
  while (!webhook.post(order))
    std::this_thread::sleep_for(std::chrono::seconds(5));
}
#else
void announce(Session &session, long order);
#endif

#include "example.h"
