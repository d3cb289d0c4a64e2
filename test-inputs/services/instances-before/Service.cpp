#include "../incidents/instances/Service.h"

void Service::request(std::int64_t user) {
  // Given back at the end, by hand.
  auto *session = new Session(pool_.acquire()); // EXPECT: unguarded-acquire
  if (user % 10 == 9) // not found
    return;
  (*session)->query("SELECT id, state FROM instances WHERE id = $1", user);
  delete session;
}
