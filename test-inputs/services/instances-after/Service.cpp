#include "../incidents/instances/Service.h"

void Service::request(std::int64_t user) {
  Session session = pool_.acquire();
  if (user % 10 == 9) // not found
    return;
  session->query("SELECT id, state FROM instances WHERE id = $1", user);
}
