#pragma once

#include "../Broker.h"
#include "../Database.h"

/// Takes jobs from users and hands them to the workers.
class Service {
public:
  static constexpr const char *schema =
      "CREATE TABLE jobs (id INTEGER PRIMARY KEY, state TEXT NOT NULL)";
  static constexpr const char *slow_work = "enqueue, 177 s";

  Service(SessionPool &pool, Scale scale) : pool_(pool), broker_(scale) {}

  /// Returns when a worker has the job.
  void request(std::int64_t job);

private:
  SessionPool &pool_;
  Broker broker_;
};
