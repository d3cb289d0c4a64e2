#include "JobRepository.h"

void JobRepository::add(std::int64_t job) {
  pool_.transaction([job](Session &session) {
    session->execute("INSERT INTO jobs (id, state) VALUES ($1, 'new')", job);
  });
}

void JobRepository::set_state(std::int64_t job, const std::string &state) {
  pool_.transaction([&](Session &session) {
    session->execute("UPDATE jobs SET state = $1 WHERE id = $2", state, job);
  });
}
