#include "../incidents/jobs/Service.h"

#include "JobRepository.h"

void Service::request(std::int64_t job) {
  JobRepository jobs(pool_);
  jobs.add(job);
  try {
    broker_.enqueue(job);
  } catch (const std::exception &) {
    jobs.set_state(job, "failed");
    return;
  }
  jobs.set_state(job, "queued");
}
