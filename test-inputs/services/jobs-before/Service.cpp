#include "../incidents/jobs/Service.h"

void Service::request(std::int64_t job) {
  Session session = pool_.acquire();
  session->execute("INSERT INTO jobs (id, state) VALUES ($1, 'new')", job);
  try {
    broker_.enqueue(job); // EXPECT: slow-call
  } catch (const std::exception &) {
    session->execute("UPDATE jobs SET state = 'failed' WHERE id = $1", job);
    return;
  }
  session->execute("UPDATE jobs SET state = 'queued' WHERE id = $1", job);
}
