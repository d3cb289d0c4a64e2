#include "../incidents/containers/Service.h"

void Service::request(std::int64_t file) {
  Container container(scale_);
  Session session = pool_.acquire();
  session->execute("INSERT INTO files (id, state) VALUES ($1, 'uploading')", file);
  container.upload("file " + std::to_string(file)); // EXPECT: slow-call
  for (int i = 0; i < 3; ++i)
    if (container.healthy()) // EXPECT: slow-call
      break;
  container.restart(); // EXPECT: slow-call
  session->execute("UPDATE files SET state = 'done' WHERE id = $1", file);
}
