#include "../incidents/containers/Service.h"

namespace {

void begin(SessionPool &pool, std::int64_t file) {
  Session session = pool.acquire();
  session->execute("INSERT INTO files (id, state) VALUES ($1, 'uploading')", file);
}

/// What has no session cannot hold one.
void replace(Container &container, std::int64_t file) {
  container.upload("file " + std::to_string(file));
  for (int i = 0; i < 3; ++i)
    if (container.healthy())
      break;
  container.restart();
}

void end(SessionPool &pool, std::int64_t file) {
  Session session = pool.acquire();
  session->execute("UPDATE files SET state = 'done' WHERE id = $1", file);
}

} // namespace

void Service::request(std::int64_t file) {
  Container container(scale_);
  begin(pool_, file);
  replace(container, file);
  // A fresh session: the old one would be as old as the upload.
  end(pool_, file);
}
